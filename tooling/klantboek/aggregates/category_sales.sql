/*
title: {nl: Verkoop per productgroep, en: Sales by product category}
answers:
  nl: Welke productgroepen lopen het best, en waaraan verdienen we?
  en: Which product categories sell best, and which do we earn on?
formula:
  nl: "Per productgroep en valuta: orders, omzet (retouren eraf) en marge over de regels waarvan de kostprijs bekend is. Aandeel = omzet / omzet van alle groepen in die valuta."
  en: "Per product category and currency: orders, turnover (returns taken off) and margin over the lines whose cost is known. Share = turnover / turnover of all categories in that currency."
requirements: [M44]
fields: [book, product.category, product.cost, relation.orders.date, relation.orders.lines.discount_amount, relation.orders.lines.discount_percent, relation.orders.lines.product, relation.orders.lines.quantity, relation.orders.lines.unit_cost, relation.orders.lines.unit_price, relation.orders.status]
key: [category, currency]
people: [relations]
columns:
  category: {nl: Productgroep, en: Product category, reference: vocabulary/product-categories}
  relations: {nl: Relaties, en: Relations}
  orders: {nl: Orders, en: Orders}
  turnover_minor: {nl: Omzet, en: Turnover, unit: money}
  share: {nl: Aandeel, en: Share, unit: percent}
  margin_minor: {nl: Marge, en: Margin, unit: money}
  lines_without_cost: {nl: Regels zonder kostprijs, en: Lines without cost}
  currency: {nl: Valuta, en: Currency}
chart: {kind: bar, x: category, y: turnover_minor}
*/
WITH ordered AS (
  SELECT
    p.category, l.currency, l.relation, l.orders_position,
    BOOL_OR(NOT l.returned) AS bought,
    SUM(l.amount_minor) AS turnover_minor,
    SUM(CASE WHEN l.cost_minor IS NOT NULL THEN l.amount_minor - l.cost_minor END) AS margin_minor,
    COUNT(*) - COUNT(l.cost_minor) AS lines_without_cost
  FROM order_lines l LEFT JOIN products p ON p.id = l.product
  GROUP BY p.category, l.currency, l.relation, l.orders_position
),
summed AS (
  SELECT
    category, currency,
    COUNT(DISTINCT CASE WHEN bought THEN relation END) AS relations,
    COUNT(CASE WHEN bought THEN 1 END) AS orders,
    CAST(SUM(turnover_minor) AS BIGINT) AS turnover_minor,
    CAST(SUM(margin_minor) AS BIGINT) AS margin_minor,
    CAST(SUM(lines_without_cost) AS BIGINT) AS lines_without_cost
  FROM ordered
  GROUP BY category, currency
),
shared AS (
  SELECT *, CAST(SUM(turnover_minor) OVER (PARTITION BY currency) AS BIGINT) AS all_minor FROM summed
)
SELECT
  s.category, s.relations, s.orders, s.turnover_minor,
  CASE WHEN s.turnover_minor >= 0 THEN percent(s.turnover_minor, s.all_minor) END AS share,
  s.margin_minor, s.lines_without_cost, s.currency
FROM shared s LEFT JOIN book b ON b.currency = s.currency
ORDER BY b.currency NULLS LAST, s.currency NULLS FIRST, s.turnover_minor DESC NULLS LAST, s.category NULLS FIRST
