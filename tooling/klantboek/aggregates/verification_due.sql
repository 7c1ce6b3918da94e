/*
title: {nl: Opnieuw na te gaan, en: To be verified again}
answers:
  nl: Welke gegevens van welke relatie moeten we opnieuw nagaan, en wanneer?
  en: Which data of which relation do we have to verify again, and when?
formula:
  nl: "Dag waarop het is nagegaan, of anders opgenomen, + het aantal maanden dat het woordenboek voor dat veld noemt (de langste omschrijving telt). Nooit nagegaan: vandaag, en te laat. Wat bij een contactpersoon staat telt als het een eigen datum of een eigen omschrijving in het woordenboek heeft; anders is het met die persoon nagegaan. Dit is wat regel KB801 meldt. Per relatie en soort de eerste dag, het aantal en hoeveel daarvan te laat zijn. Wat is afgelopen telt niet, en wie als verloren of beëindigd te boek staat evenmin. Toestemming met een laatste dag: op die dag."
  en: "Day on which it was verified, or else collected, + the number of months that the dictionary gives for that field (the longest path counts). Never verified: today, and late. What stands with a contact person counts when it has a date or an entry of the dictionary of its own; otherwise it was verified with that person. This is what rule KB801 reports. By relation and sort the first day, how many, and how many of them are late. What is over does not count, nor does who stands as lost or ended. Consent with a last day: on that day."
requirements: [M45, M53]
fields: [dictionary.fields, dictionary.verify_every_months, relation.addresses.collected.on, relation.addresses.until, relation.addresses.verified.on, relation.consents.on, relation.consents.state, relation.consents.until, relation.contacts.collected.on, relation.contacts.emails.collected.on, relation.contacts.emails.until, relation.contacts.emails.verified.on, relation.contacts.phones.collected.on, relation.contacts.phones.until, relation.contacts.phones.verified.on, relation.contacts.private_address.collected.on, relation.contacts.private_address.country, relation.contacts.private_address.until, relation.contacts.private_address.verified.on, relation.contacts.social.verified.on, relation.contacts.until, relation.contacts.verified.on, relation.emails.collected.on, relation.emails.until, relation.emails.verified.on, relation.former.address.collected.on, relation.former.address.country, relation.former.address.until, relation.former.address.verified.on, relation.orders.delivery_address.collected.on, relation.orders.delivery_address.country, relation.orders.delivery_address.until, relation.orders.delivery_address.verified.on, relation.organisation.profile.directors, relation.organisation.profile.figures, relation.organisation.profile.founded_on, relation.organisation.profile.purpose, relation.organisation.profile.sector, relation.organisation.profile.verified.how, relation.organisation.profile.verified.on, relation.payment.accounts, relation.payment.credit_limit, relation.payment.invoice_delivery, relation.payment.method, relation.payment.our_customer_number, relation.payment.peppol_id, relation.payment.terms_days, relation.payment.verified.how, relation.payment.verified.on, relation.person.profile.children, relation.person.profile.collected.on, relation.person.profile.collected.source, relation.person.profile.education, relation.person.profile.habits, relation.person.profile.household_income.from, relation.person.profile.household_income.until, relation.person.profile.occupation, relation.person.profile.verified.how, relation.person.profile.verified.on, relation.phones.collected.on, relation.phones.until, relation.phones.verified.on, relation.registrations.enterprise_number, relation.registrations.eori, relation.registrations.establishment_number, relation.registrations.kvk, relation.registrations.kvk_branch, relation.registrations.lei, relation.registrations.others, relation.registrations.rsin, relation.registrations.shared, relation.registrations.vat, relation.registrations.verified.how, relation.registrations.verified.on, relation.social.verified.on, relation.status]
presence: [relation.contacts.private_address.country, relation.former.address.country, relation.orders.delivery_address.country, relation.organisation.profile.directors, relation.organisation.profile.figures, relation.organisation.profile.founded_on, relation.organisation.profile.purpose, relation.organisation.profile.sector, relation.organisation.profile.verified.how, relation.payment.accounts, relation.payment.credit_limit, relation.payment.invoice_delivery, relation.payment.method, relation.payment.our_customer_number, relation.payment.peppol_id, relation.payment.terms_days, relation.payment.verified.how, relation.person.profile.children, relation.person.profile.collected.source, relation.person.profile.education, relation.person.profile.habits, relation.person.profile.household_income.from, relation.person.profile.household_income.until, relation.person.profile.occupation, relation.person.profile.verified.how, relation.registrations.enterprise_number, relation.registrations.eori, relation.registrations.establishment_number, relation.registrations.kvk, relation.registrations.kvk_branch, relation.registrations.lei, relation.registrations.others, relation.registrations.rsin, relation.registrations.shared, relation.registrations.vat, relation.registrations.verified.how]
key: [relation, what]
alone: true
columns:
  relation: {nl: Relatie, en: Relation, reference: relation}
  what:
    nl: Wat
    en: What
    choices:
      relation.addresses: {nl: adressen, en: addresses}
      relation.consents: {nl: toestemming, en: consent}
      relation.contacts: {nl: contactpersonen, en: contact persons}
      relation.contacts.emails: {nl: e-mailadressen van contactpersonen, en: e-mail addresses of contact persons}
      relation.contacts.phones: {nl: telefoonnummers van contactpersonen, en: telephone numbers of contact persons}
      relation.contacts.private_address: {nl: privéadressen van contactpersonen, en: private addresses of contact persons}
      relation.contacts.social: {nl: sociale profielen van contactpersonen, en: social profiles of contact persons}
      relation.emails: {nl: e-mailadressen, en: e-mail addresses}
      relation.former.address: {nl: vroegere adressen, en: former addresses}
      relation.orders.delivery_address: {nl: afleveradressen van orders, en: delivery addresses of orders}
      relation.organisation.profile: {nl: profiel van de organisatie, en: profile of the organisation}
      relation.payment: {nl: betaalgegevens, en: payment details}
      relation.person.profile: {nl: profiel van de persoon, en: profile of the person}
      relation.phones: {nl: telefoonnummers, en: telephone numbers}
      relation.registrations: {nl: registraties, en: registrations}
      relation.social: {nl: sociale profielen, en: social profiles}
  how_many: {nl: Aantal, en: How many}
  overdue: {nl: Waarvan te laat, en: Of which late}
  due_on: {nl: Uiterlijk op, en: Due on}
chart: {kind: sum, x: what, y: how_many}
*/
WITH here AS (
  SELECT * FROM relations WHERE COALESCE(status, '') NOT IN ('lost', 'ended')
),
parts AS (
  SELECT
    id AS relation, 'relation.organisation.profile' AS what, organisation_profile_verified_on AS checked_on,
    COALESCE(
      organisation_profile_purpose, organisation_profile_sector, CAST(organisation_profile_founded_on AS VARCHAR),
      CAST(organisation_profile_verified_on AS VARCHAR), organisation_profile_verified_how
    ) IS NOT NULL AS written
  FROM relations
  UNION ALL
  SELECT relation, 'relation.organisation.profile', NULL, TRUE FROM relations_organisation_profile_figures
  UNION ALL
  SELECT relation, 'relation.organisation.profile', NULL, TRUE FROM relations_organisation_profile_directors
  UNION ALL
  SELECT
    id, 'relation.person.profile', COALESCE(person_profile_verified_on, person_profile_collected_on),
    COALESCE(
      person_profile_occupation, person_profile_education, CAST(person_profile_children AS VARCHAR),
      CAST(person_profile_household_income_from_minor AS VARCHAR),
      CAST(person_profile_household_income_until_minor AS VARCHAR),
      CAST(person_profile_verified_on AS VARCHAR), person_profile_verified_how,
      CAST(person_profile_collected_on AS VARCHAR), person_profile_collected_source
    ) IS NOT NULL
  FROM relations
  UNION ALL
  SELECT relation, 'relation.person.profile', NULL, TRUE FROM relations_person_profile_habits
  UNION ALL
  SELECT
    id, 'relation.registrations', registrations_verified_on,
    COALESCE(
      registrations_kvk, registrations_kvk_branch, registrations_rsin, registrations_vat,
      registrations_enterprise_number, registrations_establishment_number, registrations_lei, registrations_eori,
      registrations_shared, CAST(registrations_verified_on AS VARCHAR), registrations_verified_how
    ) IS NOT NULL
  FROM relations
  UNION ALL
  SELECT relation, 'relation.registrations', NULL, TRUE FROM relations_registrations_others
  UNION ALL
  SELECT
    id, 'relation.payment', payment_verified_on,
    COALESCE(
      CAST(payment_terms_days AS VARCHAR), payment_method, payment_invoice_delivery, payment_peppol_id,
      payment_our_customer_number, CAST(payment_credit_limit_minor AS VARCHAR),
      CAST(payment_verified_on AS VARCHAR), payment_verified_how
    ) IS NOT NULL
  FROM relations
  UNION ALL
  SELECT relation, 'relation.payment', NULL, TRUE FROM relations_payment_accounts
),
blocks AS (
  SELECT
    relation, 'relation.addresses' AS what, CAST(NULL AS VARCHAR) AS around,
    COALESCE(verified_on, collected_on) AS checked_on, until, CAST(NULL AS DATE) AS around_until
  FROM relations_addresses
  UNION ALL
  SELECT relation, 'relation.emails', NULL, COALESCE(verified_on, collected_on), until, NULL FROM relations_emails
  UNION ALL
  SELECT relation, 'relation.phones', NULL, COALESCE(verified_on, collected_on), until, NULL FROM relations_phones
  UNION ALL
  SELECT relation, 'relation.social', NULL, verified_on, NULL, NULL FROM relations_social
  UNION ALL
  SELECT relation, 'relation.contacts', NULL, COALESCE(verified_on, collected_on), until, NULL FROM relations_contacts
  UNION ALL
  SELECT
    e.relation, 'relation.contacts.emails', 'relation.contacts', COALESCE(e.verified_on, e.collected_on), e.until, c.until
  FROM relations_contacts_emails e
  JOIN relations_contacts c ON c.relation = e.relation AND c.contacts_position = e.contacts_position
  UNION ALL
  SELECT
    p.relation, 'relation.contacts.phones', 'relation.contacts', COALESCE(p.verified_on, p.collected_on), p.until, c.until
  FROM relations_contacts_phones p
  JOIN relations_contacts c ON c.relation = p.relation AND c.contacts_position = p.contacts_position
  UNION ALL
  SELECT s.relation, 'relation.contacts.social', 'relation.contacts', s.verified_on, NULL, c.until
  FROM relations_contacts_social s
  JOIN relations_contacts c ON c.relation = s.relation AND c.contacts_position = s.contacts_position
  UNION ALL
  SELECT
    relation, 'relation.contacts.private_address', 'relation.contacts',
    COALESCE(private_address_verified_on, private_address_collected_on), private_address_until, until
  FROM relations_contacts
  WHERE private_address_country IS NOT NULL
  UNION ALL
  SELECT
    relation, 'relation.orders.delivery_address', NULL,
    COALESCE(delivery_address_verified_on, delivery_address_collected_on), delivery_address_until, NULL
  FROM relations_orders
  WHERE delivery_address_country IS NOT NULL
  UNION ALL
  SELECT
    relation, 'relation.former.address', NULL,
    COALESCE(address_verified_on, address_collected_on), address_until, NULL
  FROM relations_former
  WHERE address_country IS NOT NULL
  UNION ALL
  SELECT relation, what, NULL, MAX(checked_on), NULL, NULL FROM parts WHERE written GROUP BY relation, what
),
sorts AS (SELECT DISTINCT what FROM blocks),
entries AS (
  SELECT
    s.what, d.id AS entry, d.verify_every_months AS months,
    ROW_NUMBER() OVER (PARTITION BY s.what ORDER BY LENGTH(f.value) DESC NULLS LAST, f.dictionary NULLS FIRST) AS place
  FROM sorts s
  JOIN dictionary_fields f ON f.value = s.what OR s.what LIKE CONCAT(f.value, '.%')
  JOIN dictionary d ON d.id = f.dictionary
),
dated AS (
  SELECT
    b.relation, b.what, b.checked_on IS NULL AS never,
    COALESCE(CAST(b.checked_on + e.months * INTERVAL '1' MONTH AS DATE), $as_of) AS due_on
  FROM blocks b
  JOIN entries e ON e.what = b.what AND e.place = 1
  LEFT JOIN entries o ON o.what = b.around AND o.place = 1
  WHERE e.months IS NOT NULL AND COALESCE(b.until >= $as_of, TRUE) AND COALESCE(b.around_until >= $as_of, TRUE)
    AND (b.checked_on IS NOT NULL OR b.around IS NULL OR o.entry IS DISTINCT FROM e.entry)
  UNION ALL
  SELECT relation, 'relation.consents', FALSE, until
  FROM relations_consents
  WHERE state = 'given' AND until >= $as_of AND "on" <= $as_of
)
SELECT
  d.relation, d.what,
  COUNT(*) AS how_many,
  COUNT(CASE WHEN d.never OR d.due_on < $as_of THEN 1 END) AS overdue,
  MIN(d.due_on) AS due_on
FROM dated d JOIN here r ON r.id = d.relation
GROUP BY d.relation, d.what
ORDER BY due_on NULLS LAST, d.relation NULLS FIRST, d.what NULLS FIRST
