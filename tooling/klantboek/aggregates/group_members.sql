/*
title: {nl: Moeders en dochters, en: Mothers and daughters}
answers:
  nl: Welke relaties horen bij dezelfde groep, en wie staat aan het hoofd?
  en: Which relations belong to the same group, and who is at its head?
formula:
  nl: "Banden van de soort moeder die op de peildatum lopen; bij twee moeders telt het grootste aandeel en daarna het laagste nummer. Het hoofd is de moeder van de moeder, tot zestien lagen hoog. Alleen groepen van ten minste twee. Omzet van elk lid apart, in de valuta van het boek, retouren eraf."
  en: "Links of the kind parent that hold on the day of the figures; of two parents the largest share counts and then the lowest number. The head is the parent of the parent, up to sixteen layers. Only groups of at least two. Turnover of each member by itself, in the book's currency, returns taken off."
requirements: [M07, M22]
fields: [book, product, relation.links.from, relation.links.kind, relation.links.share_percent, relation.links.to, relation.links.until, relation.orders.date, relation.orders.lines.discount_amount, relation.orders.lines.discount_percent, relation.orders.lines.product, relation.orders.lines.quantity, relation.orders.lines.unit_price, relation.orders.status]
key: [relation]
columns:
  mother: {nl: Hoofd, en: Head, reference: relation}
  relation: {nl: Relatie, en: Relation, reference: relation}
  parent: {nl: Moeder, en: Parent, reference: relation}
  share_percent: {nl: Aandeel, en: Share, unit: percent}
  turnover_minor: {nl: Omzet, en: Turnover, unit: money}
  currency: {nl: Valuta, en: Currency}
*/
WITH parents AS (
  SELECT
    l.relation, l."to" AS parent, l.share_percent,
    ROW_NUMBER() OVER (
      PARTITION BY l.relation
      ORDER BY l.share_percent DESC NULLS LAST, l."to" NULLS FIRST, l.links_position NULLS FIRST
    ) AS place
  FROM relations_links l
  JOIN relations p ON p.id = l."to"
  WHERE l.kind = 'parent' AND l."to" <> l.relation
    AND COALESCE(l."from" <= $as_of, TRUE) AND COALESCE(l.until >= $as_of, TRUE)
),
-- Each step goes twice as high as the one before it.
one_up AS (
  SELECT r.id AS relation, COALESCE(p.parent, r.id) AS head, p.parent, p.share_percent
  FROM relations r LEFT JOIN parents p ON p.relation = r.id AND p.place = 1
),
two_up AS (SELECT a.relation, b.head, a.parent, a.share_percent FROM one_up a JOIN one_up b ON b.relation = a.head),
four_up AS (SELECT a.relation, b.head, a.parent, a.share_percent FROM two_up a JOIN two_up b ON b.relation = a.head),
eight_up AS (SELECT a.relation, b.head, a.parent, a.share_percent FROM four_up a JOIN four_up b ON b.relation = a.head),
heads AS (
  SELECT a.relation, b.head, a.parent, a.share_percent FROM eight_up a JOIN eight_up b ON b.relation = a.head
),
counted AS (SELECT *, COUNT(*) OVER (PARTITION BY head) AS size FROM heads)
SELECT
  c.head AS mother, c.relation, c.parent,
  CAST(CAST(FLOOR(c.share_percent * 10 + 0.5) AS BIGINT) * 0.1 AS DECIMAL(21,1)) AS share_percent,
  COALESCE(a.turnover_minor, 0) AS turnover_minor, a.currency
FROM counted c JOIN relation_activity a ON a.relation = c.relation
WHERE c.size > 1
ORDER BY mother NULLS FIRST, c.relation NULLS FIRST
