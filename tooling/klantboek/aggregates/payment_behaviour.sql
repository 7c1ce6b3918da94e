/*
title: {nl: Betaalgedrag, en: Payment behaviour}
answers:
  nl: Betaalt een relatie op tijd, en wat staat er nog open?
  en: Does a relation pay on time, and what is still outstanding?
formula:
  nl: "Per relatie en valuta, tot en met de peildatum. Gefactureerd = facturen − creditnota's; openstaand = gefactureerd − betalingen. Dagen te laat van een factuur: van de vervaldag tot de dag waarop zij geheel voldaan was, of tot de peildatum als zij openstaat; op tijd is 0. Een factuur telt tot een creditnota haar terugneemt, ook als de order is geannuleerd."
  en: "Per relation and currency, up to the day of the figures. Invoiced = invoices − credit notes; outstanding = invoiced − payments. Days late of an invoice: from the due date to the day on which it was paid in full, or to the day of the figures while it is open; in time is 0. An invoice counts until a credit note takes it back, also when its order was cancelled."
requirements: [M22]
fields: [relation.orders.invoices.amount, relation.orders.invoices.credit_for, relation.orders.invoices.date, relation.orders.invoices.due, relation.orders.invoices.number, relation.orders.invoices.payments.amount, relation.orders.invoices.payments.on, relation.orders.invoices.reminders.on]
key: [relation, currency]
columns:
  relation: {nl: Relatie, en: Relation, reference: relation}
  invoices: {nl: Facturen, en: Invoices}
  invoiced_minor: {nl: Gefactureerd, en: Invoiced, unit: money}
  paid_late: {nl: Te laat betaald, en: Paid late}
  average_days_late: {nl: Gemiddeld te laat, en: Average days late, unit: days}
  reminders: {nl: Herinneringen, en: Reminders}
  outstanding_minor: {nl: Openstaand, en: Outstanding, unit: money}
  overdue_minor: {nl: Waarvan vervallen, en: Of which overdue, unit: money}
  overdue_since: {nl: Oudste vervaldag, en: Oldest due date}
  currency: {nl: Valuta, en: Currency}
*/
WITH invoices AS (
  SELECT
    relation, orders_position, invoices_position, number, due, currency, credit_for, date,
    credit_for IS NOT NULL OR amount_minor < 0 AS is_credit,
    CASE WHEN credit_for IS NOT NULL THEN -ABS(amount_minor) ELSE amount_minor END AS amount_minor
  FROM relations_orders_invoices
  WHERE date <= $as_of
),
payments AS (
  SELECT
    i.relation, i.number, i.currency, i.is_credit, p."on",
    CASE WHEN i.is_credit THEN -ABS(p.amount_minor) ELSE p.amount_minor END AS amount_minor
  FROM relations_orders_invoices_payments p
  JOIN invoices i
    ON i.relation = p.relation AND i.orders_position = p.orders_position AND i.invoices_position = p.invoices_position
  WHERE p."on" <= $as_of
),
settlements AS (
  SELECT relation, number, currency, "on", amount_minor FROM payments WHERE NOT is_credit
  UNION ALL
  SELECT relation, credit_for, currency, date, -amount_minor FROM invoices WHERE credit_for IS NOT NULL
  UNION ALL
  -- An invoice of nothing is settled on the day it is made.
  SELECT relation, number, currency, date, 0 FROM invoices WHERE NOT is_credit AND amount_minor = 0
),
running AS (
  SELECT
    i.relation, i.number, i.currency, s."on", i.amount_minor,
    SUM(s.amount_minor) OVER (PARTITION BY i.relation, i.number, i.currency ORDER BY s."on" NULLS FIRST) AS settled
  FROM invoices i
  JOIN settlements s ON s.relation = i.relation AND s.number = i.number AND s.currency = i.currency
  WHERE NOT i.is_credit
),
paid AS (
  SELECT relation, number, currency, MIN(CASE WHEN settled >= amount_minor THEN "on" END) AS paid_on
  FROM running
  GROUP BY relation, number, currency
),
settled AS (
  SELECT relation, number, currency, SUM(amount_minor) AS amount_minor
  FROM settlements
  GROUP BY relation, number, currency
),
reminded AS (
  SELECT relation, orders_position, invoices_position, COUNT(*) AS reminders
  FROM relations_orders_invoices_reminders
  WHERE "on" <= $as_of
  GROUP BY relation, orders_position, invoices_position
),
judged AS (
  SELECT
    i.relation, i.currency, i.amount_minor, i.due, i.is_credit, p.paid_on,
    COALESCE(m.reminders, 0) AS reminders,
    CASE WHEN i.is_credit THEN 0 ELSE i.amount_minor - COALESCE(s.amount_minor, 0) END AS is_open,
    CASE WHEN NOT i.is_credit
      THEN GREATEST(DATE_DIFF('day', i.due, COALESCE(p.paid_on, $as_of)), 0)
    END AS days_late
  FROM invoices i
  LEFT JOIN paid p ON p.relation = i.relation AND p.number = i.number AND p.currency = i.currency
  LEFT JOIN settled s ON s.relation = i.relation AND s.number = i.number AND s.currency = i.currency
  LEFT JOIN reminded m
    ON m.relation = i.relation AND m.orders_position = i.orders_position AND m.invoices_position = i.invoices_position
),
received AS (
  SELECT relation, currency, SUM(amount_minor) AS amount_minor FROM payments GROUP BY relation, currency
),
summed AS (
  SELECT
    relation, currency,
    COUNT(days_late) AS invoices,
    CAST(SUM(amount_minor) AS BIGINT) AS invoiced_minor,
    COUNT(CASE WHEN paid_on > due THEN 1 END) AS paid_late,
    SUM(days_late) AS days_late,
    CAST(SUM(reminders) AS BIGINT) AS reminders,
    CAST(COALESCE(SUM(CASE WHEN is_open > 0 AND due < $as_of THEN is_open END), 0) AS BIGINT) AS overdue_minor,
    MIN(CASE WHEN is_open > 0 AND due < $as_of THEN due END) AS overdue_since
  FROM judged
  GROUP BY relation, currency
)
SELECT
  s.relation, s.invoices, s.invoiced_minor, s.paid_late,
  CASE WHEN s.invoices > 0
    THEN CAST((20 * s.days_late + s.invoices) // (2 * s.invoices) AS BIGINT) * 0.1
  END AS average_days_late,
  s.reminders,
  CAST(s.invoiced_minor - COALESCE(r.amount_minor, 0) AS BIGINT) AS outstanding_minor,
  s.overdue_minor, s.overdue_since, s.currency
FROM summed s LEFT JOIN received r ON r.relation = s.relation AND r.currency = s.currency
ORDER BY s.relation NULLS FIRST, s.currency NULLS FIRST
