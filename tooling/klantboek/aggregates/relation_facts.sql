/*
title: {nl: Relaties in één regel, en: Relations in one row}
answers:
  nl: Wat weten we van elke relatie dat in een segment kan staan?
  en: What do we know of each relation that a segment can ask for?
formula:
  nl: "Een regel per relatie. Bron: waaruit zij het eerst kwam (de oudste datum van opname, dan de volgorde in het bestand). Branche: de hoofdbranche die op de peildatum loopt. Land, postcode en plaats: van het eerste adres dat op de peildatum loopt, het bezoekadres voor. Bedragen in de valuta van het boek, retouren eraf; omzet 12 maanden: van de laatste twaalf maanden. Lopende contracten en abonnementen, machines in gebruik, open klachten en offertes: op de peildatum. Cijfer: het laatste van de accountmanager; aanbeveling: het laatste uit een enquête."
  en: "One row for each relation. Source: the one it came from first (the oldest day of collection, then the order in the file). Branch: the main branch that holds on the day of the figures. Country, postcode and city: of the first address that holds on that day, the visiting address before others. Amounts in the book's currency, returns taken off; turnover 12 months: of the last twelve months. Running contracts and subscriptions, machines in use, open complaints and quotes: on that day. Mark: the last of the account manager; recommendation: the last from a survey."
requirements: [M42]
fields: [book.activity.dormant_after_days, book.activity.lost_after_days, book.classes.code, book.classes.turnover_from, book.score.criteria.measure, book.score.criteria.weight, product.cost, product.kind, relation.addresses.city, relation.addresses.country, relation.addresses.from, relation.addresses.postcode, relation.addresses.until, relation.addresses.uses, relation.branches.code, relation.branches.from, relation.branches.main, relation.branches.until, relation.campaign_responses.campaign, relation.campaign_responses.control, relation.campaign_responses.delivered, relation.campaign_responses.responded_on, relation.campaign_responses.response, relation.campaign_responses.sent_on, relation.classification.class, relation.classification.goal, relation.classification.satisfaction.on, relation.classification.satisfaction.score, relation.collected.on, relation.collected.source, relation.complaints.cost, relation.complaints.on, relation.complaints.resolved_on, relation.complaints.status, relation.contracts.from, relation.contracts.renews, relation.contracts.until, relation.interactions.on, relation.interactions.state, relation.kind, relation.loyalty.entries.kind, relation.loyalty.entries.on, relation.loyalty.entries.points, relation.loyalty.programme, relation.orders.date, relation.orders.invoices.amount, relation.orders.invoices.credit_for, relation.orders.invoices.date, relation.orders.invoices.due, relation.orders.invoices.number, relation.orders.invoices.payments.amount, relation.orders.invoices.payments.on, relation.orders.invoices.reminders.on, relation.orders.lines.discount_amount, relation.orders.lines.discount_percent, relation.orders.lines.product, relation.orders.lines.quantity, relation.orders.lines.unit_cost, relation.orders.lines.unit_price, relation.orders.status, relation.owner, relation.preferences.language, relation.products_in_use.from, relation.products_in_use.product, relation.products_in_use.quantity, relation.products_in_use.until, relation.quotes.date, relation.quotes.status, relation.since, relation.status, relation.subscriptions.from, relation.subscriptions.until, relation.survey_answers.on, relation.survey_answers.score]
key: [relation]
columns:
  relation: {nl: Relatie, en: Relation, reference: relation}
  kind:
    nl: Soort
    en: Kind
    choices:
      organisation: {nl: organisatie, en: organisation}
      person: {nl: persoon, en: person}
  status:
    nl: Status
    en: Status
    choices:
      active: {nl: actief, en: active}
      dormant: {nl: slapend, en: dormant}
      lost: {nl: verloren, en: lost}
      ended: {nl: beëindigd, en: ended}
  since: {nl: Sinds, en: Since}
  source: {nl: Bron, en: Source, reference: vocabulary/sources}
  owner: {nl: Accountmanager, en: Account manager, reference: staff}
  goal:
    nl: Doel
    en: Goal
    choices:
      acquire: {nl: werven, en: acquire}
      grow: {nl: laten groeien, en: grow}
      maintain: {nl: behouden, en: maintain}
      end: {nl: beëindigen, en: end}
  class: {nl: Klasse, en: Class, reference: class}
  language: {nl: Taal, en: Language}
  branch: {nl: Branche, en: Branch}
  country: {nl: Land, en: Country}
  postcode: {nl: Postcode, en: Postcode}
  city: {nl: Plaats, en: City}
  orders: {nl: Orders, en: Orders}
  purchase_days: {nl: Koopdagen, en: Purchase days}
  first_order_on: {nl: Eerste order, en: First order}
  last_order_on: {nl: Laatste order, en: Last order}
  days_since_order: {nl: Dagen sinds order, en: Days since order, unit: days}
  activity: {like: relation_activity.activity}
  own_rhythm: {like: relation_activity.own_rhythm}
  turnover_minor: {nl: Omzet, en: Turnover, unit: money}
  turnover_12_months_minor: {nl: Omzet 12 maanden, en: Turnover 12 months, unit: money}
  average_order_minor: {nl: Gemiddelde order, en: Average order, unit: money}
  margin_minor: {nl: Marge, en: Margin, unit: money}
  overdue_minor: {nl: Achterstallig, en: Overdue, unit: money}
  currency: {nl: Valuta, en: Currency}
  score: {nl: Klantscore, en: Customer score, unit: points, relation_page: never}
  rfm_group: {like: rfm.rfm_group, nl: RFM-groep, en: RFM group}
  mark: {nl: Cijfer, en: Mark}
  recommendation: {nl: Aanbeveling, en: Recommendation}
  open_complaints: {nl: Open klachten, en: Open complaints}
  open_quotes: {nl: Open offertes, en: Open quotes}
  machines_in_use: {nl: Machines in gebruik, en: Machines in use}
  running_contracts: {nl: Lopende contracten, en: Running contracts}
  running_subscriptions: {nl: Lopende abonnementen, en: Running subscriptions}
  days_since_contact: {nl: Dagen sinds contact, en: Days since contact, unit: days}
  loyalty_points: {nl: Spaarpunten, en: Loyalty points}
*/
WITH sources AS (
  SELECT
    relation, source,
    ROW_NUMBER() OVER (PARTITION BY relation ORDER BY "on" NULLS LAST, collected_position NULLS FIRST) AS place
  FROM relations_collected
  WHERE COALESCE("on" <= $as_of, TRUE)
),
branches AS (
  SELECT
    relation, code,
    ROW_NUMBER() OVER (
      PARTITION BY relation ORDER BY COALESCE(main, FALSE) DESC, branches_position NULLS FIRST
    ) AS place
  FROM relations_branches
  WHERE COALESCE("from" <= $as_of, TRUE) AND COALESCE(until >= $as_of, TRUE)
),
visited AS (
  SELECT DISTINCT relation, addresses_position FROM relations_addresses_uses WHERE value = 'visiting'
),
places AS (
  SELECT
    a.relation, a.country, a.postcode, a.city,
    ROW_NUMBER() OVER (
      PARTITION BY a.relation
      ORDER BY CASE WHEN v.relation IS NULL THEN 1 ELSE 0 END, a.addresses_position NULLS FIRST
    ) AS place
  FROM relations_addresses a
  LEFT JOIN visited v ON v.relation = a.relation AND v.addresses_position = a.addresses_position
  WHERE COALESCE(a."from" <= $as_of, TRUE) AND COALESCE(a.until >= $as_of, TRUE)
),
marks AS (
  SELECT
    relation, score,
    ROW_NUMBER() OVER (
      PARTITION BY relation ORDER BY "on" DESC NULLS LAST, satisfaction_position DESC NULLS LAST
    ) AS place
  FROM relations_classification_satisfaction
  WHERE "on" <= $as_of
),
recommended AS (
  SELECT
    relation, score,
    ROW_NUMBER() OVER (
      PARTITION BY relation ORDER BY "on" DESC NULLS LAST, survey_answers_position DESC NULLS LAST
    ) AS place
  FROM relations_survey_answers
  WHERE "on" <= $as_of AND score IS NOT NULL
),
complained AS (
  SELECT relation, COUNT(*) AS open_complaints
  FROM relations_complaints
  WHERE "on" <= $as_of AND (status IN ('open', 'in_progress') OR resolved_on > $as_of)
  GROUP BY relation
),
quoted AS (
  SELECT relation, COUNT(*) AS open_quotes
  FROM relations_quotes
  WHERE status = 'open' AND date <= $as_of
  GROUP BY relation
),
used AS (
  SELECT u.relation, CAST(SUM(FLOOR(COALESCE(u.quantity, 1))) AS BIGINT) AS machines
  FROM relations_products_in_use u JOIN products p ON p.id = u.product
  WHERE p.kind = 'machine' AND COALESCE(u."from" <= $as_of, TRUE) AND COALESCE(u.until >= $as_of, TRUE)
  GROUP BY u.relation
),
contracted AS (
  SELECT relation, COUNT(*) AS contracts
  FROM relations_contracts
  WHERE COALESCE("from" <= $as_of, TRUE) AND (COALESCE(until >= $as_of, TRUE) OR COALESCE(renews, FALSE))
  GROUP BY relation
),
subscribed AS (
  SELECT relation, COUNT(*) AS subscriptions
  FROM relations_subscriptions
  WHERE COALESCE("from" <= $as_of, TRUE) AND COALESCE(until >= $as_of, TRUE)
  GROUP BY relation
),
talked AS (
  SELECT relation, MAX("on") AS last_on
  FROM relations_interactions
  WHERE state = 'realised' AND "on" <= $as_of
  GROUP BY relation
),
recent AS (
  SELECT t.relation, CAST(SUM(t.amount_minor) AS BIGINT) AS turnover_minor
  FROM order_totals t JOIN book b ON b.currency = t.currency
  WHERE t.date > CAST($as_of - INTERVAL 12 MONTH AS DATE)
  GROUP BY t.relation
),
earned AS (SELECT p.relation, p.margin_minor FROM relation_profit p JOIN book b ON b.currency = p.currency),
paying AS (SELECT p.relation, p.overdue_minor FROM payment_behaviour p JOIN book b ON b.currency = p.currency)
SELECT
  r.id AS relation, r.kind, r.status, r.since, g.source, r.owner,
  r.classification_goal AS goal,
  COALESCE(k.class, k.stated_class) AS class,
  r.preferences_language AS language,
  b.code AS branch, l.country, l.postcode, l.city,
  a.orders, a.purchase_days,
  a.first_on AS first_order_on, a.last_on AS last_order_on, a.days_since AS days_since_order,
  a.activity, a.own_rhythm, a.turnover_minor,
  COALESCE(w.turnover_minor, 0) AS turnover_12_months_minor,
  a.average_order_minor,
  COALESCE(e.margin_minor, 0) AS margin_minor,
  COALESCE(y.overdue_minor, 0) AS overdue_minor,
  a.currency, s.score, f.rfm_group,
  m.score AS mark, n.score AS recommendation,
  COALESCE(c.open_complaints, 0) AS open_complaints,
  COALESCE(q.open_quotes, 0) AS open_quotes,
  COALESCE(u.machines, 0) AS machines_in_use,
  COALESCE(x.contracts, 0) AS running_contracts,
  COALESCE(z.subscriptions, 0) AS running_subscriptions,
  DATE_DIFF('day', t.last_on, $as_of) AS days_since_contact,
  COALESCE(o.balance, 0) AS loyalty_points
FROM relations r
JOIN relation_activity a ON a.relation = r.id
LEFT JOIN customer_class k ON k.relation = r.id
LEFT JOIN sources g ON g.relation = r.id AND g.place = 1
LEFT JOIN branches b ON b.relation = r.id AND b.place = 1
LEFT JOIN places l ON l.relation = r.id AND l.place = 1
LEFT JOIN recent w ON w.relation = r.id
LEFT JOIN earned e ON e.relation = r.id
LEFT JOIN paying y ON y.relation = r.id
LEFT JOIN customer_score s ON s.relation = r.id
LEFT JOIN rfm f ON f.relation = r.id
LEFT JOIN marks m ON m.relation = r.id AND m.place = 1
LEFT JOIN recommended n ON n.relation = r.id AND n.place = 1
LEFT JOIN complained c ON c.relation = r.id
LEFT JOIN quoted q ON q.relation = r.id
LEFT JOIN used u ON u.relation = r.id
LEFT JOIN contracted x ON x.relation = r.id
LEFT JOIN subscribed z ON z.relation = r.id
LEFT JOIN talked t ON t.relation = r.id
LEFT JOIN loyalty_balance o ON o.relation = r.id
ORDER BY r.id NULLS FIRST
