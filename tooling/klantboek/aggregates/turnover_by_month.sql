/*
title: {nl: Omzet per maand, en: Turnover by month}
answers:
  nl: Hoeveel zetten we per maand om?
  en: How much do we turn over each month?
formula:
  nl: "Som van de orders naar orderdatum (retouren eraf), per valuta. Marge alleen over regels waarvan de kostprijs bekend is. Maanden zonder orders hebben geen regel."
  en: "The sum of orders by order date (returns taken off), per currency. Margin only over lines whose cost is known. Months without orders have no row."
requirements: [M22]
fields: [product.cost, relation.orders.date, relation.orders.lines.discount_amount, relation.orders.lines.discount_percent, relation.orders.lines.product, relation.orders.lines.quantity, relation.orders.lines.unit_cost, relation.orders.lines.unit_price, relation.orders.status]
key: [month, currency]
columns:
  month: {nl: Maand, en: Month}
  orders: {nl: Orders, en: Orders}
  relations: {nl: Relaties, en: Relations}
  turnover_minor: {nl: Omzet, en: Turnover, unit: money}
  margin_minor: {nl: Marge, en: Margin, unit: money}
  lines_without_cost: {nl: Regels zonder kostprijs, en: Lines without cost}
  currency: {nl: Valuta, en: Currency}
chart: {kind: bar, x: month, y: turnover_minor}
*/
SELECT
  CAST(DATE_TRUNC('month', date) AS DATE) AS month,
  COUNT(CASE WHEN NOT returned THEN 1 END) AS orders,
  COUNT(DISTINCT relation) AS relations,
  CAST(SUM(amount_minor) AS BIGINT) AS turnover_minor,
  CAST(SUM(margin_minor) AS BIGINT) AS margin_minor,
  CAST(SUM(lines_without_cost) AS BIGINT) AS lines_without_cost,
  currency
FROM order_totals
GROUP BY CAST(DATE_TRUNC('month', date) AS DATE), currency
ORDER BY month NULLS FIRST, currency NULLS FIRST
