/*
title: {nl: Klantklasse, en: Customer class}
answers:
  nl: In welke klasse valt een klant naar omzet, en klopt dat met de klasse die in zijn bestand staat?
  en: Which class does a customer belong to by turnover, and does it agree with the class that its record states?
formula:
  nl: "Omzet van de laatste twaalf maanden in de valuta van het boek (retouren eraf); de klasse met de hoogste drempel die is gehaald. Alleen relaties die ooit kochten of waarvan een klasse is opgegeven."
  en: "Turnover of the last twelve months in the book's currency (returns taken off); the class with the highest threshold that is reached. Only relations that ever bought, or whose record states a class."
requirements: [M15]
fields: [book.classes.code, book.classes.turnover_from, product, relation.classification.class, relation.orders.date, relation.orders.lines.discount_amount, relation.orders.lines.discount_percent, relation.orders.lines.product, relation.orders.lines.quantity, relation.orders.lines.unit_price, relation.orders.status]
key: [relation]
alone: true
columns:
  relation: {nl: Relatie, en: Relation, reference: relation}
  turnover_minor: {nl: Omzet 12 maanden, en: Turnover 12 months, unit: money}
  currency: {nl: Valuta, en: Currency}
  class: {nl: Klasse naar omzet, en: Class by turnover, reference: class}
  stated_class: {nl: Opgegeven klasse, en: Stated class, reference: class}
  agrees: {nl: Klopt, en: Agrees}
chart: {kind: count, x: class}
*/
WITH turnover AS (
  SELECT
    t.relation,
    CAST(COALESCE(SUM(
      CASE WHEN t.currency = b.currency AND t.date > CAST($as_of - INTERVAL 12 MONTH AS DATE) THEN t.amount_minor END
    ), 0) AS BIGINT) AS turnover_minor
  FROM order_totals t CROSS JOIN book b
  GROUP BY t.relation
),
customers AS (
  SELECT
    r.id AS relation, COALESCE(t.turnover_minor, 0) AS turnover_minor, b.currency,
    r.classification_class AS stated_class
  FROM relations r CROSS JOIN book b LEFT JOIN turnover t ON t.relation = r.id
  WHERE t.relation IS NOT NULL OR r.classification_class IS NOT NULL
),
reached AS (
  SELECT
    c.relation, k.code,
    ROW_NUMBER() OVER (
      PARTITION BY c.relation ORDER BY k.turnover_from_minor DESC NULLS LAST, k.classes_position NULLS FIRST
    ) AS place
  FROM customers c JOIN book_classes k ON k.turnover_from_minor <= c.turnover_minor
)
SELECT
  c.relation, c.turnover_minor, c.currency, x.code AS class, c.stated_class, x.code = c.stated_class AS agrees
FROM customers c LEFT JOIN reached x ON x.relation = c.relation AND x.place = 1
ORDER BY c.relation NULLS FIRST
