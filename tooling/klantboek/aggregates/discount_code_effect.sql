/*
title: {nl: Effect van kortingscodes, en: Effect of discount codes}
answers:
  nl: Kochten relaties die een kortingscode gebruikten daarna vaker opnieuw dan vergelijkbare relaties zonder?
  en: Did relations that used a discount code buy again more often than comparable relations without it?
formula:
  nl: "Opnieuw: een koopdag binnen 180 dagen; alleen wie die 180 dagen op de peildatum heeft gehad. Samenhang: wie de code gebruikte, vanaf dat gebruik, naast wie in dezelfde periode kocht zonder die code, vanaf de eerste koopdag daarin, met evenveel eerdere koopdagen (0, 1, 2, of 3 en meer) als onder de gebruikers voorkomt. Controlegroep: wie de campagne van de code ontving naast haar controlegroep, vanaf de eerste dag van de code; alleen dat laat zien wat de code deed, en waar het kan, staat dat er. Verschil in procentpunten met 95%-interval (Newcombe)."
  en: "Again: a purchase day within 180 days; only who has had those 180 days by the day of the figures. Association: who used the code, from that use on, beside who bought in the same period without it, from the first purchase day in it on, with as many earlier purchase days (0, 1, 2, or 3 and more) as occur among the users. Control group: who received the campaign of the code beside its control group, from the first day of the code on; only that shows what the code did, and where it can be had it stands here. Difference in percentage points with 95 % interval (Newcombe)."
source: Newcombe 1998
requirements: [M31]
fields: [campaign.discount_codes.code, campaign.discount_codes.from, product, relation.campaign_responses.campaign, relation.campaign_responses.control, relation.campaign_responses.delivered, relation.campaign_responses.sent_on, relation.orders.date, relation.orders.discount_code, relation.orders.lines.product, relation.orders.lines.quantity, relation.orders.status]
key: [code]
people: [with_it, again_with, without_it, again_without]
columns:
  code: {nl: Code, en: Code}
  campaign: {nl: Campagne, en: Campaign, reference: campaign}
  evidence:
    nl: Bewijs
    en: Evidence
    choices:
      association: {nl: samenhang, en: association}
      control_group: {nl: controlegroep, en: control group}
  with_it: {nl: Met de code, en: With the code}
  again_with: {nl: Kocht opnieuw, en: Bought again}
  rate_with: {nl: Aandeel met, en: Share with, unit: percent}
  without_it: {nl: Vergelijkbaar zonder, en: Comparable without}
  again_without: {nl: Kocht opnieuw zonder, en: Bought again without}
  rate_without: {nl: Aandeel zonder, en: Share without, unit: percent}
  effect: {nl: Verschil (procentpunten), en: Difference (percentage points), unit: points}
  effect_low: {nl: Verschil van, en: Difference from, unit: points}
  effect_high: {nl: Verschil tot, en: Difference to, unit: points}
chart: {kind: bar, x: code, y: effect}
*/
WITH days AS (SELECT DISTINCT relation, date FROM order_totals WHERE NOT returned),
spaced AS (
  SELECT
    relation, date,
    LEAST(ROW_NUMBER() OVER (PARTITION BY relation ORDER BY date NULLS FIRST) - 1, 3) AS earlier,
    LEAD(date) OVER (PARTITION BY relation ORDER BY date NULLS FIRST) AS comes_next
  FROM days
),
used AS (
  SELECT t.discount_code AS code, t.relation, MIN(t.date) AS date, MAX(t.date) AS last_date
  FROM order_totals t
  WHERE t.discount_code IS NOT NULL AND NOT t.returned
  GROUP BY t.discount_code, t.relation
),
periods AS (SELECT code, MIN(date) AS first_date, MAX(last_date) AS last_date FROM used GROUP BY code),
bought_then AS (
  SELECT p.code, d.relation, MIN(d.date) AS date
  FROM periods p JOIN days d ON d.date >= p.first_date AND d.date <= p.last_date
  GROUP BY p.code, d.relation
),
starts AS (
  SELECT code, relation, date, TRUE AS has_it FROM used
  UNION ALL
  SELECT b.code, b.relation, b.date, FALSE AS has_it
  FROM bought_then b LEFT JOIN used u ON u.code = b.code AND u.relation = b.relation
  WHERE u.relation IS NULL
),
followed AS (
  SELECT
    s.code, s.relation, s.has_it, d.earlier,
    COALESCE(DATE_DIFF('day', d.date, d.comes_next) <= 180, FALSE) AS again
  FROM starts s JOIN spaced d ON d.relation = s.relation AND d.date = s.date
  WHERE DATE_DIFF('day', s.date, $as_of) >= 180
),
classes AS (SELECT DISTINCT code, earlier FROM followed WHERE has_it),
campaign_of AS (
  SELECT
    code, campaign, "from" AS from_on,
    ROW_NUMBER() OVER (PARTITION BY code ORDER BY campaign NULLS FIRST, discount_codes_position NULLS FIRST) AS place
  FROM campaigns_discount_codes
),
approached AS (
  SELECT
    campaign, relation,
    BOOL_OR(COALESCE(control, FALSE)) AS control,
    BOOL_OR(COALESCE(delivered, sent_on IS NOT NULL)) AS delivered
  FROM relations_campaign_responses
  GROUP BY campaign, relation
),
bought_after AS (
  SELECT DISTINCT k.code, d.relation
  FROM campaign_of k JOIN days d
    ON d.date >= k.from_on AND DATE_DIFF('day', k.from_on, d.date) <= 180
  WHERE k.place = 1
),
judged AS (
  SELECT f.code, 'association' AS evidence, f.has_it, f.again
  FROM followed f JOIN classes c ON c.code = f.code AND c.earlier = f.earlier
  UNION ALL
  SELECT k.code, 'control_group', NOT a.control, b.relation IS NOT NULL
  FROM campaign_of k
  JOIN approached a ON a.campaign = k.campaign
  LEFT JOIN bought_after b ON b.code = k.code AND b.relation = a.relation
  WHERE k.place = 1 AND (a.control OR a.delivered) AND DATE_DIFF('day', k.from_on, $as_of) >= 180
),
counted AS (
  SELECT
    code, evidence,
    COUNT(CASE WHEN has_it THEN 1 END) AS with_it,
    COUNT(CASE WHEN has_it AND again THEN 1 END) AS again_with,
    COUNT(CASE WHEN NOT has_it THEN 1 END) AS without_it,
    COUNT(CASE WHEN NOT has_it AND again THEN 1 END) AS again_without
  FROM judged
  GROUP BY code, evidence
),
chosen AS (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY code ORDER BY evidence DESC NULLS LAST) AS place
  FROM counted
  WHERE with_it > 0 AND (evidence = 'association' OR without_it > 0)
)
SELECT
  c.code, k.campaign, c.evidence, c.with_it, c.again_with,
  percent(c.again_with, c.with_it) AS rate_with,
  c.without_it, c.again_without,
  percent(c.again_without, c.without_it) AS rate_without,
  tenth(100 * (CAST(c.again_with AS DOUBLE) / NULLIF(c.with_it, 0) - CAST(c.again_without AS DOUBLE) / NULLIF(c.without_it, 0)))
    AS effect,
  tenth(100 * difference(c.again_with, c.with_it, c.again_without, c.without_it, -1)) AS effect_low,
  tenth(100 * difference(c.again_with, c.with_it, c.again_without, c.without_it, 1)) AS effect_high
FROM chosen c LEFT JOIN campaign_of k ON k.code = c.code AND k.place = 1
WHERE c.place = 1
ORDER BY c.code NULLS FIRST
