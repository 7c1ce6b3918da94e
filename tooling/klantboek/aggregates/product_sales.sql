/*
title: {nl: Verkoop per product, en: Sales by product}
answers:
  nl: Welke producten lopen het best, en waaraan verdienen we?
  en: Which products sell best, and which do we earn on?
formula:
  nl: "Per product en valuta: aantal, omzet (retouren eraf) en marge over de regels waarvan de kostprijs bekend is. Marge % = marge / omzet van die regels."
  en: "Per product and currency: quantity, turnover (returns taken off) and margin over the lines whose cost is known. Margin % = margin / turnover of those lines."
requirements: [M44]
fields: [product.cost, relation.orders.date, relation.orders.lines.discount_amount, relation.orders.lines.discount_percent, relation.orders.lines.product, relation.orders.lines.quantity, relation.orders.lines.unit_cost, relation.orders.lines.unit_price, relation.orders.status]
key: [product, currency]
columns:
  product: {nl: Product, en: Product, reference: product}
  relations: {nl: Relaties, en: Relations}
  orders: {nl: Orders, en: Orders}
  quantity: {nl: Aantal, en: Quantity}
  turnover_minor: {nl: Omzet, en: Turnover, unit: money}
  margin_minor: {nl: Marge, en: Margin, unit: money}
  margin_percent: {nl: Marge %, en: Margin %, unit: percent}
  lines_without_cost: {nl: Regels zonder kostprijs, en: Lines without cost}
  currency: {nl: Valuta, en: Currency}
  last_on: {nl: Laatste verkoop, en: Last sale}
chart: {kind: bar, x: product, y: turnover_minor}
*/
WITH ordered AS (
  SELECT
    product, currency, relation, orders_position,
    BOOL_OR(NOT returned) AS bought,
    MAX(CASE WHEN NOT returned THEN date END) AS last_on,
    SUM(quantity) AS quantity,
    SUM(amount_minor) AS turnover_minor,
    SUM(CASE WHEN cost_minor IS NOT NULL THEN amount_minor END) AS turnover_with_cost_minor,
    SUM(CASE WHEN cost_minor IS NOT NULL THEN amount_minor - cost_minor END) AS margin_minor,
    COUNT(*) - COUNT(cost_minor) AS lines_without_cost
  FROM order_lines
  GROUP BY product, currency, relation, orders_position
),
summed AS (
  SELECT
    product, currency,
    COUNT(DISTINCT CASE WHEN bought THEN relation END) AS relations,
    COUNT(CASE WHEN bought THEN 1 END) AS orders,
    CAST(SUM(quantity) AS DECIMAL(18,6)) AS quantity,
    CAST(SUM(turnover_minor) AS BIGINT) AS turnover_minor,
    CAST(SUM(turnover_with_cost_minor) AS BIGINT) AS turnover_with_cost_minor,
    CAST(SUM(margin_minor) AS BIGINT) AS margin_minor,
    CAST(SUM(lines_without_cost) AS BIGINT) AS lines_without_cost,
    MAX(last_on) AS last_on
  FROM ordered
  GROUP BY product, currency
)
SELECT
  product, relations, orders, quantity, turnover_minor, margin_minor,
  CASE WHEN turnover_with_cost_minor > 0
    THEN tenth(100 * CAST(margin_minor AS DOUBLE) / turnover_with_cost_minor)
  END AS margin_percent,
  lines_without_cost, currency, last_on
FROM summed
ORDER BY turnover_minor DESC NULLS LAST, product NULLS FIRST, currency NULLS FIRST
