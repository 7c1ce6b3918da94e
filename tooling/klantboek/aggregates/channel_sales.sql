/*
title: {nl: Verkoop per kanaal, en: Sales by channel}
answers:
  nl: Via welke kanalen verkopen we, en waaraan verdienen we?
  en: Through which channels do we sell, and which do we earn on?
formula:
  nl: "Per kanaal en valuta: orders, omzet (retouren eraf) en marge over de regels waarvan de kostprijs bekend is."
  en: "Per channel and currency: orders, turnover (returns taken off) and margin over the lines whose cost is known."
requirements: [M37, M44]
fields: [product.cost, relation.orders.channel, relation.orders.date, relation.orders.lines.discount_amount, relation.orders.lines.discount_percent, relation.orders.lines.product, relation.orders.lines.quantity, relation.orders.lines.unit_cost, relation.orders.lines.unit_price, relation.orders.status]
key: [channel, currency]
columns:
  channel: {nl: Kanaal, en: Channel, reference: vocabulary/channels}
  relations: {nl: Relaties, en: Relations}
  orders: {nl: Orders, en: Orders}
  turnover_minor: {nl: Omzet, en: Turnover, unit: money}
  margin_minor: {nl: Marge, en: Margin, unit: money}
  lines_without_cost: {nl: Regels zonder kostprijs, en: Lines without cost}
  currency: {nl: Valuta, en: Currency}
chart: {kind: bar, x: channel, y: turnover_minor}
*/
SELECT
  channel,
  COUNT(DISTINCT CASE WHEN NOT returned THEN relation END) AS relations,
  COUNT(CASE WHEN NOT returned THEN 1 END) AS orders,
  CAST(SUM(amount_minor) AS BIGINT) AS turnover_minor,
  CAST(SUM(margin_minor) AS BIGINT) AS margin_minor,
  CAST(SUM(lines_without_cost) AS BIGINT) AS lines_without_cost,
  currency
FROM order_totals
GROUP BY channel, currency
ORDER BY turnover_minor DESC NULLS LAST, channel NULLS FIRST, currency NULLS FIRST
