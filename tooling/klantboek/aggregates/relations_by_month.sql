/*
title: {nl: Klanten per maand, en: Customers by month}
answers:
  nl: Hoeveel klanten kwamen er elke maand bij, hoeveel gingen er verloren, en hoeveel waren er actief?
  en: How many customers came each month, how many were lost, and how many were active?
formula:
  nl: "Van de maand van de eerste order tot die van de peildatum; elke maand heeft een regel. Nieuw: de eerste order. Verloren: de dag na het aantal dagen zonder order dat het boek bij verloren noemt. Terug: een order na die dag. Actief: aan het einde van de maand (of op de peildatum) een order binnen het aantal dagen dat het boek bij slapend noemt. Retouren zijn geen orders."
  en: "From the month of the first order to that of the day of the figures; every month has a row. New: the first order. Lost: the day after the number of days without an order that the book gives for lost. Won back: an order after that day. Active: at the end of the month (or on the day of the figures) an order within the number of days that the book gives for dormant. Returns are no orders."
requirements: [M39, M43]
fields: [book.activity.dormant_after_days, book.activity.lost_after_days, product, relation.orders.date, relation.orders.lines.product, relation.orders.lines.quantity, relation.orders.status]
key: [month]
people: [active, buyers, new_relations, won_back, lost]
columns:
  month: {nl: Maand, en: Month}
  new_relations: {nl: Nieuw, en: New}
  won_back: {nl: Terug, en: Won back}
  lost: {nl: Verloren, en: Lost}
  buyers: {nl: Kopers, en: Buyers}
  active: {nl: Actief, en: Active}
chart: [{kind: line, x: month, y: active}, {kind: parts, x: month, up: [new_relations, won_back], down: [lost]}]
*/
WITH days AS (
  SELECT DISTINCT relation, date FROM order_totals WHERE NOT returned
),
spaced AS (
  SELECT
    d.relation, d.date,
    LAG(d.date) OVER (PARTITION BY d.relation ORDER BY d.date NULLS FIRST) AS came_before,
    LEAD(d.date) OVER (PARTITION BY d.relation ORDER BY d.date NULLS FIRST) AS comes_next,
    b.activity_dormant_after_days AS dormant_after, b.activity_lost_after_days AS lost_after
  FROM days d CROSS JOIN book b
),
events AS (
  SELECT date AS "on", 'new' AS kind FROM spaced WHERE came_before IS NULL
  UNION ALL
  SELECT date, 'won_back' FROM spaced WHERE DATE_DIFF('day', came_before, date) > lost_after
  UNION ALL
  SELECT CAST(date + (lost_after + 1) * INTERVAL '1' DAY AS DATE), 'lost'
  FROM spaced
  WHERE comes_next IS NULL OR DATE_DIFF('day', date, comes_next) > lost_after
  UNION ALL
  SELECT date, 'wakes' FROM spaced WHERE came_before IS NULL OR DATE_DIFF('day', came_before, date) > dormant_after
  UNION ALL
  SELECT CAST(date + (dormant_after + 1) * INTERVAL '1' DAY AS DATE), 'sleeps'
  FROM spaced
  WHERE comes_next IS NULL OR DATE_DIFF('day', date, comes_next) > dormant_after
),
happened AS (
  SELECT CAST(DATE_TRUNC('month', "on") AS DATE) AS month, kind FROM events WHERE "on" <= $as_of
),
counted AS (
  SELECT
    month,
    COUNT(CASE WHEN kind = 'new' THEN 1 END) AS new_relations,
    COUNT(CASE WHEN kind = 'won_back' THEN 1 END) AS won_back,
    COUNT(CASE WHEN kind = 'lost' THEN 1 END) AS lost,
    COUNT(CASE WHEN kind = 'wakes' THEN 1 END) - COUNT(CASE WHEN kind = 'sleeps' THEN 1 END) AS waking
  FROM happened
  GROUP BY month
),
bought AS (
  SELECT CAST(DATE_TRUNC('month', date) AS DATE) AS month, COUNT(DISTINCT relation) AS buyers
  FROM days
  GROUP BY CAST(DATE_TRUNC('month', date) AS DATE)
),
digits AS (
  SELECT * FROM (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) AS listed(digit)
),
numbers AS (
  SELECT 1000 * k.digit + 100 * h.digit + 10 * t.digit + u.digit AS number
  FROM digits k CROSS JOIN digits h CROSS JOIN digits t CROSS JOIN digits u
),
reach AS (SELECT CAST(DATE_TRUNC('month', MIN(date)) AS DATE) AS first_month FROM days),
months AS (
  SELECT CAST(r.first_month + n.number * INTERVAL '1' MONTH AS DATE) AS month
  FROM reach r CROSS JOIN numbers n
  WHERE r.first_month + n.number * INTERVAL '1' MONTH <= $as_of
)
SELECT
  m.month,
  COALESCE(c.new_relations, 0) AS new_relations,
  CASE WHEN k.activity_lost_after_days IS NOT NULL THEN COALESCE(c.won_back, 0) END AS won_back,
  CASE WHEN k.activity_lost_after_days IS NOT NULL THEN COALESCE(c.lost, 0) END AS lost,
  COALESCE(b.buyers, 0) AS buyers,
  CASE WHEN k.activity_dormant_after_days IS NOT NULL
    THEN CAST(SUM(COALESCE(c.waking, 0)) OVER (ORDER BY m.month NULLS FIRST) AS BIGINT)
  END AS active
FROM months m
CROSS JOIN book k
LEFT JOIN counted c ON c.month = m.month
LEFT JOIN bought b ON b.month = m.month
ORDER BY m.month NULLS FIRST
