/*
title: {nl: Omzet per groep, en: Sales by group}
answers:
  nl: Hoeveel zetten we om met moeders en hun dochters samen, en wat verdienen we aan hen?
  en: What do we turn over with mothers and their daughters together, and what do we earn on them?
formula:
  nl: "Per groep en valuta de som over haar leden: orders, omzet (retouren eraf), marge over regels waarvan de kostprijs bekend is, en winst = marge − kosten van klachten. Een relatie telt in één groep."
  en: "Per group and currency the sum over its members: orders, turnover (returns taken off), margin over lines whose cost is known, and profit = margin − cost of complaints. A relation counts in one group."
requirements: [M07, M22, M44]
fields: [book, product.cost, relation.complaints.cost, relation.complaints.on, relation.links.from, relation.links.kind, relation.links.share_percent, relation.links.to, relation.links.until, relation.orders.date, relation.orders.lines.discount_amount, relation.orders.lines.discount_percent, relation.orders.lines.product, relation.orders.lines.quantity, relation.orders.lines.unit_cost, relation.orders.lines.unit_price, relation.orders.status]
key: [mother, currency]
columns:
  mother: {nl: Hoofd, en: Head, reference: relation}
  members: {nl: Leden, en: Members}
  buyers: {nl: Kopers, en: Buyers}
  turnover_minor: {nl: Omzet, en: Turnover, unit: money}
  margin_minor: {nl: Marge, en: Margin, unit: money}
  complaint_cost_minor: {nl: Kosten van klachten, en: Cost of complaints, unit: money}
  profit_minor: {nl: Winst, en: Profit, unit: money}
  lines_without_cost: {nl: Regels zonder kostprijs, en: Lines without cost}
  currency: {nl: Valuta, en: Currency}
chart: {kind: bar, x: mother, y: turnover_minor}
*/
WITH sizes AS (SELECT mother, COUNT(*) AS members FROM group_members GROUP BY mother)
SELECT
  m.mother,
  MIN(s.members) AS members,
  COUNT(CASE WHEN p.turnover_minor <> 0 OR p.margin_minor <> 0 THEN 1 END) AS buyers,
  CAST(SUM(p.turnover_minor) AS BIGINT) AS turnover_minor,
  CAST(SUM(p.margin_minor) AS BIGINT) AS margin_minor,
  CAST(SUM(p.complaint_cost_minor) AS BIGINT) AS complaint_cost_minor,
  CAST(SUM(p.profit_minor) AS BIGINT) AS profit_minor,
  CAST(SUM(p.lines_without_cost) AS BIGINT) AS lines_without_cost,
  p.currency
FROM group_members m
JOIN sizes s ON s.mother = m.mother
JOIN relation_profit p ON p.relation = m.relation
LEFT JOIN book b ON b.currency = p.currency
GROUP BY m.mother, p.currency, b.currency
ORDER BY b.currency NULLS LAST, p.currency NULLS FIRST, turnover_minor DESC NULLS LAST, m.mother NULLS FIRST
