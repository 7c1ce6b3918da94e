/*
title: {nl: Uit bulkbestanden, en: From ledgers}
answers:
  nl: Hoeveel orders en websitebezoeken van een relatie staan in bulkbestanden en niet in haar dossier?
  en: How many orders and web visits of a relation stand in ledgers and not in its record?
formula:
  nl: "Orders en bezoeken uit de bestanden in ledgers/, tot en met de peildatum: aantal, omzet per valuta (retouren eraf) en de laatste dag. Een order die ook in het dossier staat telt daar, en hier niet. Bezoeken staan bij de valuta van het boek."
  en: "Orders and visits of the files in ledgers/, up to the day of the figures: how many, turnover per currency (returns taken off), and the last day. An order that stands in the record too counts there, and not here. Visits stand with the book's currency."
requirements: [M39]
fields: [book, product, relation.orders.date, relation.orders.lines.discount_amount, relation.orders.lines.discount_percent, relation.orders.lines.product, relation.orders.lines.quantity, relation.orders.lines.unit_price, relation.orders.status, relation.web_visits.on]
key: [relation, currency]
columns:
  relation: {nl: Relatie, en: Relation, reference: relation}
  orders: {nl: Orders, en: Orders}
  turnover_minor: {nl: Omzet, en: Turnover, unit: money}
  last_order_on: {nl: Laatste order, en: Last order}
  visits: {nl: Websitebezoeken, en: Web visits}
  last_visit_on: {nl: Laatste bezoek, en: Last visit}
  currency: {nl: Valuta, en: Currency}
*/
-- Positions beyond a million are those of ledgers.
WITH sold AS (
  SELECT
    relation, currency, COUNT(*) AS orders, CAST(SUM(amount_minor) AS BIGINT) AS turnover_minor,
    MAX(date) AS last_order_on
  FROM order_totals
  WHERE orders_position > 1000000
  GROUP BY relation, currency
),
seen AS (
  SELECT relation, COUNT(*) AS visits, MAX("on") AS last_visit_on
  FROM relations_web_visits
  WHERE web_visits_position > 1000000 AND "on" <= $as_of
  GROUP BY relation
),
named AS (
  SELECT relation, currency FROM sold
  UNION
  SELECT s.relation, b.currency FROM seen s CROSS JOIN book b
)
SELECT
  n.relation,
  COALESCE(s.orders, 0) AS orders,
  COALESCE(s.turnover_minor, 0) AS turnover_minor,
  s.last_order_on,
  COALESCE(v.visits, 0) AS visits,
  v.last_visit_on,
  n.currency
FROM named n
CROSS JOIN book b
LEFT JOIN sold s ON s.relation = n.relation AND s.currency = n.currency
LEFT JOIN seen v ON v.relation = n.relation AND b.currency = n.currency
ORDER BY n.relation NULLS FIRST, n.currency NULLS FIRST
