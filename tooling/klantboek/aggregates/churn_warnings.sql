/*
title: {nl: Dreigt te vertrekken, en: About to be lost}
answers:
  nl: Welke vaste klanten kopen langer niet dan we van hen gewend zijn, en waarom waarschuwen we?
  en: Which regular customers have not bought for longer than we are used to, and why is there a warning?
formula:
  nl: "Relaties met ten minste drie koopdagen van wie de laatste order langer geleden is dan tweemaal hun eigen ritme (de gemiddelde tijd tussen twee koopdagen). Wie als verloren of beëindigd te boek staat, of van wie we afscheid willen nemen, blijft weg. Verwacht = laatste order + ritme. Ontevreden: laatste cijfer van de accountmanager of uit een aanbevelingsenquête van 6 of lager."
  en: "Relations with at least three purchase days whose last order is longer ago than twice their own rhythm (the mean time between two purchase days). Who stands as lost or ended, or with whom we want to part, stays out. Expected = last order + rhythm. Dissatisfied: a last mark of 6 or lower from the account manager or from a recommendation survey."
requirements: [M43]
fields: [book, product, relation.classification.goal, relation.classification.satisfaction.on, relation.classification.satisfaction.score, relation.complaints.on, relation.complaints.resolved_on, relation.complaints.status, relation.orders.date, relation.orders.lines.discount_amount, relation.orders.lines.discount_percent, relation.orders.lines.product, relation.orders.lines.quantity, relation.orders.lines.unit_price, relation.orders.status, relation.owner, relation.status, relation.survey_answers.on, relation.survey_answers.score]
key: [relation]
alone: true
columns:
  relation: {nl: Relatie, en: Relation, reference: relation}
  reason:
    nl: Reden
    en: Reason
    choices:
      rhythm: {nl: veel langer geen order dan gewoonlijk, en: no order for much longer than usual}
      complaint: {nl: veel langer geen order dan gewoonlijk; open klacht, en: no order for much longer than usual; open complaint}
      dissatisfied: {nl: veel langer geen order dan gewoonlijk; ontevreden, en: no order for much longer than usual; dissatisfied}
      complaint_and_dissatisfied: {nl: veel langer geen order dan gewoonlijk; open klacht en ontevreden, en: no order for much longer than usual; open complaint and dissatisfied}
  owner: {nl: Accountmanager, en: Account manager, reference: staff}
  last_on: {nl: Laatste order, en: Last order}
  expected_on: {nl: Verwacht, en: Expected}
  days_since: {nl: Dagen geleden, en: Days ago, unit: days}
  rhythm_days: {nl: Koopt om de (dagen), en: Buys every (days), unit: days}
  times_rhythm: {nl: Keer het ritme, en: Times its rhythm}
  purchase_days: {nl: Koopdagen, en: Purchase days}
  open_complaints: {nl: Open klachten, en: Open complaints}
  last_mark: {nl: Laatste cijfer, en: Last mark}
  turnover_minor: {nl: Omzet tot nu toe, en: Turnover so far, unit: money}
  currency: {nl: Valuta, en: Currency}
chart: {kind: count, x: reason}
*/
WITH marks AS (
  SELECT relation, "on", score, 1 AS sort, satisfaction_position AS position
  FROM relations_classification_satisfaction
  WHERE "on" <= $as_of
  UNION ALL
  SELECT relation, "on", score, 2 AS sort, survey_answers_position AS position
  FROM relations_survey_answers
  WHERE "on" <= $as_of AND score IS NOT NULL
),
last_marks AS (
  SELECT
    relation, score,
    ROW_NUMBER() OVER (
      PARTITION BY relation ORDER BY "on" DESC NULLS LAST, sort DESC NULLS LAST, position DESC NULLS LAST
    ) AS place
  FROM marks
),
open_ones AS (
  SELECT relation, COUNT(*) AS open_complaints
  FROM relations_complaints
  WHERE "on" <= $as_of AND (status IN ('open', 'in_progress') OR resolved_on > $as_of)
  GROUP BY relation
),
warned AS (
  SELECT
    a.relation, r.owner, a.purchase_days, a.rhythm_days, a.last_on, a.days_since,
    DATE_DIFF('day', a.first_on, a.last_on) AS span,
    a.purchase_days - 1 AS gaps,
    COALESCE(o.open_complaints, 0) AS open_complaints,
    m.score AS last_mark,
    COALESCE(m.score <= 6, FALSE) AS dissatisfied,
    a.turnover_minor, a.currency
  FROM relation_activity a
  JOIN relations r ON r.id = a.relation
  LEFT JOIN open_ones o ON o.relation = a.relation
  LEFT JOIN last_marks m ON m.relation = a.relation AND m.place = 1
  WHERE a.own_rhythm IN ('dormant', 'lost')
    AND COALESCE(r.status, '') NOT IN ('lost', 'ended')
    AND COALESCE(r.classification_goal, '') <> 'end'
)
SELECT
  relation,
  CASE
    WHEN open_complaints > 0 AND dissatisfied THEN 'complaint_and_dissatisfied'
    WHEN open_complaints > 0 THEN 'complaint'
    WHEN dissatisfied THEN 'dissatisfied'
    ELSE 'rhythm'
  END AS reason,
  owner, last_on,
  CAST(last_on + ((2 * span + gaps) // (2 * gaps)) * INTERVAL '1' DAY AS DATE) AS expected_on,
  days_since, rhythm_days,
  CAST((20 * days_since * gaps + span) // (2 * span) AS BIGINT) * 0.1 AS times_rhythm,
  purchase_days, open_complaints, last_mark, turnover_minor, currency
FROM warned
ORDER BY turnover_minor DESC NULLS LAST, relation NULLS FIRST
