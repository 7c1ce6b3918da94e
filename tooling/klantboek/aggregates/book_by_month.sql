/*
title: {nl: Het bedrijf per maand, en: The company by month}
answers:
  nl: Hoe gaat het met omzet, klanten, klachten en aanbeveling, maand voor maand?
  en: How do turnover, customers, complaints and recommendation go, month by month?
formula:
  nl: "Van de maand van de eerste order tot die van de peildatum. Omzet en marge in de valuta van het boek, retouren eraf. Actief, nieuw en verloren als bij klanten per maand. Aanbeveling (NPS): over de antwoorden van de twaalf maanden tot en met deze maand, anonieme meegeteld, met 95%-interval volgens Rocks; onder tien antwoorden alleen het aantal."
  en: "From the month of the first order to that of the day of the figures. Turnover and margin in the book's currency, returns taken off. Active, new and lost as in customers by month. Recommendation (NPS): over the answers of the twelve months up to and including this month, anonymous ones included, with 95 % interval by Rocks; under ten answers only how many."
source: Reichheld 2003; Rocks 2016
requirements: [M22, M33, M39]
fields: [book.activity.dormant_after_days, book.activity.lost_after_days, product.cost, relation.complaints.on, relation.orders.date, relation.orders.lines.discount_amount, relation.orders.lines.discount_percent, relation.orders.lines.product, relation.orders.lines.quantity, relation.orders.lines.unit_cost, relation.orders.lines.unit_price, relation.orders.status, relation.survey_answers.on, relation.survey_answers.score, relation.survey_answers.survey, survey.anonymous_answers.on, survey.anonymous_answers.score, survey.kind]
key: [month]
people: [active, buyers, new_relations, lost, complainers, answers]
columns:
  month: {nl: Maand, en: Month}
  orders: {nl: Orders, en: Orders}
  turnover_minor: {nl: Omzet, en: Turnover, unit: money}
  margin_minor: {nl: Marge, en: Margin, unit: money}
  buyers: {nl: Kopers, en: Buyers}
  active: {nl: Actieve klanten, en: Active customers}
  new_relations: {nl: Nieuw, en: New}
  lost: {nl: Verloren, en: Lost}
  received: {nl: Klachten, en: Complaints}
  complainers: {nl: Klagers, en: Complainers}
  answers: {nl: Antwoorden NPS 12 maanden, en: NPS answers 12 months}
  promoter_score: {nl: NPS, en: NPS, unit: points}
  score_low: {nl: NPS van, en: NPS from, unit: points}
  score_high: {nl: NPS tot, en: NPS to, unit: points}
  currency: {nl: Valuta, en: Currency}
chart: [{kind: line, x: month, y: turnover_minor}, {kind: parts, x: month, up: [new_relations], down: [lost]}]
*/
WITH recommended AS (
  SELECT a."on", a.score
  FROM relations_survey_answers a JOIN surveys s ON s.id = a.survey
  WHERE s.kind = 'recommendation' AND a.score IS NOT NULL AND a."on" <= $as_of
  UNION ALL
  SELECT a."on", a.score
  FROM surveys_anonymous_answers a JOIN surveys s ON s.id = a.survey
  WHERE s.kind = 'recommendation' AND a.score IS NOT NULL AND a."on" <= $as_of
),
answered AS (
  SELECT
    CAST(DATE_TRUNC('month', "on") AS DATE) AS month,
    COUNT(*) AS answers,
    COUNT(CASE WHEN score >= 9 THEN 1 END) AS promoters,
    COUNT(CASE WHEN score <= 6 THEN 1 END) AS detractors
  FROM recommended
  GROUP BY CAST(DATE_TRUNC('month', "on") AS DATE)
),
complained AS (
  SELECT CAST(DATE_TRUNC('month', "on") AS DATE) AS month, COUNT(*) AS received, COUNT(DISTINCT relation) AS complainers
  FROM relations_complaints
  WHERE "on" <= $as_of
  GROUP BY CAST(DATE_TRUNC('month', "on") AS DATE)
),
sold AS (
  SELECT t.month, t.orders, t.turnover_minor, t.margin_minor
  FROM turnover_by_month t JOIN book b ON b.currency = t.currency
),
rolled AS (
  SELECT
    m.month, m.buyers, m.active, m.new_relations, m.lost,
    CAST(SUM(COALESCE(a.answers, 0)) OVER last_year AS BIGINT) AS answers,
    CAST(SUM(COALESCE(a.promoters, 0)) OVER last_year AS BIGINT) AS promoters,
    CAST(SUM(COALESCE(a.detractors, 0)) OVER last_year AS BIGINT) AS detractors
  FROM relations_by_month m LEFT JOIN answered a ON a.month = m.month
  WINDOW last_year AS (ORDER BY m.month NULLS FIRST ROWS BETWEEN 11 PRECEDING AND CURRENT ROW)
)
SELECT
  r.month,
  COALESCE(s.orders, 0) AS orders,
  COALESCE(s.turnover_minor, 0) AS turnover_minor,
  CASE WHEN s.month IS NULL THEN 0 ELSE s.margin_minor END AS margin_minor,
  r.buyers, r.active, r.new_relations, r.lost,
  COALESCE(c.received, 0) AS received,
  COALESCE(c.complainers, 0) AS complainers,
  r.answers,
  CASE WHEN r.answers >= 10 THEN tenth(CAST(100 * (r.promoters - r.detractors) AS DOUBLE) / r.answers) END AS promoter_score,
  CASE WHEN r.answers >= 10 THEN tenth(promoter_bound(r.promoters, r.detractors, r.answers, -1)) END AS score_low,
  CASE WHEN r.answers >= 10 THEN tenth(promoter_bound(r.promoters, r.detractors, r.answers, 1)) END AS score_high,
  b.currency
FROM rolled r
CROSS JOIN book b
LEFT JOIN sold s ON s.month = r.month
LEFT JOIN complained c ON c.month = r.month
ORDER BY r.month NULLS FIRST
