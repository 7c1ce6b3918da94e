/*
title: {nl: Opnieuw na te gaan, en: To be verified again}
answers:
  nl: Welke gegevens van welke relatie moeten we opnieuw nagaan, en wanneer?
  en: Which data of which relation do we have to verify again, and when?
formula:
  nl: "Dag waarop het is nagegaan, of anders opgenomen, + het aantal maanden dat het woordenboek voor dat veld noemt (de langste omschrijving telt). Nooit nagegaan: vandaag. Per relatie en soort de eerste dag, het aantal en hoeveel daarvan die dag voorbij zijn. Wat is afgelopen telt niet, en wie als verloren of beëindigd te boek staat evenmin. Toestemming met een laatste dag: op die dag."
  en: "Day on which it was verified, or else collected, + the number of months that the dictionary gives for that field (the longest path counts). Never verified: today. By relation and sort the first day, how many, and how many of them are past theirs. What is over does not count, nor does who stands as lost or ended. Consent with a last day: on that day."
requirements: [M45, M53]
fields: [dictionary.decision.outcome, dictionary.fields, dictionary.verify_every_months, relation.addresses.collected.on, relation.addresses.until, relation.addresses.verified.on, relation.consents.on, relation.consents.state, relation.consents.until, relation.contacts.collected.on, relation.contacts.until, relation.contacts.verified.on, relation.emails.collected.on, relation.emails.until, relation.emails.verified.on, relation.organisation.profile.verified.on, relation.payment.verified.on, relation.person.profile.verified.on, relation.phones.collected.on, relation.phones.until, relation.phones.verified.on, relation.registrations.verified.on, relation.social.verified.on, relation.status]
key: [relation, what]
columns:
  relation: {nl: Relatie, en: Relation, reference: relation}
  what:
    nl: Wat
    en: What
    choices:
      relation.addresses: {nl: adressen, en: addresses}
      relation.consents: {nl: toestemming, en: consent}
      relation.contacts: {nl: contactpersonen, en: contact persons}
      relation.emails: {nl: e-mailadressen, en: e-mail addresses}
      relation.organisation.profile: {nl: profiel van de organisatie, en: profile of the organisation}
      relation.payment: {nl: betaalgegevens, en: payment details}
      relation.person.profile: {nl: profiel van de persoon, en: profile of the person}
      relation.phones: {nl: telefoonnummers, en: telephone numbers}
      relation.registrations: {nl: registraties, en: registrations}
      relation.social: {nl: sociale profielen, en: social profiles}
  how_many: {nl: Aantal, en: How many}
  overdue: {nl: Waarvan te laat, en: Of which late}
  due_on: {nl: Uiterlijk op, en: Due on}
*/
WITH here AS (
  SELECT * FROM relations WHERE COALESCE(status, '') NOT IN ('lost', 'ended')
),
blocks AS (
  SELECT relation, 'relation.addresses' AS what, COALESCE(verified_on, collected_on) AS checked_on, until FROM relations_addresses
  UNION ALL
  SELECT relation, 'relation.emails', COALESCE(verified_on, collected_on), until FROM relations_emails
  UNION ALL
  SELECT relation, 'relation.phones', COALESCE(verified_on, collected_on), until FROM relations_phones
  UNION ALL
  SELECT relation, 'relation.social', verified_on, NULL FROM relations_social
  UNION ALL
  SELECT relation, 'relation.contacts', COALESCE(verified_on, collected_on), until FROM relations_contacts
  UNION ALL
  SELECT id, 'relation.organisation.profile', organisation_profile_verified_on, NULL FROM relations
  WHERE organisation_profile_verified_on IS NOT NULL
  UNION ALL
  SELECT id, 'relation.person.profile', person_profile_verified_on, NULL FROM relations
  WHERE person_profile_verified_on IS NOT NULL
  UNION ALL
  SELECT id, 'relation.registrations', registrations_verified_on, NULL FROM relations
  WHERE registrations_verified_on IS NOT NULL
  UNION ALL
  SELECT id, 'relation.payment', payment_verified_on, NULL FROM relations
  WHERE payment_verified_on IS NOT NULL
),
sorts AS (SELECT DISTINCT what FROM blocks),
entries AS (
  SELECT
    s.what, d.verify_every_months AS months,
    ROW_NUMBER() OVER (PARTITION BY s.what ORDER BY LENGTH(f.value) DESC NULLS LAST, f.dictionary NULLS FIRST) AS place
  FROM sorts s
  JOIN dictionary_fields f ON f.value = s.what OR s.what LIKE CONCAT(f.value, '.%')
  JOIN dictionary d ON d.id = f.dictionary
  WHERE COALESCE(d.decision_outcome, '') <> 'rejected'
),
dated AS (
  SELECT
    b.relation, b.what,
    COALESCE(CAST(b.checked_on + e.months * INTERVAL '1' MONTH AS DATE), $as_of) AS due_on
  FROM blocks b
  JOIN entries e ON e.what = b.what AND e.place = 1
  WHERE e.months IS NOT NULL AND COALESCE(b.until >= $as_of, TRUE)
  UNION ALL
  SELECT relation, 'relation.consents', until
  FROM relations_consents
  WHERE state = 'given' AND until >= $as_of AND "on" <= $as_of
)
SELECT
  d.relation, d.what,
  COUNT(*) AS how_many,
  COUNT(CASE WHEN d.due_on < $as_of THEN 1 END) AS overdue,
  MIN(d.due_on) AS due_on
FROM dated d JOIN here r ON r.id = d.relation
GROUP BY d.relation, d.what
ORDER BY due_on NULLS LAST, d.relation NULLS FIRST, d.what NULLS FIRST
