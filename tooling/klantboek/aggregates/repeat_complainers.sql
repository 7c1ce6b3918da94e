/*
title: {nl: Wie klaagt, en: Who complains}
answers:
  nl: Welke relaties klaagden, hoe vaak voor het aantal orders dat zij plaatsten, en wie al meer dan eens?
  en: Which relations complained, how often for the number of orders they placed, and who more than once?
formula:
  nl: "Klachten per relatie tot en met de peildatum. Per 100 orders: van haar eigen orders, retouren niet meegeteld. Opnieuw: ten minste twee klachten."
  en: "Complaints by relation up to the day of the figures. Per 100 orders: of its own orders, returns not counted. Again: at least two complaints."
requirements: [M28]
fields: [book, product, relation.complaints.on, relation.complaints.resolved_on, relation.complaints.status, relation.orders.date, relation.orders.lines.product, relation.orders.lines.quantity, relation.orders.status]
key: [relation]
alone: true
columns:
  relation: {nl: Relatie, en: Relation, reference: relation}
  received: {nl: Klachten, en: Complaints}
  again: {nl: Opnieuw, en: Again}
  still_open: {nl: Open, en: Open}
  orders: {nl: Orders, en: Orders}
  per_100_orders: {nl: Per 100 orders, en: Per 100 orders}
  last_complaint_on: {nl: Laatste klacht, en: Last complaint}
chart: {kind: count, x: received}
*/
WITH made AS (
  SELECT
    relation,
    COUNT(*) AS received,
    COUNT(CASE WHEN status IN ('open', 'in_progress') OR resolved_on > $as_of THEN 1 END) AS still_open,
    MAX("on") AS last_complaint_on
  FROM relations_complaints
  WHERE "on" <= $as_of
  GROUP BY relation
)
SELECT
  m.relation, m.received, m.received >= 2 AS again, m.still_open,
  COALESCE(a.orders, 0) AS orders,
  percent(m.received, a.orders) AS per_100_orders,
  m.last_complaint_on
FROM made m LEFT JOIN relation_activity a ON a.relation = m.relation
ORDER BY m.received DESC NULLS LAST, m.relation NULLS FIRST
