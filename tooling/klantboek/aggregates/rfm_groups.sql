/*
title: {nl: RFM-groepen, en: RFM groups}
answers:
  nl: Hoeveel klanten zijn de beste, trouw, lopen gevaar of zijn weggezakt, en hoeveel omzet hangt daaraan?
  en: How many customers are best, loyal, at risk or faded, and how much turnover depends on them?
formula:
  nl: "De groepen van RFM, met hun relaties en hun omzet in de valuta van het boek (retouren eraf). Onder 25 relaties zijn er geen groepen."
  en: "The groups of RFM, with their relations and their turnover in the book's currency (returns taken off). Below 25 relations there are no groups."
source: Hughes 1994
requirements: [M42]
fields: [book, product, relation.orders.date, relation.orders.lines.discount_amount, relation.orders.lines.discount_percent, relation.orders.lines.product, relation.orders.lines.quantity, relation.orders.lines.unit_price, relation.orders.status]
key: [rfm_group]
people: [relations]
columns:
  rfm_group: {like: rfm.rfm_group}
  relations: {nl: Relaties, en: Relations}
  share_of_relations: {nl: Aandeel relaties, en: Share of relations, unit: percent}
  turnover_minor: {nl: Omzet, en: Turnover, unit: money}
  share_of_turnover: {nl: Aandeel omzet, en: Share of turnover, unit: percent}
  average_days_since: {nl: Gemiddeld dagen geleden, en: Average days ago, unit: days}
  currency: {nl: Valuta, en: Currency}
chart: {kind: bar, x: rfm_group, y: relations}
*/
WITH counted AS (
  SELECT
    rfm_group, COUNT(*) AS relations, CAST(SUM(turnover_minor) AS BIGINT) AS turnover_minor,
    CAST(SUM(days_since) AS BIGINT) AS days, MIN(currency) AS currency
  FROM rfm
  WHERE rfm_group IS NOT NULL
  GROUP BY rfm_group
),
shared AS (
  SELECT
    *,
    CAST(SUM(relations) OVER () AS BIGINT) AS all_relations,
    CAST(SUM(turnover_minor) OVER () AS BIGINT) AS all_minor
  FROM counted
)
SELECT
  rfm_group, relations, percent(relations, all_relations) AS share_of_relations,
  turnover_minor,
  CASE WHEN turnover_minor >= 0 THEN percent(turnover_minor, all_minor) END AS share_of_turnover,
  CAST((20 * days + relations) // (2 * relations) AS BIGINT) * 0.1 AS average_days_since,
  currency
FROM shared
ORDER BY turnover_minor DESC NULLS LAST, rfm_group NULLS FIRST
