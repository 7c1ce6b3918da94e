/*
title: {nl: Redenen om te kopen, en: Reasons to buy}
answers:
  nl: Waarom kopen klanten bij ons, en welke reden weegt het zwaarst?
  en: Why do customers buy from us, and which reason weighs most?
formula:
  nl: "Per enquête, anonieme antwoorden meegeteld. Gemiddelde plaats: over de antwoorden die de reden noemen (1 is de belangrijkste). Borda-punten: 4 voor plaats 1 tot 1 voor plaats 4, niets voor een reden die niet is genoemd; aandeel = punten / de meeste die te halen waren (4 × antwoorden)."
  en: "By survey, anonymous answers included. Mean rank: over the answers that name the reason (1 is the most important). Borda points: 4 for rank 1 down to 1 for rank 4, none for a reason that is not named; share = points / the most that could be had (4 × answers)."
source: Borda 1781
requirements: [M35]
fields: [relation.survey_answers.on, relation.survey_answers.reasons.rank, relation.survey_answers.reasons.reason, relation.survey_answers.survey, survey.anonymous_answers.on, survey.anonymous_answers.reasons.rank, survey.anonymous_answers.reasons.reason]
key: [survey, reason]
people: [answers, named, first_places]
apart: [survey]
opinions: true
columns:
  survey: {nl: Enquête, en: Survey, reference: survey}
  reason: {nl: Reden, en: Reason, reference: vocabulary/reasons-to-buy}
  answers: {nl: Antwoorden, en: Answers}
  named: {nl: Genoemd, en: Named}
  first_places: {nl: Op plaats 1, en: Ranked first}
  mean_rank: {nl: Gemiddelde plaats, en: Mean rank}
  points: {nl: Borda-punten, en: Borda points}
  share: {nl: Aandeel, en: Share, unit: percent}
chart: {kind: sum, x: reason, y: points}
*/
WITH ranked AS (
  SELECT
    a.survey, 'named' AS whose, a.relation AS answer, a.survey_answers_position AS position, r.rank, r.reason
  FROM relations_survey_answers a
  JOIN relations_survey_answers_reasons r
    ON r.relation = a.relation AND r.survey_answers_position = a.survey_answers_position
  WHERE a."on" <= $as_of
  UNION ALL
  SELECT a.survey, 'anonymous', '', a.anonymous_answers_position, r.rank, r.reason
  FROM surveys_anonymous_answers a
  JOIN surveys_anonymous_answers_reasons r
    ON r.survey = a.survey AND r.anonymous_answers_position = a.anonymous_answers_position
  WHERE a."on" <= $as_of
),
answered AS (
  SELECT survey, COUNT(*) AS answers
  FROM (SELECT DISTINCT survey, whose, answer, position FROM ranked) AS each_once
  GROUP BY survey
),
counted AS (
  SELECT
    survey, reason,
    COUNT(*) AS named,
    COUNT(CASE WHEN rank = 1 THEN 1 END) AS first_places,
    CAST(SUM(rank) AS BIGINT) AS ranks,
    CAST(SUM(5 - rank) AS BIGINT) AS points
  FROM ranked
  GROUP BY survey, reason
)
SELECT
  c.survey, c.reason, a.answers, c.named, c.first_places,
  CAST((20 * c.ranks + c.named) // (2 * c.named) AS BIGINT) * 0.1 AS mean_rank,
  c.points,
  percent(c.points, 4 * a.answers) AS share
FROM counted c JOIN answered a ON a.survey = c.survey
ORDER BY c.survey NULLS FIRST, c.points DESC NULLS LAST, c.reason NULLS FIRST
