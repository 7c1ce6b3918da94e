/*
title: {nl: Facturen, en: Invoices}
answers:
  nl: Wat staat er van elke factuur nog open, en werd zij op tijd betaald?
  en: What is still open of each invoice, and was it paid in time?
formula:
  nl: "Facturen tot en met de peildatum, zonder creditnota's. Voldaan = betalingen + creditnota's die deze factuur noemen. Dagen te laat: van de vervaldag tot de dag waarop zij geheel voldaan was, of tot de peildatum als zij openstaat; op tijd is 0. Een factuur telt tot een creditnota haar terugneemt, ook als de order is geannuleerd."
  en: "Invoices up to the day of the figures, without credit notes. Settled = payments + credit notes that name this invoice. Days late: from the due date to the day on which it was paid in full, or to the day of the figures while it is open; in time is 0. An invoice counts until a credit note takes it back, also when its order was cancelled."
requirements: [M22]
fields: [relation.orders.invoices.amount, relation.orders.invoices.credit_for, relation.orders.invoices.date, relation.orders.invoices.due, relation.orders.invoices.number, relation.orders.invoices.payments.amount, relation.orders.invoices.payments.on, relation.orders.invoices.reminders.on]
key: [relation, orders_position, invoices_position]
alone: true
columns:
  relation: {nl: Relatie, en: Relation, reference: relation}
  orders_position: {nl: Order nr., en: Order no., hidden: true}
  invoices_position: {nl: Factuur nr., en: Invoice no., hidden: true}
  number: {nl: Factuur, en: Invoice}
  date: {nl: Datum, en: Date}
  due: {nl: Vervaldag, en: Due}
  amount_minor: {nl: Bedrag, en: Amount, unit: money}
  settled_minor: {nl: Voldaan, en: Settled, unit: money}
  open_minor: {nl: Open, en: Open, unit: money}
  paid_on: {nl: Voldaan op, en: Settled on}
  days_late: {nl: Dagen te laat, en: Days late, unit: days}
  state:
    nl: Stand
    en: State
    choices:
      paid: {nl: op tijd voldaan, en: settled in time}
      paid_late: {nl: te laat voldaan, en: settled late}
      open: {nl: open, en: open}
      overdue: {nl: vervallen, en: overdue}
  reminders: {nl: Herinneringen, en: Reminders}
  last_reminder_on: {nl: Laatste herinnering, en: Last reminder}
  currency: {nl: Valuta, en: Currency}
chart: {kind: sum, x: state, y: amount_minor}
*/
WITH invoices AS (
  SELECT
    relation, orders_position, invoices_position, number, due, currency, credit_for, date,
    credit_for IS NOT NULL OR amount_minor < 0 AS is_credit,
    CASE WHEN credit_for IS NOT NULL THEN -ABS(amount_minor) ELSE amount_minor END AS amount_minor
  FROM relations_orders_invoices
  WHERE date <= $as_of
),
settlements AS (
  SELECT i.relation, i.number, i.currency, p."on", p.amount_minor
  FROM relations_orders_invoices_payments p
  JOIN invoices i
    ON i.relation = p.relation AND i.orders_position = p.orders_position AND i.invoices_position = p.invoices_position
  WHERE p."on" <= $as_of AND NOT i.is_credit
  UNION ALL
  SELECT relation, credit_for, currency, date, -amount_minor FROM invoices WHERE credit_for IS NOT NULL
  UNION ALL
  -- An invoice of nothing is settled on the day it is made.
  SELECT relation, number, currency, date, 0 FROM invoices WHERE NOT is_credit AND amount_minor = 0
),
running AS (
  SELECT
    i.relation, i.orders_position, i.invoices_position, s."on", i.amount_minor,
    SUM(s.amount_minor) OVER (
      PARTITION BY i.relation, i.orders_position, i.invoices_position ORDER BY s."on" NULLS FIRST
    ) AS settled,
    s.amount_minor AS part
  FROM invoices i
  JOIN settlements s ON s.relation = i.relation AND s.number = i.number AND s.currency = i.currency
  WHERE NOT i.is_credit
),
paid AS (
  SELECT
    relation, orders_position, invoices_position,
    MIN(CASE WHEN settled >= amount_minor THEN "on" END) AS paid_on,
    CAST(SUM(part) AS BIGINT) AS settled_minor
  FROM running
  GROUP BY relation, orders_position, invoices_position
),
reminded AS (
  SELECT relation, orders_position, invoices_position, COUNT(*) AS reminders, MAX("on") AS last_reminder_on
  FROM relations_orders_invoices_reminders
  WHERE "on" <= $as_of
  GROUP BY relation, orders_position, invoices_position
),
judged AS (
  SELECT
    i.relation, i.orders_position, i.invoices_position, i.number, i.date, i.due, i.amount_minor,
    COALESCE(p.settled_minor, 0) AS settled_minor,
    i.amount_minor - COALESCE(p.settled_minor, 0) AS open_minor,
    p.paid_on,
    GREATEST(DATE_DIFF('day', i.due, COALESCE(p.paid_on, $as_of)), 0) AS days_late,
    COALESCE(m.reminders, 0) AS reminders,
    m.last_reminder_on, i.currency
  FROM invoices i
  LEFT JOIN paid p
    ON p.relation = i.relation AND p.orders_position = i.orders_position AND p.invoices_position = i.invoices_position
  LEFT JOIN reminded m
    ON m.relation = i.relation AND m.orders_position = i.orders_position AND m.invoices_position = i.invoices_position
  WHERE NOT i.is_credit
)
SELECT
  relation, orders_position, invoices_position, number, date, due, amount_minor, settled_minor, open_minor,
  paid_on, days_late,
  CASE
    WHEN paid_on > due THEN 'paid_late'
    WHEN paid_on IS NOT NULL THEN 'paid'
    WHEN due < $as_of THEN 'overdue'
    ELSE 'open'
  END AS state,
  reminders, last_reminder_on, currency
FROM judged
ORDER BY relation NULLS FIRST, orders_position NULLS FIRST, invoices_position NULLS FIRST
