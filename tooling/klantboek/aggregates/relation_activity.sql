/*
title: {nl: Koopgedrag per relatie, en: Buying by relation}
answers:
  nl: Wanneer kocht een relatie voor het laatst, hoe vaak, voor hoeveel gemiddeld, en is zij nog actief?
  en: When did a relation last buy, how often, for how much on average, and is it still active?
formula:
  nl: "Dagen = peildatum − laatste order. Eenmalig: op één dag gekocht; trouw: op meer dagen. Actief tot en met het aantal dagen dat het boek bij slapend noemt, daarna slapend, en na het aantal dagen bij verloren: verloren. Eigen ritme, vanaf drie koopdagen: ritme = (laatste − eerste koopdag) / (koopdagen − 1); actief tot en met tweemaal het ritme na de laatste order, daarna slapend, na viermaal verloren. Omzet en gemiddelde order alleen in de valuta van het boek; gemiddelde = omzet (retouren eraf) / orders, afgerond op hele centen."
  en: "Days = day of the figures − last order. One time: bought on one day; loyal: on more days. Active up to the number of days that the book gives for dormant, dormant after that, and lost after the number of days for lost. Own rhythm, from three purchase days on: rhythm = (last − first purchase day) / (purchase days − 1); active up to twice the rhythm after the last order, dormant after that, and lost after four times. Turnover and average order in the book's currency only; average = turnover (returns taken off) / orders, rounded to whole cents."
requirements: [M39]
fields: [book.activity.dormant_after_days, book.activity.lost_after_days, product, relation.orders.date, relation.orders.lines.discount_amount, relation.orders.lines.discount_percent, relation.orders.lines.product, relation.orders.lines.quantity, relation.orders.lines.unit_price, relation.orders.status]
key: [relation]
alone: true
columns:
  relation: {nl: Relatie, en: Relation, reference: relation}
  orders: {nl: Orders, en: Orders}
  purchase_days: {nl: Koopdagen, en: Purchase days}
  first_on: {nl: Eerste order, en: First order}
  last_on: {nl: Laatste order, en: Last order}
  days_since: {nl: Dagen geleden, en: Days ago, unit: days}
  loyalty:
    nl: Trouw
    en: Loyalty
    choices:
      never: {nl: nooit gekocht, en: never bought}
      one_time: {nl: eenmalig, en: one time}
      loyal: {nl: trouw, en: loyal}
  activity:
    nl: Activiteit
    en: Activity
    choices:
      never: {nl: nooit gekocht, en: never bought}
      active: {nl: actief, en: active}
      dormant: {nl: slapend, en: dormant}
      lost: {nl: verloren, en: lost}
  rhythm_days: {nl: Koopt om de (dagen), en: Buys every (days), unit: days}
  own_rhythm:
    nl: Naar eigen ritme
    en: By its own rhythm
    choices:
      active: {nl: actief, en: active}
      dormant: {nl: slapend, en: dormant}
      lost: {nl: verloren, en: lost}
  turnover_minor: {nl: Omzet, en: Turnover, unit: money}
  average_order_minor: {nl: Gemiddelde order, en: Average order, unit: money}
  currency: {nl: Valuta, en: Currency}
  orders_in_other_currencies: {nl: Orders in andere valuta, en: Orders in other currencies}
chart: {kind: count, x: activity}
*/
WITH bought AS (
  SELECT
    t.relation,
    COUNT(CASE WHEN NOT t.returned THEN 1 END) AS orders,
    COUNT(DISTINCT CASE WHEN NOT t.returned THEN t.date END) AS purchase_days,
    MIN(CASE WHEN NOT t.returned THEN t.date END) AS first_on,
    MAX(CASE WHEN NOT t.returned THEN t.date END) AS last_on,
    CAST(SUM(CASE WHEN t.currency = b.currency THEN t.amount_minor END) AS BIGINT) AS turnover_minor,
    COUNT(CASE WHEN NOT t.returned AND t.currency = b.currency THEN 1 END) AS orders_here,
    COUNT(CASE WHEN NOT t.returned AND t.currency <> b.currency THEN 1 END) AS orders_in_other_currencies
  FROM order_totals t CROSS JOIN book b
  GROUP BY t.relation
),
counted AS (
  SELECT
    r.id AS relation,
    COALESCE(x.orders, 0) AS orders,
    COALESCE(x.purchase_days, 0) AS purchase_days,
    x.first_on, x.last_on,
    DATE_DIFF('day', x.last_on, $as_of) AS days_since,
    COALESCE(x.turnover_minor, 0) AS turnover_minor,
    COALESCE(x.orders_here, 0) AS orders_here,
    COALESCE(x.orders_in_other_currencies, 0) AS orders_in_other_currencies,
    DATE_DIFF('day', x.first_on, x.last_on) AS span,
    x.purchase_days - 1 AS gaps,
    b.currency, b.activity_dormant_after_days AS dormant_after, b.activity_lost_after_days AS lost_after
  FROM relations r CROSS JOIN book b LEFT JOIN bought x ON x.relation = r.id
)
SELECT
  relation, orders, purchase_days, first_on, last_on, days_since,
  CASE WHEN purchase_days = 0 THEN 'never' WHEN purchase_days = 1 THEN 'one_time' ELSE 'loyal' END AS loyalty,
  CASE
    WHEN purchase_days = 0 THEN 'never'
    WHEN dormant_after IS NULL OR lost_after IS NULL THEN NULL
    WHEN days_since > lost_after THEN 'lost'
    WHEN days_since > dormant_after THEN 'dormant'
    ELSE 'active'
  END AS activity,
  CASE WHEN gaps >= 2 THEN CAST((20 * span + gaps) // (2 * gaps) AS BIGINT) * 0.1 END AS rhythm_days,
  -- In whole numbers: days_since > 2 * span / gaps.
  CASE
    WHEN gaps < 2 OR gaps IS NULL THEN NULL
    WHEN days_since * gaps > 4 * span THEN 'lost'
    WHEN days_since * gaps > 2 * span THEN 'dormant'
    ELSE 'active'
  END AS own_rhythm,
  turnover_minor,
  CASE WHEN orders_here > 0
    THEN SIGN(turnover_minor) * ((2 * ABS(turnover_minor) + orders_here) // (2 * orders_here))
  END AS average_order_minor,
  currency, orders_in_other_currencies
FROM counted
ORDER BY relation NULLS FIRST
