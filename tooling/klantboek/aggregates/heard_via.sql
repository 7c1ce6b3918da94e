/*
title: {nl: Hoe men ons vond, en: How they heard of us}
answers:
  nl: Hoe hoorden relaties van ons, en welke weg levert klanten en omzet op?
  en: How did relations hear of us, and which way brings customers and turnover?
formula:
  nl: "Relaties naar wat zij antwoordden op de vraag hoe zij van ons hoorden. Klant: kocht ten minste één keer; aandeel met 95%-interval (Wilson). Omzet en marge in de valuta van het boek, retouren eraf. Wie niet is gevraagd, staat zonder weg."
  en: "Relations by what they answered to the question how they heard of us. Customer: bought at least once; share with 95 % interval (Wilson). Turnover and margin in the book's currency, returns taken off. Who was not asked stands without a way."
source: Wilson 1927
requirements: [M34]
fields: [book, product.cost, relation.complaints.cost, relation.complaints.on, relation.heard_via.how, relation.orders.date, relation.orders.lines.discount_amount, relation.orders.lines.discount_percent, relation.orders.lines.product, relation.orders.lines.quantity, relation.orders.lines.unit_cost, relation.orders.lines.unit_price, relation.orders.status]
key: [how]
people: [relations, customers]
columns:
  how: {nl: Weg, en: Way, reference: vocabulary/heard-via}
  relations: {nl: Relaties, en: Relations}
  customers: {nl: Klanten, en: Customers}
  share: {nl: Werd klant, en: Became customer, unit: percent}
  share_low: {nl: Werd klant van, en: Became customer from, unit: percent}
  share_high: {nl: Werd klant tot, en: Became customer to, unit: percent}
  turnover_minor: {nl: Omzet, en: Turnover, unit: money}
  margin_minor: {nl: Marge, en: Margin, unit: money}
  currency: {nl: Valuta, en: Currency}
chart: {kind: bar, x: how, y: turnover_minor}
*/
WITH earned AS (
  SELECT p.relation, p.turnover_minor, p.margin_minor
  FROM relation_profit p JOIN book b ON b.currency = p.currency
),
counted AS (
  SELECT
    r.heard_via_how AS how,
    COUNT(*) AS relations,
    COUNT(CASE WHEN a.orders > 0 THEN 1 END) AS customers,
    CAST(COALESCE(SUM(e.turnover_minor), 0) AS BIGINT) AS turnover_minor,
    CAST(COALESCE(SUM(e.margin_minor), 0) AS BIGINT) AS margin_minor
  FROM relations r
  JOIN relation_activity a ON a.relation = r.id
  LEFT JOIN earned e ON e.relation = r.id
  GROUP BY r.heard_via_how
)
SELECT
  c.how, c.relations, c.customers,
  percent(c.customers, c.relations) AS share,
  share_low(c.customers, c.relations) AS share_low,
  share_high(c.customers, c.relations) AS share_high,
  c.turnover_minor, c.margin_minor, b.currency
FROM counted c CROSS JOIN book b
ORDER BY c.turnover_minor DESC NULLS LAST, c.how NULLS FIRST
