/*
title: {nl: Orders, en: Orders}
answers:
  nl: Hoe groot was elke order?
  en: How large was each order?
formula:
  nl: "Som van de orderregels. Een order is een retour als al haar regels dat zijn. Marge = omzet − kosten van de regels waarvan de kostprijs bekend is."
  en: "The sum of the order lines. An order is a return when all its lines are. Margin = turnover − cost of the lines whose cost is known."
requirements: [M18, M37]
fields: [product.cost, relation.orders.channel, relation.orders.date, relation.orders.discount_code, relation.orders.lines.discount_amount, relation.orders.lines.discount_percent, relation.orders.lines.product, relation.orders.lines.quantity, relation.orders.lines.unit_cost, relation.orders.lines.unit_price, relation.orders.number, relation.orders.status]
key: [relation, orders_position]
alone: true
columns:
  relation: {nl: Relatie, en: Relation, reference: relation}
  orders_position: {nl: Order nr., en: Order no.}
  order_number: {nl: Ordernummer, en: Order number, reference: order}
  date: {nl: Datum, en: Date}
  channel: {nl: Kanaal, en: Channel, reference: vocabulary/channels}
  discount_code: {nl: Kortingscode, en: Discount code}
  returned: {nl: Retour, en: Returned}
  lines: {nl: Regels, en: Lines}
  lines_without_cost: {nl: Regels zonder kostprijs, en: Lines without cost}
  amount_minor: {nl: Bedrag, en: Amount, unit: money}
  margin_minor: {nl: Marge, en: Margin, unit: money}
  currency: {nl: Valuta, en: Currency}
chart: {kind: spread, x: amount_minor}
*/
SELECT
  relation, orders_position,
  MIN(order_number) AS order_number,
  MIN(date) AS date,
  MIN(channel) AS channel,
  MIN(discount_code) AS discount_code,
  BOOL_AND(returned) AS returned,
  COUNT(*) AS lines,
  COUNT(*) - COUNT(cost_minor) AS lines_without_cost,
  CAST(SUM(amount_minor) AS BIGINT) AS amount_minor,
  CAST(SUM(CASE WHEN cost_minor IS NOT NULL THEN amount_minor - cost_minor END) AS BIGINT) AS margin_minor,
  MIN(currency) AS currency
FROM order_lines
GROUP BY relation, orders_position
ORDER BY relation NULLS FIRST, orders_position NULLS FIRST
