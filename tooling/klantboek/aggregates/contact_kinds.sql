/*
title: {nl: Soorten contact, en: Kinds of contact}
answers:
  nl: Hoe vaak komt elke soort contact voor, en hoeveel valt er onder overige?
  en: How often does each kind of contact occur, and how much of it is other?
formula:
  nl: "Gerealiseerde contacten tot en met de peildatum; aandeel van alle, met 95%-interval (Wilson). Overige: de soorten waarbij een toelichting moet staan, samen; dat aandeel staat met zijn interval op elke regel."
  en: "Contacts that took place up to the day of the figures; share of all, with 95 % interval (Wilson). Other: the kinds that must carry an explanation, together; that share stands with its interval on every row."
source: Wilson 1927
requirements: [M23, M24]
fields: [relation.interactions.kind, relation.interactions.on, relation.interactions.state, vocabulary.terms.code, vocabulary.terms.needs_explanation]
key: [kind]
people: [relations]
columns:
  kind: {nl: Soort, en: Kind, reference: vocabulary/contact-kinds}
  contacts: {nl: Contacten, en: Contacts}
  relations: {nl: Relaties, en: Relations}
  share: {nl: Aandeel, en: Share, unit: percent}
  share_low: {nl: Aandeel van, en: Share from, unit: percent}
  share_high: {nl: Aandeel tot, en: Share to, unit: percent}
  needs_explanation: {nl: Overige, en: Other}
  other_share: {nl: Aandeel overige, en: Share of other, unit: percent}
  other_low: {nl: Overige van, en: Other from, unit: percent}
  other_high: {nl: Overige tot, en: Other to, unit: percent}
  last_on: {nl: Laatste, en: Last}
chart: {kind: bar, x: kind, y: contacts}
*/
WITH happened AS (
  SELECT
    i.relation, i.kind, i."on",
    COALESCE(t.needs_explanation, FALSE) AS needs_explanation
  FROM relations_interactions i
  LEFT JOIN vocabularies_terms t ON t.vocabulary = 'contact-kinds' AND t.code = i.kind
  WHERE i.state = 'realised' AND i."on" <= $as_of
),
counted AS (
  SELECT kind, needs_explanation, COUNT(*) AS contacts, COUNT(DISTINCT relation) AS relations, MAX("on") AS last_on
  FROM happened
  GROUP BY kind, needs_explanation
),
totals AS (
  SELECT COUNT(*) AS contacts, COUNT(CASE WHEN needs_explanation THEN 1 END) AS other FROM happened
)
SELECT
  c.kind, c.contacts, c.relations,
  percent(c.contacts, t.contacts) AS share,
  share_low(c.contacts, t.contacts) AS share_low,
  share_high(c.contacts, t.contacts) AS share_high,
  c.needs_explanation,
  percent(t.other, t.contacts) AS other_share,
  share_low(t.other, t.contacts) AS other_low,
  share_high(t.other, t.contacts) AS other_high,
  c.last_on
FROM counted c CROSS JOIN totals t
ORDER BY c.contacts DESC NULLS LAST, c.kind NULLS FIRST
