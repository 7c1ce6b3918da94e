/*
title: {nl: Opbouw van de klantscore, en: Make-up of the customer score}
answers:
  nl: Wat droeg elk criterium van het boek bij aan de score van een relatie, en wat ontbreekt er?
  en: What did each criterion of the book add to the score of a relation, and what is missing?
formula:
  nl: "Stand = (plaats van onderen − 1) / (relaties met een waarde − 1) onder alle kopers; gelijke waarden delen de laagste plaats; wie alleen is, krijgt 0. Achterstallig bedrag en dagen sinds de laatste order tellen omgekeerd, en elk ander criterium met een negatief gewicht ook. Bijdrage = gewicht × stand / som van de gewichten waarvoor de relatie een waarde heeft, op een schaal van 100; een ontbrekende waarde telt niet mee en staat erbij. Gewichten op drie decimalen. Bedragen in de valuta van het boek; respons: reacties / bezorgd over alle campagnes; tevredenheid: het laatste cijfer."
  en: "Standing = (place from below − 1) / (relations with a value − 1) among all buyers; equal values share the lowest place; who is alone gets 0. Arrears and days since the last order count the other way round, and so does any other criterion with a negative weight. Contribution = weight × standing / the sum of the weights for which the relation has a value, on a scale of 100; a missing value does not count and is shown. Weights to three decimals. Amounts in the book's currency; response: responses / delivered over all campaigns; satisfaction: the last mark."
requirements: [M41]
fields: [book.score.criteria.measure, book.score.criteria.weight, product.cost, relation.campaign_responses.campaign, relation.campaign_responses.control, relation.campaign_responses.delivered, relation.campaign_responses.responded_on, relation.campaign_responses.response, relation.campaign_responses.sent_on, relation.classification.satisfaction.on, relation.classification.satisfaction.score, relation.complaints.cost, relation.complaints.on, relation.orders.date, relation.orders.invoices.amount, relation.orders.invoices.credit_for, relation.orders.invoices.date, relation.orders.invoices.due, relation.orders.invoices.number, relation.orders.invoices.payments.amount, relation.orders.invoices.payments.on, relation.orders.invoices.reminders.on, relation.orders.lines.discount_amount, relation.orders.lines.discount_percent, relation.orders.lines.product, relation.orders.lines.quantity, relation.orders.lines.unit_cost, relation.orders.lines.unit_price, relation.orders.status]
key: [relation, measure]
columns:
  relation: {nl: Relatie, en: Relation, reference: relation}
  measure:
    nl: Criterium
    en: Criterion
    choices:
      recency: {nl: dagen sinds laatste order, en: days since last order}
      orders: {nl: orders, en: orders}
      average_order: {nl: gemiddelde order, en: average order}
      turnover: {nl: omzet, en: turnover}
      margin: {nl: marge, en: margin}
      response_rate: {nl: respons, en: response}
      satisfaction: {nl: tevredenheid, en: satisfaction}
      arrears: {nl: achterstallig, en: arrears}
  weight: {nl: Gewicht, en: Weight}
  standing: {nl: Stand, en: Standing, unit: percent, relation_page: never}
  contribution: {nl: Bijdrage, en: Contribution, unit: points, relation_page: never}
  missing: {nl: Ontbreekt, en: Missing}
chart: {kind: mean, x: measure, y: contribution}
*/
WITH responded AS (
  SELECT
    relation, campaign,
    BOOL_OR(COALESCE(delivered, sent_on IS NOT NULL)) AS delivered,
    BOOL_OR(
      (responded_on IS NOT NULL OR response IS NOT NULL)
      AND COALESCE(response, '') NOT IN ('declined', 'unsubscribed')
      AND COALESCE(responded_on <= $as_of, TRUE)
    ) AS answered
  FROM relations_campaign_responses
  WHERE COALESCE(sent_on <= $as_of, TRUE) AND NOT COALESCE(control, FALSE)
  GROUP BY relation, campaign
),
response AS (
  SELECT
    relation,
    1000000 * COUNT(CASE WHEN delivered AND answered THEN 1 END) // NULLIF(COUNT(CASE WHEN delivered THEN 1 END), 0)
      AS rate
  FROM responded
  GROUP BY relation
),
marks AS (
  SELECT
    relation, score,
    ROW_NUMBER() OVER (
      PARTITION BY relation ORDER BY "on" DESC NULLS LAST, satisfaction_position DESC NULLS LAST
    ) AS place
  FROM relations_classification_satisfaction
  WHERE "on" <= $as_of
),
paying AS (SELECT p.relation, p.overdue_minor FROM payment_behaviour p JOIN book b ON b.currency = p.currency),
earned AS (SELECT p.relation, p.margin_minor FROM relation_profit p JOIN book b ON b.currency = p.currency),
buyers AS (
  SELECT
    a.relation, a.days_since, a.orders, a.average_order_minor, a.turnover_minor,
    e.margin_minor, r.rate, m.score, p.overdue_minor
  FROM relation_activity a
  LEFT JOIN earned e ON e.relation = a.relation
  LEFT JOIN response r ON r.relation = a.relation
  LEFT JOIN marks m ON m.relation = a.relation AND m.place = 1
  LEFT JOIN paying p ON p.relation = a.relation
  WHERE a.purchase_days > 0
),
criteria AS (
  SELECT measure, SUM(weight) AS weight, SUM(CAST(FLOOR(ABS(weight) * 1000 + 0.5) AS BIGINT)) AS thousandths
  FROM book_score_criteria
  GROUP BY measure
),
-- Large is good in every value from here on, up to the sign of the weight.
valued AS (
  SELECT
    b.relation, c.measure, c.weight, CAST(c.thousandths AS BIGINT) AS thousandths,
    c.measure = 'arrears' OR (c.weight < 0 AND c.measure <> 'arrears') AS inverted,
    CASE c.measure
      WHEN 'recency' THEN -b.days_since
      WHEN 'orders' THEN b.orders
      WHEN 'average_order' THEN b.average_order_minor
      WHEN 'turnover' THEN b.turnover_minor
      WHEN 'margin' THEN b.margin_minor
      WHEN 'response_rate' THEN b.rate
      WHEN 'satisfaction' THEN b.score
      WHEN 'arrears' THEN b.overdue_minor
    END AS value
  FROM buyers b CROSS JOIN criteria c
),
ranked AS (
  SELECT
    *,
    RANK() OVER (PARTITION BY measure ORDER BY value NULLS LAST) - 1 AS below,
    COUNT(value) OVER (PARTITION BY measure) - 1 AS others
  FROM valued
),
placed AS (
  SELECT
    *,
    CASE
      WHEN value IS NULL THEN NULL
      WHEN others = 0 THEN CASE WHEN inverted THEN 1000000 ELSE 0 END
      WHEN inverted THEN 1000000 - (2000000 * below + others) // (2 * others)
      ELSE (2000000 * below + others) // (2 * others)
    END AS standing
  FROM ranked
),
weighed AS (
  SELECT
    *,
    CAST(SUM(CASE WHEN value IS NOT NULL THEN thousandths ELSE 0 END) OVER (PARTITION BY relation) AS BIGINT) AS whole
  FROM placed
)
SELECT
  relation, measure,
  CAST(weight AS DECIMAL(18,6)) AS weight,
  CAST((standing + 500) // 1000 AS BIGINT) * 0.1 AS standing,
  CASE WHEN value IS NOT NULL AND whole > 0
    THEN CAST((2 * standing * thousandths + 1000 * whole) // (2000 * whole) AS BIGINT) * 0.1
  END AS contribution,
  value IS NULL AS missing
FROM weighed
ORDER BY relation NULLS FIRST, measure NULLS FIRST
