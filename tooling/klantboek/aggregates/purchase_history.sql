/*
title: {nl: Koophistorie, en: Purchase history}
answers:
  nl: Welke relatie kocht welk product via welk kanaal, wanneer en voor hoeveel?
  en: Which relation bought which product through which channel, when and for how much?
formula:
  nl: "Per relatie, product, kanaal en valuta: het aantal orders (retouren niet meegeteld), de stuks en het bedrag (retouren eraf), de eerste en laatste aankoop en de prijs per stuk bij de laatste aankoop."
  en: "Per relation, product, channel and currency: the number of orders (returns not counted), the quantity and the amount (returns taken off), the first and last purchase, and the unit price at the last purchase."
requirements: [M37]
fields: [product, relation.orders.channel, relation.orders.date, relation.orders.lines.discount_amount, relation.orders.lines.discount_percent, relation.orders.lines.product, relation.orders.lines.quantity, relation.orders.lines.unit_price, relation.orders.status]
key: [relation, product, channel, currency]
alone: true
columns:
  relation: {nl: Relatie, en: Relation, reference: relation}
  product: {nl: Product, en: Product, reference: product}
  channel: {nl: Kanaal, en: Channel, reference: vocabulary/channels}
  orders: {nl: Orders, en: Orders}
  quantity: {nl: Aantal, en: Quantity}
  amount_minor: {nl: Bedrag, en: Amount, unit: money}
  currency: {nl: Valuta, en: Currency}
  first_on: {nl: Eerste aankoop, en: First purchase}
  last_on: {nl: Laatste aankoop, en: Last purchase}
  last_price_minor: {nl: Laatste prijs, en: Last price, unit: money}
chart: {kind: sum, x: product, y: amount_minor}
*/
WITH numbered AS (
  SELECT
    *,
    ROW_NUMBER() OVER (
      PARTITION BY relation, product, channel, currency
      ORDER BY returned, date DESC NULLS LAST, orders_position DESC, lines_position DESC
    ) AS latest
  FROM order_lines
)
SELECT
  relation, product, channel,
  COUNT(DISTINCT CASE WHEN NOT returned THEN orders_position END) AS orders,
  CAST(SUM(quantity) AS DECIMAL(18,6)) AS quantity,
  CAST(SUM(amount_minor) AS BIGINT) AS amount_minor,
  currency,
  MIN(CASE WHEN NOT returned THEN date END) AS first_on,
  MAX(CASE WHEN NOT returned THEN date END) AS last_on,
  MIN(CASE WHEN latest = 1 AND NOT returned THEN unit_price_minor END) AS last_price_minor
FROM numbered
GROUP BY relation, product, channel, currency
ORDER BY relation NULLS FIRST, product NULLS FIRST, channel NULLS FIRST, currency NULLS FIRST
