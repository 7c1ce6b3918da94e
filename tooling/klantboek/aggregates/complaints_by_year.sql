/*
title: {nl: Klachten per jaar, en: Complaints by year}
answers:
  nl: Klagen klanten vaker of minder vaak, hoe snel lossen we het op, en wie klaagt er opnieuw?
  en: Do customers complain more or less often, how fast do we resolve it, and who complains again?
formula:
  nl: "Naar de dag van de klacht. Per 100 orders: van de orders van dat jaar, retouren niet meegeteld. Dagen tot oplossing: mediaan van de klachten met een datum van oplossing. Klaagt opnieuw: relaties voor wie een klacht in dat jaar niet hun eerste was; aandeel van de relaties met een klacht in dat jaar, met 95%-interval (Wilson)."
  en: "By the day of the complaint. Per 100 orders: of the orders of that year, returns not counted. Days to resolve: the median over complaints with a date of resolution. Complains again: relations for whom a complaint in that year was not their first; share of the relations with a complaint in that year, with 95 % interval (Wilson)."
source: Wilson 1927
requirements: [M28]
fields: [product, relation.complaints.on, relation.complaints.resolved_on, relation.complaints.status, relation.orders.date, relation.orders.lines.product, relation.orders.lines.quantity, relation.orders.status]
key: [year]
people: [complainers, repeat_complainers]
columns:
  year: {nl: Jaar, en: Year}
  received: {nl: Klachten, en: Complaints}
  orders: {nl: Orders, en: Orders}
  per_100_orders: {nl: Per 100 orders, en: Per 100 orders}
  median_days: {nl: Dagen tot oplossing, en: Days to resolve, unit: days}
  still_open: {nl: Nog open, en: Still open}
  complainers: {nl: Klagers, en: Complainers}
  repeat_complainers: {nl: Klaagt opnieuw, en: Complains again}
  repeat_share: {nl: Aandeel opnieuw, en: Share again, unit: percent}
  repeat_low: {nl: Aandeel opnieuw van, en: Share again from, unit: percent}
  repeat_high: {nl: Aandeel opnieuw tot, en: Share again to, unit: percent}
chart: {kind: bar, x: year, y: per_100_orders}
*/
WITH made AS (
  SELECT
    relation, CAST(EXTRACT(YEAR FROM "on") AS BIGINT) AS year,
    status IN ('open', 'in_progress') OR resolved_on > $as_of AS is_open,
    CASE WHEN resolved_on <= $as_of THEN DATE_DIFF('day', "on", resolved_on) END AS days,
    ROW_NUMBER() OVER (PARTITION BY relation ORDER BY "on" NULLS FIRST, complaints_position NULLS FIRST) AS which
  FROM relations_complaints
  WHERE "on" <= $as_of
),
counted AS (
  SELECT
    year,
    COUNT(*) AS received,
    COUNT(CASE WHEN is_open THEN 1 END) AS still_open,
    COUNT(DISTINCT relation) AS complainers,
    COUNT(DISTINCT CASE WHEN which > 1 THEN relation END) AS repeat_complainers
  FROM made
  GROUP BY year
),
numbered AS (
  SELECT
    year, days,
    ROW_NUMBER() OVER (PARTITION BY year ORDER BY days NULLS LAST) AS place,
    COUNT(*) OVER (PARTITION BY year) AS size
  FROM made
  WHERE days IS NOT NULL
),
middle AS (
  SELECT year, CAST(SUM(days) * 10 // COUNT(*) AS BIGINT) * 0.1 AS median_days
  FROM numbered
  WHERE place IN ((size + 1) // 2, size // 2 + 1)
  GROUP BY year
),
bought AS (
  SELECT CAST(EXTRACT(YEAR FROM date) AS BIGINT) AS year, COUNT(CASE WHEN NOT returned THEN 1 END) AS orders
  FROM order_totals
  GROUP BY CAST(EXTRACT(YEAR FROM date) AS BIGINT)
),
years AS (
  SELECT year FROM counted
  UNION
  SELECT year FROM bought
)
SELECT
  y.year,
  COALESCE(c.received, 0) AS received,
  COALESCE(b.orders, 0) AS orders,
  percent(COALESCE(c.received, 0), b.orders) AS per_100_orders,
  m.median_days,
  COALESCE(c.still_open, 0) AS still_open,
  COALESCE(c.complainers, 0) AS complainers,
  COALESCE(c.repeat_complainers, 0) AS repeat_complainers,
  percent(c.repeat_complainers, c.complainers) AS repeat_share,
  share_low(c.repeat_complainers, c.complainers) AS repeat_low,
  share_high(c.repeat_complainers, c.complainers) AS repeat_high
FROM years y
LEFT JOIN counted c ON c.year = y.year
LEFT JOIN bought b ON b.year = y.year
LEFT JOIN middle m ON m.year = y.year
ORDER BY y.year NULLS FIRST
