/*
title: {nl: Vervanging, en: Replacement}
answers:
  nl: Wanneer is wat een relatie van ons gebruikt aan vervanging toe?
  en: When is what a relation uses of ours due for replacement?
formula:
  nl: "De dag die bij het product in gebruik staat; anders het begin van het gebruik + de levensduur van het product in maanden. Voor een product met een levensduur dat niet bij de producten in gebruik staat: de laatste aankoop + de levensduur. Wat valt na het einde van een maand, valt op haar laatste dag. Niet voor wie als verloren of beëindigd te boek staat, en niet voor wat niet meer in gebruik is."
  en: "The day that stands with the product in use; otherwise the start of its use + the life of the product in months. For a product with a life that is not among the products in use: the last purchase + the life. What falls after the end of a month falls on its last day. Not for who stands as lost or ended, and not for what is no longer in use."
requirements: [M21, M45]
fields: [product.life_months, product.replaced_by, relation.orders.date, relation.orders.lines.product, relation.orders.lines.quantity, relation.orders.status, relation.products_in_use.from, relation.products_in_use.product, relation.products_in_use.quantity, relation.products_in_use.replace_by, relation.products_in_use.serial_number, relation.products_in_use.until, relation.status]
key: [relation, product, position]
alone: true
columns:
  relation: {nl: Relatie, en: Relation, reference: relation}
  product: {nl: Product, en: Product, reference: product}
  position: {nl: Nr., en: No., hidden: true}
  serial_number: {nl: Serienummer, en: Serial number}
  quantity: {nl: Aantal, en: Quantity}
  since: {nl: Sinds, en: Since}
  due_on: {nl: Te vervangen op, en: To be replaced on}
  basis:
    nl: Waarop het rust
    en: What it rests on
    choices:
      stated: {nl: opgegeven dag, en: stated day}
      use: {nl: begin van gebruik, en: start of use}
      purchase: {nl: laatste aankoop, en: last purchase}
  replaced_by: {nl: Opvolger, en: Successor, reference: product}
chart: {kind: count, x: due_on}
*/
WITH here AS (
  SELECT id FROM relations WHERE COALESCE(status, '') NOT IN ('lost', 'ended')
),
in_use AS (
  SELECT
    u.relation, u.product, u.products_in_use_position AS position, u.serial_number,
    COALESCE(u.quantity, 1) AS quantity, u."from" AS since,
    COALESCE(u.replace_by, CAST(u."from" + p.life_months * INTERVAL '1' MONTH AS DATE)) AS due_on,
    CASE WHEN u.replace_by IS NOT NULL THEN 'stated' ELSE 'use' END AS basis,
    p.replaced_by
  FROM relations_products_in_use u
  JOIN here r ON r.id = u.relation
  LEFT JOIN products p ON p.id = u.product
  WHERE COALESCE(u.until >= $as_of, TRUE) AND COALESCE(u."from" <= $as_of, TRUE)
),
-- What once was in use is followed there, also when it is gone.
followed AS (SELECT DISTINCT relation, product FROM relations_products_in_use),
bought AS (
  SELECT relation, product, MAX(date) AS since
  FROM order_lines
  WHERE NOT returned
  GROUP BY relation, product
),
purchased AS (
  SELECT
    b.relation, b.product, 0 AS position, CAST(NULL AS VARCHAR) AS serial_number,
    CAST(NULL AS DECIMAL(18,6)) AS quantity, b.since,
    CAST(b.since + p.life_months * INTERVAL '1' MONTH AS DATE) AS due_on,
    'purchase' AS basis, p.replaced_by
  FROM bought b
  JOIN here r ON r.id = b.relation
  JOIN products p ON p.id = b.product
  LEFT JOIN followed f ON f.relation = b.relation AND f.product = b.product
  WHERE f.relation IS NULL AND p.life_months IS NOT NULL
),
everything AS (
  SELECT relation, product, position, serial_number, quantity, since, due_on, basis, replaced_by FROM in_use
  UNION ALL
  SELECT relation, product, position, serial_number, quantity, since, due_on, basis, replaced_by FROM purchased
)
SELECT
  relation, product, CAST(position AS BIGINT) AS position, serial_number,
  CAST(quantity AS DECIMAL(18,6)) AS quantity, since, due_on, basis, replaced_by
FROM everything
WHERE due_on IS NOT NULL
ORDER BY due_on NULLS LAST, relation NULLS FIRST, product NULLS FIRST, position NULLS FIRST
