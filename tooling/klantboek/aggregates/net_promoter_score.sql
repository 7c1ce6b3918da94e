/*
title: {nl: Aanbevelingsscore (NPS), en: Net promoter score (NPS)}
answers:
  nl: Zouden onze klanten ons aanbevelen, hoe zeker weten we dat, en wordt het beter?
  en: Would our customers recommend us, how sure are we of it, and is it getting better?
formula:
  nl: "100 × (promotors − criticasters) / antwoorden; promotor: 9 of 10, criticaster: 0 tot en met 6. Anonieme antwoorden tellen mee. 95%-interval volgens Rocks: drie antwoorden toegevoegd, en niet voorbij −100 en 100. Verandering: verschil met de vorige aanbevelingsenquête, duidelijk als het groter is dan 1,96 × zijn standaardfout. Onder tien antwoorden alleen aantallen."
  en: "100 × (promoters − detractors) / answers; promoter: 9 or 10, detractor: 0 to 6. Anonymous answers count. 95 % interval by Rocks: three answers added, and not beyond −100 and 100. Change: the difference with the recommendation survey before, clear when it is more than 1.96 × its standard error. Under ten answers only counts."
source: Reichheld 2003; Rocks 2016
requirements: [M17, M33]
fields: [relation.survey_answers.on, relation.survey_answers.score, relation.survey_answers.survey, survey.anonymous_answers.on, survey.anonymous_answers.score, survey.from, survey.kind]
key: [survey]
people: [answers, promoters, passives, detractors]
apart: [survey]
opinions: true
columns:
  survey: {nl: Enquête, en: Survey, reference: survey}
  from_on: {nl: Begonnen, en: Started}
  answers: {nl: Antwoorden, en: Answers}
  anonymous: {nl: Waarvan anoniem, en: Of which anonymous}
  promoters: {nl: Promotors, en: Promoters}
  passives: {nl: Passief tevreden, en: Passives}
  detractors: {nl: Criticasters, en: Detractors}
  score: {nl: Score, en: Score, unit: points}
  score_low: {nl: Score van, en: Score from, unit: points}
  score_high: {nl: Score tot, en: Score to, unit: points}
  change: {nl: Verandering, en: Change, unit: points}
  change_is_clear: {nl: Verandering is duidelijk, en: Change is clear}
chart: [{kind: line, x: from_on, y: score}, {kind: parts, x: from_on, up: [promoters, passives], down: [detractors]}]
*/
WITH scores AS (
  SELECT survey, score, FALSE AS anonymous FROM relations_survey_answers WHERE score IS NOT NULL AND "on" <= $as_of
  UNION ALL
  SELECT survey, score, TRUE AS anonymous FROM surveys_anonymous_answers WHERE score IS NOT NULL AND "on" <= $as_of
),
counted AS (
  SELECT
    s.id AS survey, s."from" AS from_on,
    COUNT(a.score) AS answers,
    COUNT(CASE WHEN a.anonymous THEN 1 END) AS anonymous,
    COUNT(CASE WHEN a.score >= 9 THEN 1 END) AS promoters,
    COUNT(CASE WHEN a.score BETWEEN 7 AND 8 THEN 1 END) AS passives,
    COUNT(CASE WHEN a.score <= 6 THEN 1 END) AS detractors
  FROM surveys s LEFT JOIN scores a ON a.survey = s.id
  WHERE s.kind = 'recommendation' AND s."from" <= $as_of
  GROUP BY s.id, s."from"
),
scored AS (
  SELECT
    *,
    CASE WHEN answers >= 10 THEN CAST(100 * (promoters - detractors) AS DOUBLE) / answers END AS score,
    CASE WHEN answers >= 10 THEN 100 * promoter_error(promoters, detractors, answers) END AS error
  FROM counted
),
trend AS (
  SELECT
    *,
    score - LAG(score) OVER (ORDER BY from_on NULLS FIRST, survey NULLS FIRST) AS change,
    SQRT(error * error + POW(LAG(error) OVER (ORDER BY from_on NULLS FIRST, survey NULLS FIRST), 2)) AS change_error
  FROM scored
)
SELECT
  survey, from_on, answers, anonymous, promoters, passives, detractors,
  tenth(score) AS score,
  CASE WHEN score IS NOT NULL THEN tenth(promoter_bound(promoters, detractors, answers, -1)) END AS score_low,
  CASE WHEN score IS NOT NULL THEN tenth(promoter_bound(promoters, detractors, answers, 1)) END AS score_high,
  tenth(change) AS change,
  ABS(change) > 1.96 * change_error AS change_is_clear
FROM trend
ORDER BY from_on NULLS FIRST, survey NULLS FIRST
