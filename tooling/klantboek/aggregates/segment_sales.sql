/*
title: {nl: Omzet per segment, en: Sales by segment}
answers:
  nl: Hoe groot is elk segment, en hoeveel zetten we ermee om en verdienen we eraan?
  en: How large is each segment, and how much do we turn over with it and earn on it?
formula:
  nl: "Per segment dat op de peildatum in gebruik is, en per valuta, de som over zijn leden: omzet (retouren eraf), marge over regels waarvan de kostprijs bekend is, en winst = marge − kosten van klachten. Een relatie kan in meer segmenten zitten; de sommen tellen dus niet op. Leden: alle, ook wie niets kocht. Een segment waarvan de voorwaarde niet te lezen is, heeft geen regel."
  en: "For each segment that is in use on the day of the figures, and each currency, the sum over its members: turnover (returns taken off), margin over lines whose cost is known, and profit = margin − cost of complaints. A relation can be in several segments, so the sums don't add up. Members: all, also who bought nothing. A segment whose condition can't be read has no row."
requirements: [M42, M44]
fields: [book.classes.turnover_from, book.score.criteria.measure, book.score.criteria.weight, product.cost, product.kind, relation.addresses.from, relation.addresses.until, relation.addresses.uses, relation.branches.from, relation.branches.main, relation.branches.until, relation.campaign_responses.campaign, relation.campaign_responses.control, relation.campaign_responses.delivered, relation.campaign_responses.responded_on, relation.campaign_responses.response, relation.campaign_responses.sent_on, relation.classification.class, relation.classification.satisfaction.on, relation.classification.satisfaction.score, relation.collected.on, relation.complaints.cost, relation.complaints.on, relation.complaints.resolved_on, relation.complaints.status, relation.contracts.from, relation.contracts.renews, relation.contracts.until, relation.interactions.on, relation.interactions.state, relation.loyalty.entries.on, relation.loyalty.programme, relation.orders.date, relation.orders.invoices.amount, relation.orders.invoices.credit_for, relation.orders.invoices.date, relation.orders.invoices.due, relation.orders.invoices.number, relation.orders.invoices.payments.amount, relation.orders.invoices.payments.on, relation.orders.invoices.reminders.on, relation.orders.lines.discount_amount, relation.orders.lines.discount_percent, relation.orders.lines.product, relation.orders.lines.quantity, relation.orders.lines.unit_cost, relation.orders.lines.unit_price, relation.orders.status, relation.products_in_use.from, relation.products_in_use.product, relation.products_in_use.until, relation.quotes.date, relation.quotes.status, relation.subscriptions.from, relation.subscriptions.until, relation.survey_answers.on, relation.survey_answers.score, segment.from, segment.until]
key: [segment, currency]
people: [members, buyers]
apart: [segment]
columns:
  segment: {nl: Segment, en: Segment, reference: segment}
  members: {nl: Leden, en: Members}
  share: {nl: Aandeel relaties, en: Share of relations, unit: percent}
  buyers: {nl: Kopers, en: Buyers}
  turnover_minor: {nl: Omzet, en: Turnover, unit: money}
  margin_minor: {nl: Marge, en: Margin, unit: money}
  complaint_cost_minor: {nl: Kosten van klachten, en: Cost of complaints, unit: money}
  profit_minor: {nl: Winst, en: Profit, unit: money}
  currency: {nl: Valuta, en: Currency}
chart: {kind: bar, x: segment, y: turnover_minor}
*/
WITH usable AS (
  SELECT id AS segment FROM segments
  WHERE id IN ('') AND COALESCE("from" <= $as_of, TRUE) AND COALESCE(until >= $as_of, TRUE)
),
sizes AS (SELECT segment, COUNT(*) AS members FROM segment_members GROUP BY segment),
whole AS (SELECT COUNT(*) AS relations FROM relations),
sold AS (
  SELECT
    m.segment, p.currency,
    COUNT(CASE WHEN p.turnover_minor <> 0 OR p.margin_minor <> 0 THEN 1 END) AS buyers,
    CAST(SUM(p.turnover_minor) AS BIGINT) AS turnover_minor,
    CAST(SUM(p.margin_minor) AS BIGINT) AS margin_minor,
    CAST(SUM(p.complaint_cost_minor) AS BIGINT) AS complaint_cost_minor,
    CAST(SUM(p.profit_minor) AS BIGINT) AS profit_minor
  FROM segment_members m JOIN relation_profit p ON p.relation = m.relation
  GROUP BY m.segment, p.currency
)
SELECT
  u.segment,
  COALESCE(z.members, 0) AS members,
  percent(COALESCE(z.members, 0), w.relations) AS share,
  COALESCE(s.buyers, 0) AS buyers,
  COALESCE(s.turnover_minor, 0) AS turnover_minor,
  CASE WHEN s.segment IS NULL THEN 0 ELSE s.margin_minor END AS margin_minor,
  COALESCE(s.complaint_cost_minor, 0) AS complaint_cost_minor,
  CASE WHEN s.segment IS NULL THEN 0 ELSE s.profit_minor END AS profit_minor,
  COALESCE(s.currency, b.currency) AS currency
FROM usable u
CROSS JOIN book b
CROSS JOIN whole w
LEFT JOIN sizes z ON z.segment = u.segment
LEFT JOIN sold s ON s.segment = u.segment
ORDER BY u.segment NULLS FIRST, currency NULLS FIRST
