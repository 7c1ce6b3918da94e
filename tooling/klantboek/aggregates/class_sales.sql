/*
title: {nl: Omzet per klantklasse, en: Sales by customer class}
answers:
  nl: Hoeveel klanten zitten in elke klasse, en hoeveel van de omzet komt van hen?
  en: How many customers are in each class, and how much of the turnover comes from them?
formula:
  nl: "Klasse naar de omzet van de laatste twaalf maanden in de valuta van het boek. Elke klasse van het boek heeft een regel; wie onder de laagste drempel blijft, staat zonder klasse."
  en: "Class by the turnover of the last twelve months in the book's currency. Every class of the book has a row; who stays below the lowest threshold stands without a class."
requirements: [M15, M22]
fields: [book.classes.code, book.classes.turnover_from, product, relation.classification.class, relation.orders.date, relation.orders.lines.discount_amount, relation.orders.lines.discount_percent, relation.orders.lines.product, relation.orders.lines.quantity, relation.orders.lines.unit_price, relation.orders.status]
key: [class]
people: [relations, stated_otherwise]
columns:
  class: {nl: Klasse, en: Class, reference: class}
  relations: {nl: Relaties, en: Relations}
  share_of_relations: {nl: Aandeel relaties, en: Share of relations, unit: percent}
  turnover_minor: {nl: Omzet 12 maanden, en: Turnover 12 months, unit: money}
  share_of_turnover: {nl: Aandeel omzet, en: Share of turnover, unit: percent}
  stated_otherwise: {nl: Anders opgegeven, en: Stated otherwise}
  currency: {nl: Valuta, en: Currency}
chart: {kind: bar, x: class, y: turnover_minor}
*/
WITH counted AS (
  SELECT
    class, COUNT(*) AS relations, CAST(SUM(turnover_minor) AS BIGINT) AS turnover_minor,
    COUNT(CASE WHEN NOT agrees THEN 1 END) AS stated_otherwise
  FROM customer_class
  GROUP BY class
),
all_classes AS (
  SELECT k.code AS class, k.turnover_from_minor, c.relations, c.turnover_minor, c.stated_otherwise
  FROM book_classes k LEFT JOIN counted c ON c.class = k.code
  UNION ALL
  SELECT class, NULL AS turnover_from_minor, relations, turnover_minor, stated_otherwise
  FROM counted
  WHERE class IS NULL
),
filled AS (
  SELECT
    class, turnover_from_minor,
    COALESCE(relations, 0) AS relations,
    COALESCE(turnover_minor, 0) AS turnover_minor,
    COALESCE(stated_otherwise, 0) AS stated_otherwise,
    CAST(SUM(relations) OVER () AS BIGINT) AS all_relations,
    CAST(SUM(turnover_minor) OVER () AS BIGINT) AS all_minor
  FROM all_classes
)
SELECT
  f.class, f.relations, percent(f.relations, f.all_relations) AS share_of_relations,
  f.turnover_minor,
  CASE WHEN f.turnover_minor >= 0 THEN percent(f.turnover_minor, f.all_minor) END AS share_of_turnover,
  f.stated_otherwise, b.currency
FROM filled f CROSS JOIN book b
ORDER BY turnover_from_minor DESC NULLS LAST, class NULLS FIRST
