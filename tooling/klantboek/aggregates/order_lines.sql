/*
title: {nl: Orderregels, en: Order lines}
answers:
  nl: Wat is er met elke orderregel omgezet, en wat kostte hij ons?
  en: What did each order line turn over, and what did it cost us?
formula:
  nl: "Bedrag = aantal × prijs × (1 − korting % / 100) − kortingsbedrag, per regel afgerond op hele centen (een halve cent van nul af); een korting maakt ook een retour kleiner. Geannuleerde orders tellen niet mee; retouren (de status, of een negatief aantal) tellen negatief; vrachtkosten en orders van na de peildatum blijven erbuiten. Kosten = aantal × kostprijs van de regel, of anders die van het product in dezelfde valuta."
  en: "Amount = quantity × price × (1 − discount % / 100) − discount amount, rounded to whole cents per line (half a cent away from zero); a discount makes a return smaller as well. Cancelled orders do not count; returns (the status, or a negative quantity) count as negative; freight and orders after the day of the figures stay out. Cost = quantity × unit cost of the line, or else that of the product in the same currency."
requirements: [M18, M37]
fields: [product.cost, relation.orders.channel, relation.orders.date, relation.orders.discount_code, relation.orders.lines.discount_amount, relation.orders.lines.discount_percent, relation.orders.lines.product, relation.orders.lines.quantity, relation.orders.lines.unit_cost, relation.orders.lines.unit_price, relation.orders.number, relation.orders.status]
key: [relation, orders_position, lines_position]
alone: true
columns:
  relation: {nl: Relatie, en: Relation, reference: relation}
  orders_position: {nl: Order nr., en: Order no.}
  lines_position: {nl: Regel, en: Line}
  order_number: {nl: Ordernummer, en: Order number, reference: order}
  date: {nl: Datum, en: Date}
  channel: {nl: Kanaal, en: Channel, reference: vocabulary/channels}
  discount_code: {nl: Kortingscode, en: Discount code}
  product: {nl: Product, en: Product, reference: product}
  returned: {nl: Retour, en: Returned}
  quantity: {nl: Aantal, en: Quantity}
  unit_price_minor: {nl: Prijs, en: Price, unit: money}
  amount_minor: {nl: Bedrag, en: Amount, unit: money}
  cost_minor: {nl: Kosten, en: Cost, unit: money}
  currency: {nl: Valuta, en: Currency}
chart: {kind: sum, x: product, y: amount_minor}
*/
WITH lines AS (
  SELECT
    o.relation, o.orders_position, l.lines_position, o.number AS order_number, o.date, o.channel, o.discount_code,
    l.product,
    COALESCE(o.status = 'returned', FALSE) AS is_return,
    l.quantity, l.unit_price_minor, l.currency,
    COALESCE(l.discount_amount_minor, 0) AS discount_minor,
    -- Whole numbers all the way: millionths of a piece, of a percent.
    CAST(FLOOR(CAST(l.quantity AS DECIMAL(38,6)) * 1000000) AS HUGEINT) AS pieces,
    100000000 - CAST(FLOOR(COALESCE(l.discount_percent, 0) * 1000000) AS HUGEINT) AS kept,
    COALESCE(l.unit_cost_minor, CASE WHEN p.currency = l.currency THEN p.cost_minor END) AS unit_cost_minor
  FROM relations_orders_lines l
  JOIN relations_orders o ON o.relation = l.relation AND o.orders_position = l.orders_position
  LEFT JOIN products p ON p.id = l.product
  WHERE o.date <= $as_of AND COALESCE(o.status, '') <> 'cancelled'
),
exact AS (
  SELECT *, pieces * unit_price_minor * kept AS amount, pieces * unit_cost_minor AS cost FROM lines
),
rounded AS (
  SELECT
    *,
    -- A discount makes a line smaller, also one that takes goods back.
    SIGN(amount) * ((ABS(amount) + 50000000000000) // 100000000000000)
      - CASE WHEN quantity < 0 THEN -ABS(discount_minor) ELSE discount_minor END AS amount_rounded,
    SIGN(cost) * ((ABS(cost) + 500000) // 1000000) AS cost_rounded
  FROM exact
)
SELECT
  relation, orders_position, lines_position, order_number, date, channel, discount_code, product,
  is_return OR quantity < 0 AS returned,
  CAST(CASE WHEN is_return THEN -ABS(quantity) ELSE quantity END AS DECIMAL(18,6)) AS quantity,
  unit_price_minor,
  CAST(CASE WHEN is_return THEN -ABS(amount_rounded) ELSE amount_rounded END AS BIGINT) AS amount_minor,
  CAST(CASE WHEN is_return THEN -ABS(cost_rounded) ELSE cost_rounded END AS BIGINT) AS cost_minor,
  currency
FROM rounded
ORDER BY relation NULLS FIRST, orders_position NULLS FIRST, lines_position NULLS FIRST
