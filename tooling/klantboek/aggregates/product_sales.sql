/*
title: {nl: Verkoop per product, en: Sales by product}
answers:
  nl: Welke producten lopen het best, en waaraan verdienen we?
  en: Which products sell best, and which do we earn on?
formula:
  nl: "Per product en valuta: aantal, omzet (retouren eraf) en marge over de regels waarvan de kostprijs bekend is. Marge % = marge / omzet van die regels. Winst = marge − kosten van klachten over het product in die valuta."
  en: "Per product and currency: quantity, turnover (returns taken off) and margin over the lines whose cost is known. Margin % = margin / turnover of those lines. Profit = margin − cost of complaints about the product in that currency."
requirements: [M44]
fields: [book, product.cost, relation.complaints.cost, relation.complaints.on, relation.complaints.product, relation.orders.date, relation.orders.lines.discount_amount, relation.orders.lines.discount_percent, relation.orders.lines.product, relation.orders.lines.quantity, relation.orders.lines.unit_cost, relation.orders.lines.unit_price, relation.orders.status]
key: [product, currency]
people: [relations]
columns:
  product: {nl: Product, en: Product, reference: product}
  relations: {nl: Relaties, en: Relations}
  orders: {nl: Orders, en: Orders}
  quantity: {nl: Aantal, en: Quantity}
  turnover_minor: {nl: Omzet, en: Turnover, unit: money}
  margin_minor: {nl: Marge, en: Margin, unit: money}
  margin_percent: {nl: Marge %, en: Margin %, unit: percent}
  complaint_cost_minor: {nl: Kosten van klachten, en: Cost of complaints, unit: money}
  profit_minor: {nl: Winst, en: Profit, unit: money}
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
),
complained AS (
  SELECT product, currency, CAST(SUM(cost_minor) AS BIGINT) AS cost_minor
  FROM relations_complaints
  WHERE "on" <= $as_of AND cost_minor IS NOT NULL
  GROUP BY product, currency
)
SELECT
  s.product, s.relations, s.orders, s.quantity, s.turnover_minor, s.margin_minor,
  CASE WHEN s.turnover_with_cost_minor > 0
    THEN tenth(100 * CAST(s.margin_minor AS DOUBLE) / s.turnover_with_cost_minor)
  END AS margin_percent,
  COALESCE(c.cost_minor, 0) AS complaint_cost_minor,
  s.margin_minor - COALESCE(c.cost_minor, 0) AS profit_minor,
  s.lines_without_cost, s.currency, s.last_on
FROM summed s
LEFT JOIN complained c ON c.product = s.product AND c.currency = s.currency
LEFT JOIN book b ON b.currency = s.currency
ORDER BY b.currency NULLS LAST, s.currency NULLS FIRST, s.turnover_minor DESC NULLS LAST, s.product NULLS FIRST
