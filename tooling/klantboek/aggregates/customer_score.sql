/*
title: {nl: Klantscore, en: Customer score}
answers:
  nl: Hoe waardevol is elke klant naar de criteria en gewichten van het boek?
  en: How valuable is each customer by the criteria and weights of the book?
formula:
  nl: "Som van de bijdragen van de criteria: 0 is op elk criterium de laagste, 100 op elk de hoogste. Plaats 1 is de hoogste score; gelijke scores delen een plaats. Bij de beste = plaats / relaties met een score, naar boven afgerond op stappen van 5 %. Bekend gewicht: het deel van de gewichten waarvoor de relatie een waarde heeft. Alleen relaties die ooit kochten; zonder criteria in het boek is er geen score."
  en: "The sum of the contributions of the criteria: 0 is the lowest on every criterion, 100 the highest on every one. Place 1 is the highest score; equal scores share a place. In the top = place / relations with a score, rounded up to steps of 5 %. Known weight: the part of the weights for which the relation has a value. Only relations that ever bought; without criteria in the book there is no score."
requirements: [M41]
fields: [book.score.criteria.measure, book.score.criteria.weight, product.cost, relation.campaign_responses.campaign, relation.campaign_responses.control, relation.campaign_responses.delivered, relation.campaign_responses.responded_on, relation.campaign_responses.response, relation.campaign_responses.sent_on, relation.classification.satisfaction.on, relation.classification.satisfaction.score, relation.complaints.cost, relation.complaints.on, relation.orders.date, relation.orders.invoices.amount, relation.orders.invoices.credit_for, relation.orders.invoices.date, relation.orders.invoices.due, relation.orders.invoices.number, relation.orders.invoices.payments.amount, relation.orders.invoices.payments.on, relation.orders.invoices.reminders.on, relation.orders.lines.discount_amount, relation.orders.lines.discount_percent, relation.orders.lines.product, relation.orders.lines.quantity, relation.orders.lines.unit_cost, relation.orders.lines.unit_price, relation.orders.status]
key: [relation]
columns:
  relation: {nl: Relatie, en: Relation, reference: relation}
  score: {nl: Score, en: Score, unit: points, relation_page: whole}
  place: {nl: Plaats, en: Place, relation_page: never}
  top_percent: {nl: Bij de beste, en: In the top, unit: percent}
  criteria: {nl: Criteria, en: Criteria}
  missing: {nl: Ontbrekend, en: Missing}
  known_weight: {nl: Bekend gewicht, en: Known weight, unit: percent}
chart: {kind: spread, x: score}
*/
WITH summed AS (
  SELECT
    relation,
    CAST(SUM(contribution) AS DECIMAL(21,1)) AS score,
    COUNT(*) AS criteria,
    COUNT(CASE WHEN missing THEN 1 END) AS missing,
    CAST(SUM(CASE WHEN missing THEN 0 ELSE CAST(FLOOR(ABS(weight) * 1000 + 0.5) AS BIGINT) END) AS BIGINT) AS known,
    CAST(SUM(CAST(FLOOR(ABS(weight) * 1000 + 0.5) AS BIGINT)) AS BIGINT) AS whole
  FROM score_criteria
  GROUP BY relation
),
ranked AS (
  SELECT
    *,
    CASE WHEN score IS NOT NULL THEN RANK() OVER (ORDER BY score DESC NULLS LAST) END AS place,
    COUNT(score) OVER () AS scored
  FROM summed
)
SELECT
  relation, score, place,
  5 * ((20 * place + scored - 1) // NULLIF(scored, 0)) AS top_percent,
  criteria, missing, percent(known, whole) AS known_weight
FROM ranked
ORDER BY score DESC NULLS LAST, relation NULLS FIRST
