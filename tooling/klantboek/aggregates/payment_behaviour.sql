/*
title: {nl: Betaalgedrag, en: Payment behaviour}
answers:
  nl: Betaalt een relatie op tijd, en wat staat er nog open?
  en: Does a relation pay on time, and what is still outstanding?
formula:
  nl: "Per relatie en valuta, tot en met de peildatum. Gefactureerd = facturen − creditnota's; openstaand = gefactureerd − betalingen. Dagen te laat van een factuur: van de vervaldag tot de dag waarop zij geheel voldaan was, of tot de peildatum als zij openstaat; op tijd is 0. Op tijd: aandeel van de facturen die voldaan of vervallen zijn. Een factuur telt tot een creditnota haar terugneemt, ook als de order is geannuleerd."
  en: "Per relation and currency, up to the day of the figures. Invoiced = invoices − credit notes; outstanding = invoiced − payments. Days late of an invoice: from the due date to the day on which it was paid in full, or to the day of the figures while it is open; in time is 0. In time: share of the invoices that are settled or overdue. An invoice counts until a credit note takes it back, also when its order was cancelled."
requirements: [M22]
fields: [relation.orders.invoices.amount, relation.orders.invoices.credit_for, relation.orders.invoices.date, relation.orders.invoices.due, relation.orders.invoices.number, relation.orders.invoices.payments.amount, relation.orders.invoices.payments.on, relation.orders.invoices.reminders.on]
key: [relation, currency]
alone: true
columns:
  relation: {nl: Relatie, en: Relation, reference: relation}
  invoices: {nl: Facturen, en: Invoices}
  invoiced_minor: {nl: Gefactureerd, en: Invoiced, unit: money}
  paid_late: {nl: Te laat betaald, en: Paid late}
  in_time: {nl: Op tijd, en: In time, unit: percent}
  average_days_late: {nl: Gemiddeld aantal dagen te laat, en: Average days late, unit: days}
  reminders: {nl: Herinneringen, en: Reminders}
  outstanding_minor: {nl: Openstaand, en: Outstanding, unit: money}
  overdue_minor: {nl: Waarvan vervallen, en: Of which overdue, unit: money}
  overdue_since: {nl: Oudste vervaldag, en: Oldest due date}
  currency: {nl: Valuta, en: Currency}
chart: {kind: spread, x: average_days_late}
*/
WITH signed AS (
  SELECT
    relation, orders_position, invoices_position, currency,
    credit_for IS NOT NULL OR amount_minor < 0 AS is_credit,
    CASE WHEN credit_for IS NOT NULL THEN -ABS(amount_minor) ELSE amount_minor END AS amount_minor
  FROM relations_orders_invoices
  WHERE date <= $as_of
),
invoiced AS (
  SELECT relation, currency, CAST(SUM(amount_minor) AS BIGINT) AS invoiced_minor
  FROM signed
  GROUP BY relation, currency
),
received AS (
  SELECT
    s.relation, s.currency,
    CAST(SUM(CASE WHEN s.is_credit THEN -ABS(p.amount_minor) ELSE p.amount_minor END) AS BIGINT) AS received_minor
  FROM relations_orders_invoices_payments p
  JOIN signed s
    ON s.relation = p.relation AND s.orders_position = p.orders_position AND s.invoices_position = p.invoices_position
  WHERE p."on" <= $as_of
  GROUP BY s.relation, s.currency
),
judged AS (
  SELECT
    relation, currency,
    COUNT(*) AS invoices,
    COUNT(CASE WHEN state = 'paid' THEN 1 END) AS paid,
    COUNT(CASE WHEN state = 'paid_late' THEN 1 END) AS paid_late,
    COUNT(CASE WHEN state <> 'open' THEN 1 END) AS ended,
    CAST(SUM(days_late) AS BIGINT) AS days_late,
    CAST(SUM(reminders) AS BIGINT) AS reminders,
    CAST(COALESCE(SUM(CASE WHEN open_minor > 0 AND due < $as_of THEN open_minor END), 0) AS BIGINT) AS overdue_minor,
    MIN(CASE WHEN open_minor > 0 AND due < $as_of THEN due END) AS overdue_since
  FROM invoice_status
  GROUP BY relation, currency
)
SELECT
  i.relation,
  COALESCE(j.invoices, 0) AS invoices,
  i.invoiced_minor,
  COALESCE(j.paid_late, 0) AS paid_late,
  percent(j.paid, j.ended) AS in_time,
  CASE WHEN j.invoices > 0
    THEN CAST((20 * j.days_late + j.invoices) // (2 * j.invoices) AS BIGINT) * 0.1
  END AS average_days_late,
  COALESCE(j.reminders, 0) AS reminders,
  i.invoiced_minor - COALESCE(r.received_minor, 0) AS outstanding_minor,
  COALESCE(j.overdue_minor, 0) AS overdue_minor,
  j.overdue_since, i.currency
FROM invoiced i
LEFT JOIN judged j ON j.relation = i.relation AND j.currency = i.currency
LEFT JOIN received r ON r.relation = i.relation AND r.currency = i.currency
ORDER BY i.relation NULLS FIRST, i.currency NULLS FIRST
