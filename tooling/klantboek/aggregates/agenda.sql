/*
title: {nl: Herinneringen, en: Reminders}
answers:
  nl: Wat moet er gebeuren, bij wie, waarom en wanneer?
  en: What is to be done, with whom, why and when?
formula:
  nl: "Tot zoveel dagen na de peildatum als het boek vooruitkijkt (90, tenzij het iets anders zegt). Gepland contact en toezegging: op hun dag. Lang geen contact: het laatste contact + het aantal dagen dat het boek noemt, als er niets is gepland. Offerte: de laatste dag waarop zij geldt. Vervanging: de dag waarop het product aan vervanging toe is. Slapend: de dag na het aantal dagen zonder order dat het boek bij slapend noemt. Betalingsherinnering: de vervaldag of de laatste herinnering + het aantal dagen tot een herinnering (14, tenzij het boek iets anders zegt). Trouw: twee weken na elke zoveelste koopdag of volle stempelkaart. Verlengen: de laatste dag waarop kan worden opgezegd, tenzij er een opvolger is. Nagaan: de dag waarop gegevens of toestemming verouderd zijn. Wie als verloren of beëindigd te boek staat, krijgt alleen wat is afgesproken en wat openstaat."
  en: "Up to as many days after the day of the figures as the book looks ahead (90, unless it says otherwise). Planned contact and promise: on their day. No contact for long: the last contact + the number of days that the book gives, when nothing is planned. Quote: the last day on which it holds. Replacement: the day on which the product is due for it. Dormant: the day after the number of days without an order that the book gives for dormant. Payment reminder: the due date or the last reminder + the number of days until a reminder (14, unless the book says otherwise). Loyal: two weeks after every so many purchase days or full card of stamps. Renewal: the last day on which notice can be given, unless there is a successor. Verification: the day on which data or consent is out of date. Who stands as lost or ended gets only what was promised and what is open."
requirements: [M23, M45]
fields: [book.activity.dormant_after_days, book.activity.lost_after_days, book.lint.reminder_after_days, book.reminders.ahead_days, book.reminders.contact_after_days, book.reminders.reward_every_orders, book.reminders.reward_every_stamps, dictionary.fields, dictionary.verify_every_months, product.life_months, relation.addresses.collected.on, relation.addresses.until, relation.addresses.verified.on, relation.classification.goal, relation.consents.on, relation.consents.state, relation.consents.until, relation.contacts.collected.on, relation.contacts.emails.collected.on, relation.contacts.emails.until, relation.contacts.emails.verified.on, relation.contacts.phones.collected.on, relation.contacts.phones.until, relation.contacts.phones.verified.on, relation.contacts.private_address.collected.on, relation.contacts.private_address.country, relation.contacts.private_address.until, relation.contacts.private_address.verified.on, relation.contacts.social.verified.on, relation.contacts.until, relation.contacts.verified.on, relation.contracts.from, relation.contracts.kind, relation.contracts.notice_days, relation.contracts.owner, relation.contracts.renews, relation.contracts.title, relation.contracts.until, relation.emails.collected.on, relation.emails.until, relation.emails.verified.on, relation.former.address.collected.on, relation.former.address.country, relation.former.address.until, relation.former.address.verified.on, relation.interactions.follow_ups.done_on, relation.interactions.follow_ups.due, relation.interactions.follow_ups.owner, relation.interactions.follow_ups.what, relation.interactions.on, relation.interactions.staff, relation.interactions.state, relation.interactions.subject, relation.loyalty.entries.kind, relation.loyalty.entries.on, relation.loyalty.entries.stamps, relation.loyalty.programme, relation.orders.date, relation.orders.delivery_address.collected.on, relation.orders.delivery_address.country, relation.orders.delivery_address.until, relation.orders.delivery_address.verified.on, relation.orders.invoices.amount, relation.orders.invoices.credit_for, relation.orders.invoices.date, relation.orders.invoices.due, relation.orders.invoices.number, relation.orders.invoices.payments.amount, relation.orders.invoices.payments.on, relation.orders.invoices.reminders.on, relation.orders.lines.product, relation.orders.lines.quantity, relation.orders.status, relation.organisation.profile.directors, relation.organisation.profile.figures, relation.organisation.profile.founded_on, relation.organisation.profile.purpose, relation.organisation.profile.sector, relation.organisation.profile.verified.how, relation.organisation.profile.verified.on, relation.owner, relation.payment.accounts, relation.payment.credit_limit, relation.payment.invoice_delivery, relation.payment.method, relation.payment.our_customer_number, relation.payment.peppol_id, relation.payment.terms_days, relation.payment.verified.how, relation.payment.verified.on, relation.person.profile.children, relation.person.profile.collected.on, relation.person.profile.collected.source, relation.person.profile.education, relation.person.profile.habits, relation.person.profile.household_income.from, relation.person.profile.household_income.until, relation.person.profile.occupation, relation.person.profile.verified.how, relation.person.profile.verified.on, relation.phones.collected.on, relation.phones.until, relation.phones.verified.on, relation.products_in_use.from, relation.products_in_use.product, relation.products_in_use.replace_by, relation.products_in_use.until, relation.quotes.follow_up.done_on, relation.quotes.follow_up.due, relation.quotes.follow_up.owner, relation.quotes.follow_up.what, relation.quotes.number, relation.quotes.status, relation.quotes.valid_until, relation.registrations.enterprise_number, relation.registrations.eori, relation.registrations.establishment_number, relation.registrations.kvk, relation.registrations.kvk_branch, relation.registrations.lei, relation.registrations.others, relation.registrations.rsin, relation.registrations.shared, relation.registrations.vat, relation.registrations.verified.how, relation.registrations.verified.on, relation.roles, relation.since, relation.social.verified.on, relation.status, relation.subscriptions.cancelled_on, relation.subscriptions.notice_days, relation.subscriptions.product, relation.subscriptions.until]
presence: [relation.contacts.private_address.country, relation.former.address.country, relation.orders.delivery_address.country, relation.organisation.profile.directors, relation.organisation.profile.figures, relation.organisation.profile.founded_on, relation.organisation.profile.purpose, relation.organisation.profile.sector, relation.organisation.profile.verified.how, relation.payment.accounts, relation.payment.credit_limit, relation.payment.invoice_delivery, relation.payment.method, relation.payment.our_customer_number, relation.payment.peppol_id, relation.payment.terms_days, relation.payment.verified.how, relation.person.profile.children, relation.person.profile.collected.source, relation.person.profile.education, relation.person.profile.habits, relation.person.profile.household_income.from, relation.person.profile.household_income.until, relation.person.profile.occupation, relation.person.profile.verified.how, relation.registrations.enterprise_number, relation.registrations.eori, relation.registrations.establishment_number, relation.registrations.kvk, relation.registrations.kvk_branch, relation.registrations.lei, relation.registrations.others, relation.registrations.rsin, relation.registrations.shared, relation.registrations.vat, relation.registrations.verified.how]
key: [relation, kind, part, position, step, what, product]
alone: true
columns:
  due_on: {nl: Uiterlijk op, en: Due on}
  kind:
    nl: Reden
    en: Reason
    choices:
      contact: {nl: lang geen contact, en: no contact for long}
      dormant: {nl: koopt niet meer, en: no longer buys}
      follow_up: {nl: toezegging, en: promise}
      loyal: {nl: trouwe klant, en: loyal customer}
      overdue: {nl: betalingsherinnering, en: payment reminder}
      planned: {nl: gepland contact, en: planned contact}
      quote: {nl: offerte verloopt, en: quote expires}
      renewal: {nl: contract te verlengen, en: contract to renew}
      replacement: {nl: aan vervanging toe, en: due for replacement}
      verification: {nl: opnieuw na te gaan, en: to be verified again}
  relation: {nl: Relatie, en: Relation, reference: relation}
  what:
    nl: Wat
    en: What
    like: verification_due.what
    choices:
      call: {nl: bel of ga langs, en: call or visit}
      offer: {nl: bied iets aan, en: make an offer}
      thanks: {nl: bedank voor de trouw, en: thank for the loyalty}
      card: {nl: stempelkaart vol, en: card of stamps full}
      replace: {nl: bied vervanging aan, en: offer a replacement}
      subscription: {nl: abonnement, en: subscription}
  product: {nl: Product, en: Product, reference: product}
  owner: {nl: Wie, en: Who, reference: staff}
  late: {nl: Te laat, en: Late}
  amount_minor: {nl: Bedrag, en: Amount, unit: money}
  currency: {nl: Valuta, en: Currency}
  part: {nl: Lijst, en: List, hidden: true}
  position: {nl: Nr., en: No., hidden: true}
  step: {nl: Stap, en: Step, hidden: true}
chart: {kind: count, x: kind}
*/
WITH settings AS (
  SELECT
    COALESCE(reminders_ahead_days, 90) AS ahead_days, reminders_contact_after_days AS contact_after_days,
    reminders_reward_every_orders AS every_orders, reminders_reward_every_stamps AS every_stamps,
    activity_dormant_after_days AS dormant_after_days,
    COALESCE(lint_reminder_after_days, 14) AS reminder_after_days
  FROM book
),
here AS (
  SELECT id, since, owner FROM relations
  WHERE COALESCE(status, '') NOT IN ('lost', 'ended') AND COALESCE(classification_goal, '') <> 'end'
),
talks AS (
  SELECT
    relation,
    MAX(CASE WHEN state = 'realised' AND "on" <= $as_of THEN "on" END) AS last_on,
    COUNT(CASE WHEN state = 'planned' AND "on" >= $as_of THEN 1 END) AS planned
  FROM relations_interactions
  GROUP BY relation
),
sold_to AS (
  SELECT DISTINCT relation FROM relations_roles WHERE value IN ('customer', 'prospect', 'lead', 'reseller')
),
agreed AS (
  SELECT *, CAST(until - COALESCE(notice_days, 0) * INTERVAL '1' DAY AS DATE) AS notice_on
  FROM relations_contracts
),
succeeded AS (
  SELECT DISTINCT a.relation, a.contracts_position
  FROM agreed a JOIN agreed b
    ON b.relation = a.relation AND b.kind = a.kind AND b."from" > a."from"
  WHERE b.until IS NULL OR b.until > a.until
),
days AS (
  SELECT
    relation, date, ROW_NUMBER() OVER (PARTITION BY relation ORDER BY date NULLS FIRST) AS number
  FROM (SELECT DISTINCT relation, date FROM order_totals WHERE NOT returned) AS bought
),
rewarded AS (
  SELECT d.relation, MAX(d.date) AS date
  FROM days d CROSS JOIN settings s
  WHERE s.every_orders > 0 AND d.number % s.every_orders = 0
  GROUP BY d.relation
),
first_staff AS (
  SELECT relation, interactions_position, value AS owner
  FROM relations_interactions_staff
  WHERE staff_position = 1
),
found AS (
  SELECT
    i."on" AS due_on, 'planned' AS kind, i.relation, i.subject AS what, CAST(NULL AS VARCHAR) AS product, f.owner,
    CAST(NULL AS BIGINT) AS amount_minor, CAST(NULL AS VARCHAR) AS currency,
    'interactions' AS part, i.interactions_position AS position, 0 AS step
  FROM relations_interactions i
  LEFT JOIN first_staff f ON f.relation = i.relation AND f.interactions_position = i.interactions_position
  WHERE i.state = 'planned'
  UNION ALL
  SELECT
    due, 'follow_up', relation, what, NULL, owner, NULL, NULL, 'interactions', interactions_position, follow_ups_position
  FROM relations_interactions_follow_ups
  WHERE due IS NOT NULL AND COALESCE(done_on > $as_of, TRUE)
  UNION ALL
  SELECT
    follow_up_due, 'follow_up', relation, follow_up_what, NULL, follow_up_owner, NULL, NULL, 'quotes', quotes_position, 0
  FROM relations_quotes
  WHERE follow_up_due IS NOT NULL AND COALESCE(follow_up_done_on > $as_of, TRUE)
  UNION ALL
  SELECT valid_until, 'quote', relation, number, NULL, NULL, NULL, NULL, 'quotes', quotes_position, 0
  FROM relations_quotes
  WHERE status = 'open'
  UNION ALL
  SELECT
    COALESCE(CAST(COALESCE(t.last_on, h.since) + s.contact_after_days * INTERVAL '1' DAY AS DATE), $as_of),
    'contact', h.id, 'call', NULL, NULL, NULL, NULL, '', 0, 0
  FROM here h
  CROSS JOIN settings s
  JOIN sold_to c ON c.relation = h.id
  LEFT JOIN talks t ON t.relation = h.id
  WHERE s.contact_after_days IS NOT NULL AND COALESCE(t.planned, 0) = 0
  UNION ALL
  SELECT
    r.due_on, 'replacement', r.relation, 'replace', r.product, NULL, NULL, NULL,
    CASE WHEN r.position > 0 THEN 'products_in_use' ELSE '' END, r.position, 0
  FROM replacements_due r JOIN here h ON h.id = r.relation
  UNION ALL
  SELECT
    CAST(a.last_on + (s.dormant_after_days + 1) * INTERVAL '1' DAY AS DATE),
    'dormant', a.relation, 'offer', NULL, NULL, NULL, NULL, '', 0, 0
  FROM relation_activity a JOIN here h ON h.id = a.relation CROSS JOIN settings s
  WHERE a.activity = 'dormant'
  UNION ALL
  SELECT
    CAST(COALESCE(i.last_reminder_on, i.due) + s.reminder_after_days * INTERVAL '1' DAY AS DATE),
    'overdue', i.relation, i.number, NULL, NULL, i.open_minor, i.currency, 'orders', i.orders_position, i.invoices_position
  FROM invoice_status i CROSS JOIN settings s
  WHERE i.open_minor > 0 AND i.due < $as_of
  UNION ALL
  SELECT
    CAST(w.date + 14 * INTERVAL '1' DAY AS DATE), 'loyal', w.relation, 'thanks', NULL, NULL, NULL, NULL, '', 0, 0
  FROM rewarded w JOIN here h ON h.id = w.relation CROSS JOIN settings s
  WHERE DATE_DIFF('day', w.date, $as_of) <= s.ahead_days
  UNION ALL
  SELECT
    CAST(l.last_on + 14 * INTERVAL '1' DAY AS DATE), 'loyal', l.relation, 'card', NULL, NULL, NULL, NULL, '', 0, 0
  FROM loyalty_balance l JOIN here h ON h.id = l.relation CROSS JOIN settings s
  WHERE s.every_stamps > 0 AND l.stamps >= s.every_stamps
  UNION ALL
  SELECT a.notice_on, 'renewal', a.relation, a.title, NULL, a.owner, NULL, NULL, 'contracts', a.contracts_position, 0
  FROM agreed a
  JOIN here h ON h.id = a.relation
  LEFT JOIN succeeded u ON u.relation = a.relation AND u.contracts_position = a.contracts_position
  WHERE a.until >= $as_of AND u.relation IS NULL AND (a.notice_on >= $as_of OR NOT COALESCE(a.renews, FALSE))
  UNION ALL
  SELECT
    CASE
      WHEN CAST(b.until - COALESCE(b.notice_days, 0) * INTERVAL '1' DAY AS DATE) >= $as_of
        THEN CAST(b.until - COALESCE(b.notice_days, 0) * INTERVAL '1' DAY AS DATE)
      ELSE b.until
    END,
    'renewal', b.relation, 'subscription', b.product, NULL, NULL, NULL, 'subscriptions', b.subscriptions_position, 0
  FROM relations_subscriptions b JOIN here h ON h.id = b.relation
  WHERE b.until >= $as_of AND COALESCE(b.cancelled_on > $as_of, TRUE)
  UNION ALL
  SELECT v.due_on, 'verification', v.relation, v.what, NULL, NULL, NULL, NULL, '', 0, 0
  FROM verification_due v JOIN here h ON h.id = v.relation
)
SELECT
  f.due_on, f.kind, f.relation, f.what, f.product,
  COALESCE(f.owner, r.owner) AS owner,
  f.due_on < $as_of AS late,
  f.amount_minor, f.currency, f.part,
  CAST(f.position AS BIGINT) AS position,
  CAST(f.step AS BIGINT) AS step
FROM found f
JOIN relations r ON r.id = f.relation
CROSS JOIN settings s
WHERE DATE_DIFF('day', $as_of, f.due_on) <= s.ahead_days
ORDER BY f.due_on NULLS LAST, f.relation NULLS FIRST, f.kind NULLS FIRST, f.part NULLS FIRST, f.position NULLS FIRST, f.step NULLS FIRST, f.what NULLS FIRST, f.product NULLS FIRST
