/*
title: {nl: Effect van sparen, en: Effect of loyalty programmes}
answers:
  nl: Kopen deelnemers aan een spaarprogramma vaker opnieuw dan vergelijkbare relaties zonder?
  en: Do members of a loyalty programme buy again more often than comparable relations without one?
formula:
  nl: "Deelnemers die 365 dagen voor de peildatum al meededen en al hadden gekocht, naast relaties zonder programma van dezelfde soort (organisatie of persoon) met evenveel koopdagen tot dan (1, 2, of 3 en meer) als onder de deelnemers voorkomt. Opnieuw: een order in die 365 dagen. Koopdagen: gemiddelde in die 365 dagen. Verschil in procentpunten met 95%-interval (Newcombe). Dit is samenhang: wie meedoet, koos daar zelf voor."
  en: "Members who took part 365 days before the day of the figures and had bought by then, beside relations without a programme of the same kind (organisation or person) with as many purchase days until then (1, 2, or 3 and more) as occur among the members. Again: an order in those 365 days. Purchase days: the mean in those 365 days. Difference in percentage points with 95 % interval (Newcombe). This is association: who takes part chose to."
source: Newcombe 1998
requirements: [M31]
fields: [product, relation.kind, relation.loyalty.joined_on, relation.loyalty.left_on, relation.loyalty.programme, relation.orders.date, relation.orders.lines.product, relation.orders.lines.quantity, relation.orders.status]
key: [programme]
people: [members, again_with, others, again_without]
apart: [programme]
columns:
  programme: {nl: Programma, en: Programme}
  members: {nl: Deelnemers, en: Members}
  again_with: {nl: Kocht opnieuw, en: Bought again}
  rate_with: {nl: Aandeel met, en: Share with, unit: percent}
  days_with: {nl: Koopdagen met, en: Purchase days with}
  others: {nl: Vergelijkbaar zonder, en: Comparable without}
  again_without: {nl: Kocht opnieuw zonder, en: Bought again without}
  rate_without: {nl: Aandeel zonder, en: Share without, unit: percent}
  days_without: {nl: Koopdagen zonder, en: Purchase days without}
  effect: {nl: Verschil (procentpunten), en: Difference (percentage points), unit: points}
  effect_low: {nl: Verschil van, en: Difference from, unit: points}
  effect_high: {nl: Verschil tot, en: Difference to, unit: points}
chart: {kind: bar, x: programme, y: effect}
*/
WITH days AS (SELECT DISTINCT relation, date FROM order_totals WHERE NOT returned),
counted AS (
  SELECT
    d.relation, r.kind, r.loyalty_programme AS programme,
    LEAST(COUNT(CASE WHEN DATE_DIFF('day', d.date, $as_of) >= 365 THEN 1 END), 3) AS earlier,
    COUNT(CASE WHEN DATE_DIFF('day', d.date, $as_of) < 365 THEN 1 END) AS later,
    r.loyalty_programme IS NULL AS is_other,
    COALESCE(
      DATE_DIFF('day', r.loyalty_joined_on, $as_of) >= 365
      AND COALESCE(DATE_DIFF('day', r.loyalty_left_on, $as_of) < 365, TRUE), FALSE
    ) AS is_member
  FROM days d JOIN relations r ON r.id = d.relation
  GROUP BY d.relation, r.kind, r.loyalty_programme, r.loyalty_joined_on, r.loyalty_left_on
),
classes AS (
  SELECT DISTINCT programme, kind, earlier FROM counted WHERE is_member AND programme IS NOT NULL AND earlier > 0
),
judged AS (
  SELECT programme, TRUE AS has_it, later FROM counted WHERE is_member AND programme IS NOT NULL AND earlier > 0
  UNION ALL
  SELECT k.programme, FALSE, c.later
  FROM classes k JOIN counted c ON COALESCE(c.kind, '') = COALESCE(k.kind, '') AND c.earlier = k.earlier
  WHERE c.is_other
),
summed AS (
  SELECT
    programme,
    COUNT(CASE WHEN has_it THEN 1 END) AS members,
    COUNT(CASE WHEN has_it AND later > 0 THEN 1 END) AS again_with,
    CAST(SUM(CASE WHEN has_it THEN later ELSE 0 END) AS BIGINT) AS days_with,
    COUNT(CASE WHEN NOT has_it THEN 1 END) AS others,
    COUNT(CASE WHEN NOT has_it AND later > 0 THEN 1 END) AS again_without,
    CAST(SUM(CASE WHEN has_it THEN 0 ELSE later END) AS BIGINT) AS days_without
  FROM judged
  GROUP BY programme
)
SELECT
  programme, members, again_with,
  percent(again_with, members) AS rate_with,
  CAST((20 * days_with + members) // (2 * members) AS BIGINT) * 0.1 AS days_with,
  others, again_without,
  percent(again_without, others) AS rate_without,
  CASE WHEN others > 0 THEN CAST((20 * days_without + others) // (2 * others) AS BIGINT) * 0.1 END AS days_without,
  tenth(100 * (CAST(again_with AS DOUBLE) / NULLIF(members, 0) - CAST(again_without AS DOUBLE) / NULLIF(others, 0)))
    AS effect,
  tenth(100 * difference(again_with, members, again_without, others, -1)) AS effect_low,
  tenth(100 * difference(again_with, members, again_without, others, 1)) AS effect_high
FROM summed
ORDER BY programme NULLS FIRST
