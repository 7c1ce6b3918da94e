/*
title: {nl: Omzet per maand, en: Turnover by month}
answers:
  nl: Hoeveel zetten we per maand om?
  en: How much do we turn over each month?
formula:
  nl: "Som van de orders naar orderdatum (retouren eraf), per valuta. Marge alleen over regels waarvan de kostprijs bekend is. Van de maand van de eerste order tot die van de peildatum heeft elke maand een regel in de valuta van het boek, ook een maand zonder orders; een andere valuta heeft alleen regels van maanden met orders."
  en: "The sum of orders by order date (returns taken off), per currency. Margin only over lines whose cost is known. From the month of the first order to that of the day of the figures every month has a row in the book's currency, also a month without orders; another currency has rows of months with orders only."
requirements: [M22]
fields: [book.activity.dormant_after_days, book.activity.lost_after_days, product.cost, relation.orders.date, relation.orders.lines.discount_amount, relation.orders.lines.discount_percent, relation.orders.lines.product, relation.orders.lines.quantity, relation.orders.lines.unit_cost, relation.orders.lines.unit_price, relation.orders.status]
key: [month, currency]
people: [relations]
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
WITH sold AS (
  SELECT
    CAST(DATE_TRUNC('month', date) AS DATE) AS month, currency,
    COUNT(CASE WHEN NOT returned THEN 1 END) AS orders,
    COUNT(DISTINCT CASE WHEN NOT returned THEN relation END) AS relations,
    CAST(SUM(amount_minor) AS BIGINT) AS turnover_minor,
    CAST(SUM(margin_minor) AS BIGINT) AS margin_minor,
    CAST(SUM(lines_without_cost) AS BIGINT) AS lines_without_cost
  FROM order_totals
  GROUP BY CAST(DATE_TRUNC('month', date) AS DATE), currency
),
-- The book's currency counts from its first month on. Returns alone give no month of customers, so those are added.
home AS (
  SELECT s.currency, MIN(s.month) AS first_month FROM sold s JOIN book b ON b.currency = s.currency GROUP BY s.currency
),
months AS (
  SELECT m.month, h.currency
  FROM (SELECT month FROM relations_by_month UNION SELECT month FROM sold) m JOIN home h ON h.first_month <= m.month
  UNION
  SELECT month, currency FROM sold
)
SELECT
  m.month,
  COALESCE(s.orders, 0) AS orders,
  COALESCE(s.relations, 0) AS relations,
  COALESCE(s.turnover_minor, 0) AS turnover_minor,
  CASE WHEN s.month IS NULL THEN 0 ELSE s.margin_minor END AS margin_minor,
  COALESCE(s.lines_without_cost, 0) AS lines_without_cost,
  m.currency
FROM months m
LEFT JOIN sold s ON s.month = m.month AND s.currency = m.currency
ORDER BY m.month NULLS FIRST, m.currency NULLS FIRST
