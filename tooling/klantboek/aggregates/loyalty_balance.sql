/*
title: {nl: Spaarsaldo, en: Loyalty balance}
answers:
  nl: Hoeveel punten en stempels heeft een relatie gespaard, besteed en over?
  en: How many points and stamps has a relation earned, spent and left?
formula:
  nl: "Saldo = gespaard − besteed − vervallen + bijgeboekt, tot en met de peildatum. Volle kaarten = ⌊stempels / stempels per kaart⌋, als het boek zegt hoeveel er op een kaart gaan."
  en: "Balance = earned − redeemed − expired + corrected, up to the day of the figures. Full cards = ⌊stamps / stamps on a card⌋, when the book says how many fill one."
requirements: [M31]
fields: [book.reminders.reward_every_stamps, relation.loyalty.entries.kind, relation.loyalty.entries.on, relation.loyalty.entries.points, relation.loyalty.entries.stamps, relation.loyalty.programme]
key: [relation]
alone: true
columns:
  relation: {nl: Relatie, en: Relation, reference: relation}
  programme: {nl: Programma, en: Programme}
  earned: {nl: Gespaard, en: Earned}
  redeemed: {nl: Besteed, en: Redeemed}
  expired: {nl: Vervallen, en: Expired}
  corrected: {nl: Bijgeboekt, en: Corrected}
  balance: {nl: Saldo punten, en: Points left}
  stamps: {nl: Saldo stempels, en: Stamps left}
  full_cards: {nl: Volle kaarten, en: Full cards}
  last_on: {nl: Laatste boeking, en: Last entry}
chart: {kind: spread, x: balance}
*/
WITH summed AS (
  SELECT
    r.id AS relation,
    r.loyalty_programme AS programme,
    CAST(COALESCE(SUM(CASE WHEN e.kind = 'earned' THEN e.points END), 0) AS BIGINT) AS earned,
    CAST(COALESCE(SUM(CASE WHEN e.kind = 'redeemed' THEN e.points END), 0) AS BIGINT) AS redeemed,
    CAST(COALESCE(SUM(CASE WHEN e.kind = 'expired' THEN e.points END), 0) AS BIGINT) AS expired,
    CAST(COALESCE(SUM(CASE WHEN e.kind = 'corrected' THEN e.points END), 0) AS BIGINT) AS corrected,
    CAST(COALESCE(SUM(
      CASE WHEN e.kind IN ('redeemed', 'expired') THEN -e.points ELSE e.points END
    ), 0) AS BIGINT) AS balance,
    CAST(COALESCE(SUM(
      CASE WHEN e.kind IN ('redeemed', 'expired') THEN -e.stamps ELSE e.stamps END
    ), 0) AS BIGINT) AS stamps,
    MAX(e."on") AS last_on
  FROM relations r
  LEFT JOIN relations_loyalty_entries e ON e.relation = r.id AND e."on" <= $as_of
  WHERE r.loyalty_programme IS NOT NULL
  GROUP BY r.id, r.loyalty_programme
)
SELECT
  s.relation, s.programme, s.earned, s.redeemed, s.expired, s.corrected, s.balance, s.stamps,
  CASE WHEN b.reminders_reward_every_stamps > 0 THEN GREATEST(s.stamps, 0) // b.reminders_reward_every_stamps END
    AS full_cards,
  s.last_on
FROM summed s CROSS JOIN book b
ORDER BY s.relation NULLS FIRST
