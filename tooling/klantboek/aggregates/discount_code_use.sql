/*
title: {nl: Gebruik van kortingscodes, en: Use of discount codes}
answers:
  nl: Hoeveel leverde elke kortingscode op, en hoe verloopt dat in de tijd?
  en: What did each discount code bring in, and how does that go over time?
formula:
  nl: "Orders met de code per maand van de orderdatum en valuta, retouren eraf. Eerste aankoop: de code stond op de eerste order van de relatie. Dit is samenhang; of de code de oorzaak was, zegt alleen een controlegroep."
  en: "Orders with the code per month of the order date and currency, returns taken off. First purchase: the code was on the first order of the relation. This is association; only a control group can tell whether the code was the cause."
requirements: [M31]
fields: [campaign.discount_codes.code, product, relation.orders.date, relation.orders.discount_code, relation.orders.lines.discount_amount, relation.orders.lines.discount_percent, relation.orders.lines.product, relation.orders.lines.quantity, relation.orders.lines.unit_price, relation.orders.status]
key: [code, month, currency]
people: [relations, first_purchases]
columns:
  code: {nl: Code, en: Code}
  campaign: {nl: Campagne, en: Campaign, reference: campaign}
  month: {nl: Maand, en: Month}
  orders: {nl: Orders, en: Orders}
  relations: {nl: Relaties, en: Relations}
  first_purchases: {nl: Eerste aankopen, en: First purchases}
  turnover_minor: {nl: Omzet, en: Turnover, unit: money}
  currency: {nl: Valuta, en: Currency}
chart: {kind: heat, x: code, y: month, of: turnover_minor}
*/
WITH firsts AS (
  SELECT relation, MIN(date) AS first_on FROM order_totals WHERE NOT returned GROUP BY relation
),
campaign_of AS (
  SELECT code, MIN(campaign) AS campaign FROM campaigns_discount_codes GROUP BY code
)
SELECT
  t.discount_code AS code,
  MIN(k.campaign) AS campaign,
  CAST(DATE_TRUNC('month', t.date) AS DATE) AS month,
  COUNT(CASE WHEN NOT t.returned THEN 1 END) AS orders,
  COUNT(DISTINCT CASE WHEN NOT t.returned THEN t.relation END) AS relations,
  COUNT(DISTINCT CASE WHEN NOT t.returned AND t.date = f.first_on THEN t.relation END) AS first_purchases,
  CAST(SUM(t.amount_minor) AS BIGINT) AS turnover_minor,
  t.currency
FROM order_totals t
LEFT JOIN firsts f ON f.relation = t.relation
LEFT JOIN campaign_of k ON k.code = t.discount_code
WHERE t.discount_code IS NOT NULL
GROUP BY t.discount_code, CAST(DATE_TRUNC('month', t.date) AS DATE), t.currency
ORDER BY code NULLS FIRST, month NULLS FIRST, currency NULLS FIRST
