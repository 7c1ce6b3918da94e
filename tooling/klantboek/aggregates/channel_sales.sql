/*
title: {nl: Verkoop per kanaal, en: Sales by channel}
answers:
  nl: Via welke kanalen verkopen we, en waaraan verdienen we?
  en: Through which channels do we sell, and which do we earn on?
formula:
  nl: "Per kanaal en valuta: orders, omzet (retouren eraf) en marge over de regels waarvan de kostprijs bekend is. Winst = marge − kosten van klachten over orders via dat kanaal; een klacht zonder order telt bij geen kanaal."
  en: "Per channel and currency: orders, turnover (returns taken off) and margin over the lines whose cost is known. Profit = margin − cost of complaints about orders through that channel; a complaint without an order counts for no channel."
requirements: [M37, M44]
fields: [book, product.cost, relation.complaints.cost, relation.complaints.on, relation.complaints.order, relation.orders.channel, relation.orders.date, relation.orders.lines.discount_amount, relation.orders.lines.discount_percent, relation.orders.lines.product, relation.orders.lines.quantity, relation.orders.lines.unit_cost, relation.orders.lines.unit_price, relation.orders.number, relation.orders.status]
key: [channel, currency]
people: [relations]
columns:
  channel: {nl: Kanaal, en: Channel, reference: vocabulary/channels}
  relations: {nl: Relaties, en: Relations}
  orders: {nl: Orders, en: Orders}
  turnover_minor: {nl: Omzet, en: Turnover, unit: money}
  margin_minor: {nl: Marge, en: Margin, unit: money}
  complaint_cost_minor: {nl: Kosten van klachten, en: Cost of complaints, unit: money}
  profit_minor: {nl: Winst, en: Profit, unit: money}
  lines_without_cost: {nl: Regels zonder kostprijs, en: Lines without cost}
  currency: {nl: Valuta, en: Currency}
chart: {kind: bar, x: channel, y: turnover_minor}
*/
WITH sold AS (
  SELECT
    channel, currency,
    COUNT(DISTINCT CASE WHEN NOT returned THEN relation END) AS relations,
    COUNT(CASE WHEN NOT returned THEN 1 END) AS orders,
    CAST(SUM(amount_minor) AS BIGINT) AS turnover_minor,
    CAST(SUM(margin_minor) AS BIGINT) AS margin_minor,
    CAST(SUM(lines_without_cost) AS BIGINT) AS lines_without_cost
  FROM order_totals
  GROUP BY channel, currency
),
numbered AS (
  SELECT relation, order_number, MIN(channel) AS channel FROM order_totals GROUP BY relation, order_number
),
complained AS (
  SELECT n.channel, c.currency, CAST(SUM(c.cost_minor) AS BIGINT) AS cost_minor
  FROM relations_complaints c JOIN numbered n ON n.relation = c.relation AND n.order_number = c."order"
  WHERE c."on" <= $as_of AND c.cost_minor IS NOT NULL
  GROUP BY n.channel, c.currency
)
SELECT
  s.channel, s.relations, s.orders, s.turnover_minor, s.margin_minor,
  COALESCE(c.cost_minor, 0) AS complaint_cost_minor,
  s.margin_minor - COALESCE(c.cost_minor, 0) AS profit_minor,
  s.lines_without_cost, s.currency
FROM sold s
LEFT JOIN complained c ON c.channel = s.channel AND c.currency = s.currency
LEFT JOIN book b ON b.currency = s.currency
ORDER BY b.currency NULLS LAST, s.currency NULLS FIRST, s.turnover_minor DESC NULLS LAST, s.channel NULLS FIRST
