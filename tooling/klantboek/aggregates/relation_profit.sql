/*
title: {nl: Winst per relatie, en: Profit by relation}
answers:
  nl: Aan welke relaties verdienen we het meest?
  en: Which relations do we earn most on?
formula:
  nl: "Per relatie en valuta: omzet (retouren eraf) en marge over de regels waarvan de kostprijs bekend is, min de kosten van klachten in die valuta."
  en: "Per relation and currency: turnover (returns taken off) and margin over the lines whose cost is known, less the cost of complaints in that currency."
requirements: [M22, M40, M44]
fields: [book, product.cost, relation.complaints.cost, relation.complaints.on, relation.orders.date, relation.orders.lines.discount_amount, relation.orders.lines.discount_percent, relation.orders.lines.product, relation.orders.lines.quantity, relation.orders.lines.unit_cost, relation.orders.lines.unit_price, relation.orders.status]
key: [relation, currency]
columns:
  relation: {nl: Relatie, en: Relation, reference: relation}
  turnover_minor: {nl: Omzet, en: Turnover, unit: money}
  margin_minor: {nl: Marge, en: Margin, unit: money}
  complaint_cost_minor: {nl: Kosten van klachten, en: Cost of complaints, unit: money}
  profit_minor: {nl: Winst, en: Profit, unit: money}
  lines_without_cost: {nl: Regels zonder kostprijs, en: Lines without cost}
  currency: {nl: Valuta, en: Currency}
chart: {kind: spread, x: profit_minor}
*/
WITH sold AS (
  SELECT
    relation, currency,
    CAST(SUM(amount_minor) AS BIGINT) AS turnover_minor,
    CAST(SUM(margin_minor) AS BIGINT) AS margin_minor,
    CAST(SUM(lines_without_cost) AS BIGINT) AS lines_without_cost
  FROM order_totals
  GROUP BY relation, currency
),
complained AS (
  SELECT relation, currency, CAST(SUM(cost_minor) AS BIGINT) AS cost_minor
  FROM relations_complaints
  WHERE "on" <= $as_of AND cost_minor IS NOT NULL
  GROUP BY relation, currency
),
-- Who bought nothing can still cost something.
both_sides AS (
  SELECT
    COALESCE(s.relation, c.relation) AS relation,
    COALESCE(s.currency, c.currency) AS currency,
    COALESCE(s.turnover_minor, 0) AS turnover_minor,
    CASE WHEN s.relation IS NULL THEN 0 ELSE s.margin_minor END AS margin_minor,
    COALESCE(c.cost_minor, 0) AS complaint_cost_minor,
    COALESCE(s.lines_without_cost, 0) AS lines_without_cost
  FROM sold s FULL JOIN complained c ON c.relation = s.relation AND c.currency = s.currency
)
SELECT
  s.relation, s.turnover_minor, s.margin_minor, s.complaint_cost_minor,
  s.margin_minor - s.complaint_cost_minor AS profit_minor,
  s.lines_without_cost, s.currency
FROM both_sides s LEFT JOIN book b ON b.currency = s.currency
ORDER BY b.currency NULLS LAST, s.currency NULLS FIRST, profit_minor DESC NULLS LAST, s.relation NULLS FIRST
