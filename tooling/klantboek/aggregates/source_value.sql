/*
title: {nl: Waar klanten vandaan komen, en: Where customers come from}
answers:
  nl: Wat kostte elke bron van gegevens, en wat bracht zij op?
  en: What did each source of data cost, and what did it bring in?
formula:
  nl: "Een relatie telt bij de bron waaruit zij het eerst kwam (de oudste datum van opname, dan de volgorde in het bestand). Kosten: alles wat bij opname uit die bron is betaald, met de prijs van gekochte lijsten bij de bron bought-list. Klant: kocht ten minste één keer; aandeel met 95%-interval (Wilson). Omzet en marge sindsdien, retouren eraf. Alleen de valuta van het boek."
  en: "A relation counts for the source it came from first (the oldest day of collection, then the order in the file). Cost: all that was paid when collecting from that source, with the price of bought lists at the source bought-list. Customer: bought at least once; share with 95 % interval (Wilson). Turnover and margin since, returns taken off. The book's currency only."
source: Wilson 1927
requirements: [M36]
fields: [book, campaign.list_bought.on, campaign.list_bought.price, product.cost, relation.addresses.collected.cost, relation.addresses.collected.on, relation.addresses.collected.source, relation.collected.cost, relation.collected.on, relation.collected.source, relation.complaints.cost, relation.complaints.on, relation.contacts.collected.cost, relation.contacts.collected.on, relation.contacts.collected.source, relation.contacts.emails.collected.cost, relation.contacts.emails.collected.on, relation.contacts.emails.collected.source, relation.contacts.phones.collected.cost, relation.contacts.phones.collected.on, relation.contacts.phones.collected.source, relation.emails.collected.cost, relation.emails.collected.on, relation.emails.collected.source, relation.interests.collected.cost, relation.interests.collected.on, relation.interests.collected.source, relation.orders.date, relation.orders.lines.discount_amount, relation.orders.lines.discount_percent, relation.orders.lines.product, relation.orders.lines.quantity, relation.orders.lines.unit_cost, relation.orders.lines.unit_price, relation.orders.status, relation.person.profile.collected.cost, relation.person.profile.collected.on, relation.person.profile.collected.source, relation.phones.collected.cost, relation.phones.collected.on, relation.phones.collected.source]
key: [source]
people: [relations, customers]
columns:
  source: {nl: Bron, en: Source, reference: vocabulary/sources}
  relations: {nl: Relaties, en: Relations}
  customers: {nl: Klanten, en: Customers}
  share: {nl: Werd klant, en: Became customer, unit: percent}
  share_low: {nl: Werd klant van, en: Became customer from, unit: percent}
  share_high: {nl: Werd klant tot, en: Became customer to, unit: percent}
  cost_minor: {nl: Kosten, en: Cost, unit: money}
  cost_per_customer_minor: {nl: Kosten per klant, en: Cost per customer, unit: money}
  turnover_minor: {nl: Omzet, en: Turnover, unit: money}
  margin_minor: {nl: Marge, en: Margin, unit: money}
  currency: {nl: Valuta, en: Currency}
chart: {kind: bar, x: source, y: turnover_minor}
*/
WITH placed AS (
  SELECT
    relation, source,
    ROW_NUMBER() OVER (PARTITION BY relation ORDER BY "on" NULLS LAST, collected_position NULLS FIRST) AS place
  FROM relations_collected
  WHERE COALESCE("on" <= $as_of, TRUE)
),
paid AS (
  SELECT source, "on", cost_minor, currency FROM relations_collected
  UNION ALL
  SELECT collected_source, collected_on, collected_cost_minor, currency FROM relations_addresses
  UNION ALL
  SELECT collected_source, collected_on, collected_cost_minor, currency FROM relations_emails
  UNION ALL
  SELECT collected_source, collected_on, collected_cost_minor, currency FROM relations_phones
  UNION ALL
  SELECT collected_source, collected_on, collected_cost_minor, currency FROM relations_interests
  UNION ALL
  SELECT collected_source, collected_on, collected_cost_minor, currency FROM relations_contacts
  UNION ALL
  SELECT collected_source, collected_on, collected_cost_minor, currency FROM relations_contacts_emails
  UNION ALL
  SELECT collected_source, collected_on, collected_cost_minor, currency FROM relations_contacts_phones
  UNION ALL
  SELECT person_profile_collected_source, person_profile_collected_on, person_profile_collected_cost_minor, currency
  FROM relations
  UNION ALL
  SELECT 'bought-list', list_bought_on, list_bought_price_minor, currency FROM campaigns
),
cost AS (
  SELECT p.source, CAST(SUM(p.cost_minor) AS BIGINT) AS cost_minor
  FROM paid p JOIN book b ON b.currency = p.currency
  WHERE p.cost_minor IS NOT NULL AND COALESCE(p."on" <= $as_of, TRUE)
  GROUP BY p.source
),
earned AS (
  SELECT p.relation, p.turnover_minor, p.margin_minor
  FROM relation_profit p JOIN book b ON b.currency = p.currency
),
brought AS (
  SELECT
    f.source,
    COUNT(*) AS relations,
    COUNT(CASE WHEN a.orders > 0 THEN 1 END) AS customers,
    CAST(SUM(e.turnover_minor) AS BIGINT) AS turnover_minor,
    CAST(SUM(e.margin_minor) AS BIGINT) AS margin_minor
  FROM placed f
  JOIN relation_activity a ON a.relation = f.relation
  LEFT JOIN earned e ON e.relation = f.relation
  WHERE f.place = 1
  GROUP BY f.source
),
joined AS (
  SELECT
    COALESCE(b.source, c.source) AS source,
    COALESCE(b.relations, 0) AS relations,
    COALESCE(b.customers, 0) AS customers,
    COALESCE(c.cost_minor, 0) AS cost_minor,
    COALESCE(b.turnover_minor, 0) AS turnover_minor,
    COALESCE(b.margin_minor, 0) AS margin_minor
  FROM brought b FULL JOIN cost c ON c.source = b.source
)
SELECT
  j.source, j.relations, j.customers,
  percent(j.customers, j.relations) AS share,
  share_low(j.customers, j.relations) AS share_low,
  share_high(j.customers, j.relations) AS share_high,
  j.cost_minor,
  CASE WHEN j.customers > 0 THEN (2 * j.cost_minor + j.customers) // (2 * j.customers) END AS cost_per_customer_minor,
  j.turnover_minor, j.margin_minor, k.currency
FROM joined j CROSS JOIN book k
ORDER BY j.turnover_minor DESC NULLS LAST, j.source NULLS FIRST
