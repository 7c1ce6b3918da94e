/*
title: {nl: Leden van segmenten, en: Members of segments}
answers:
  nl: Wie hoort bij welk segment van het boek?
  en: Who belongs to which segment of the book?
formula:
  nl: "Relaties die op de peildatum voldoen aan de voorwaarde die in het segment staat. Een segment dat nog niet of niet meer in gebruik is, heeft geen leden; een voorwaarde die niet te lezen is, geeft er ook geen, en staat bij de bevindingen. Omzet en marge in de valuta van het boek, retouren eraf."
  en: "Relations that on the day of the figures meet the condition that stands in the segment. A segment that is not in use yet, or no longer, has no members; a condition that can't be read gives none either, and stands among the findings. Turnover and margin in the book's currency, returns taken off."
requirements: [M42]
fields: [book.classes.turnover_from, book.score.criteria.measure, book.score.criteria.weight, product.cost, product.kind, relation.addresses.from, relation.addresses.until, relation.addresses.uses, relation.branches.from, relation.branches.main, relation.branches.until, relation.campaign_responses.campaign, relation.campaign_responses.control, relation.campaign_responses.delivered, relation.campaign_responses.responded_on, relation.campaign_responses.response, relation.campaign_responses.sent_on, relation.classification.class, relation.classification.satisfaction.on, relation.classification.satisfaction.score, relation.collected.on, relation.complaints.cost, relation.complaints.on, relation.complaints.resolved_on, relation.complaints.status, relation.contracts.from, relation.contracts.renews, relation.contracts.until, relation.interactions.on, relation.interactions.state, relation.loyalty.entries.on, relation.loyalty.programme, relation.orders.date, relation.orders.invoices.amount, relation.orders.invoices.credit_for, relation.orders.invoices.date, relation.orders.invoices.due, relation.orders.invoices.number, relation.orders.invoices.payments.amount, relation.orders.invoices.payments.on, relation.orders.invoices.reminders.on, relation.orders.lines.discount_amount, relation.orders.lines.discount_percent, relation.orders.lines.product, relation.orders.lines.quantity, relation.orders.lines.unit_cost, relation.orders.lines.unit_price, relation.orders.status, relation.owner, relation.products_in_use.from, relation.products_in_use.product, relation.products_in_use.until, relation.quotes.date, relation.quotes.status, relation.subscriptions.from, relation.subscriptions.until, relation.survey_answers.on, relation.survey_answers.score, segment.from, segment.until]
key: [segment, relation]
columns:
  segment: {nl: Segment, en: Segment, reference: segment}
  relation: {nl: Relatie, en: Relation, reference: relation}
  owner: {nl: Accountmanager, en: Account manager, reference: staff}
  orders: {nl: Orders, en: Orders}
  last_order_on: {nl: Laatste order, en: Last order}
  turnover_minor: {nl: Omzet, en: Turnover, unit: money}
  margin_minor: {nl: Marge, en: Margin, unit: money}
  currency: {nl: Valuta, en: Currency}
chart: {kind: count, x: segment}
*/
WITH met AS (
  -- The conditions of the book come in the place of this SELECT.
  SELECT s.id AS segment, f.relation FROM segments s CROSS JOIN relation_facts f WHERE FALSE
)
SELECT
  m.segment, m.relation, f.owner, f.orders, f.last_order_on, f.turnover_minor, f.margin_minor, f.currency
FROM met m
JOIN segments s ON s.id = m.segment
JOIN relation_facts f ON f.relation = m.relation
WHERE COALESCE(s."from" <= $as_of, TRUE) AND COALESCE(s.until >= $as_of, TRUE)
ORDER BY m.segment NULLS FIRST, m.relation NULLS FIRST
