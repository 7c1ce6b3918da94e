/*
title: {nl: Vaste producten per relatie, en: Usual products by relation}
answers:
  nl: Waar geeft een relatie het meeste aan uit?
  en: What does a relation spend most on?
formula:
  nl: "Per relatie en valuta de vijf producten met het hoogste bedrag (retouren eraf), bij gelijke bedragen op productcode. Producten zonder positief bedrag blijven weg."
  en: "Per relation and currency the five products with the highest amount (returns taken off), equal amounts by product code. Products without a positive amount stay out."
requirements: [M39]
fields: [product, relation.orders.channel, relation.orders.date, relation.orders.lines.discount_amount, relation.orders.lines.discount_percent, relation.orders.lines.product, relation.orders.lines.quantity, relation.orders.lines.unit_price, relation.orders.status]
key: [relation, currency, rank]
alone: true
columns:
  relation: {nl: Relatie, en: Relation, reference: relation}
  rank: {nl: Plaats, en: Rank}
  product: {nl: Product, en: Product, reference: product}
  orders: {nl: Orders, en: Orders}
  quantity: {nl: Aantal, en: Quantity}
  amount_minor: {nl: Bedrag, en: Amount, unit: money}
  currency: {nl: Valuta, en: Currency}
  last_on: {nl: Laatste aankoop, en: Last purchase}
chart: {kind: count, x: product}
*/
WITH spent AS (
  SELECT
    relation, currency, product,
    CAST(SUM(orders) AS BIGINT) AS orders,
    CAST(SUM(quantity) AS DECIMAL(18,6)) AS quantity,
    CAST(SUM(amount_minor) AS BIGINT) AS amount_minor,
    MAX(last_on) AS last_on
  FROM purchase_history
  GROUP BY relation, currency, product
),
ranked AS (
  SELECT
    *,
    ROW_NUMBER() OVER (
      PARTITION BY relation, currency ORDER BY amount_minor DESC NULLS LAST, product NULLS FIRST
    ) AS rank
  FROM spent
  WHERE amount_minor > 0
)
SELECT relation, rank, product, orders, quantity, amount_minor, currency, last_on
FROM ranked
WHERE rank <= 5
ORDER BY relation NULLS FIRST, currency NULLS FIRST, rank NULLS FIRST
