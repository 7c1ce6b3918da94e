/*
title: {nl: Klachten naar aard, en: Complaints by nature}
answers:
  nl: Waarover wordt geklaagd, hoeveel staat er open en hoe snel lossen we het op?
  en: What is complained about, how much is open and how fast do we resolve it?
formula:
  nl: "Klachten tot en met de peildatum. Open: niet opgelost of afgewezen op die dag. Dagen tot oplossing: mediaan van de klachten met een datum van oplossing. Per 100 orders: van alle orders, retouren niet meegeteld."
  en: "Complaints up to the day of the figures. Open: not resolved or rejected on that day. Days to resolve: the median over complaints with a date of resolution. Per 100 orders: of all orders, returns not counted."
requirements: [M28]
fields: [product, relation.complaints.nature, relation.complaints.on, relation.complaints.resolved_on, relation.complaints.status, relation.orders.date, relation.orders.lines.product, relation.orders.lines.quantity, relation.orders.status, vocabulary.terms.code, vocabulary.terms.needs_explanation]
key: [nature]
people: [relations, open_relations, rejected_relations]
columns:
  nature: {nl: Aard, en: Nature, reference: vocabulary/complaint-kinds}
  complaints: {nl: Klachten, en: Complaints}
  relations: {nl: Relaties, en: Relations}
  open: {nl: Open, en: Open}
  rejected: {nl: Afgewezen, en: Rejected}
  median_days: {nl: Dagen tot oplossing, en: Days to resolve, unit: days}
  per_100_orders: {nl: Per 100 orders, en: Per 100 orders}
  needs_explanation: {nl: Overige, en: Other}
  open_relations: {nl: Relaties met een open klacht, en: Relations with an open complaint, hidden: true}
  rejected_relations: {nl: Relaties met een afgewezen klacht, en: Relations with a rejected complaint, hidden: true}
chart: {kind: bar, x: nature, y: complaints}
*/
WITH made AS (
  SELECT
    c.relation, c.nature,
    c.status IN ('open', 'in_progress') OR c.resolved_on > $as_of AS is_open,
    c.status = 'rejected' AND (c.resolved_on IS NULL OR c.resolved_on <= $as_of) AS is_rejected,
    CASE WHEN c.resolved_on <= $as_of THEN DATE_DIFF('day', c."on", c.resolved_on) END AS days,
    COALESCE(t.needs_explanation, FALSE) AS needs_explanation
  FROM relations_complaints c
  LEFT JOIN vocabularies_terms t ON t.vocabulary = 'complaint-kinds' AND t.code = c.nature
  WHERE c."on" <= $as_of
),
numbered AS (
  SELECT
    nature, days,
    ROW_NUMBER() OVER (PARTITION BY nature ORDER BY days NULLS LAST) AS place,
    COUNT(*) OVER (PARTITION BY nature) AS size
  FROM made
  WHERE days IS NOT NULL
),
middle AS (
  SELECT nature, CAST(SUM(days) * 10 // COUNT(*) AS BIGINT) * 0.1 AS median_days
  FROM numbered
  WHERE place IN ((size + 1) // 2, size // 2 + 1)
  GROUP BY nature
),
counted AS (
  SELECT
    nature,
    COUNT(*) AS complaints,
    COUNT(CASE WHEN is_open THEN 1 END) AS open,
    COUNT(CASE WHEN is_rejected THEN 1 END) AS rejected,
    COUNT(DISTINCT relation) AS relations,
    COUNT(DISTINCT CASE WHEN is_open THEN relation END) AS open_relations,
    COUNT(DISTINCT CASE WHEN is_rejected THEN relation END) AS rejected_relations,
    BOOL_OR(needs_explanation) AS needs_explanation
  FROM made
  GROUP BY nature
),
bought AS (SELECT COUNT(CASE WHEN NOT returned THEN 1 END) AS orders FROM order_totals)
SELECT
  c.nature, c.complaints, c.relations, c.open, c.rejected, m.median_days,
  percent(c.complaints, b.orders) AS per_100_orders,
  c.needs_explanation, c.open_relations, c.rejected_relations
FROM counted c CROSS JOIN bought b LEFT JOIN middle m ON m.nature = c.nature
ORDER BY c.complaints DESC NULLS LAST, c.nature NULLS FIRST
