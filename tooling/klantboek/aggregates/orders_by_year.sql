/*
title: {nl: Orders per jaar, en: Orders by year}
answers:
  nl: Hoeveel orders en nieuwe klanten hadden we per jaar, en hoe groot was een order gemiddeld?
  en: How many orders and new customers did we have each year, and how large was an order on average?
formula:
  nl: "Per jaar van de orderdatum en valuta. Nieuw: de eerste order van de relatie, in welke valuta ook, viel in dat jaar. Gemiddelde = omzet (retouren eraf) / orders, afgerond op hele centen."
  en: "Per year of the order date and currency. New: the first order of the relation, in whatever currency, was in that year. Average = turnover (returns taken off) / orders, rounded to whole cents."
requirements: [M22, M39]
fields: [product, relation.orders.date, relation.orders.lines.discount_amount, relation.orders.lines.discount_percent, relation.orders.lines.product, relation.orders.lines.quantity, relation.orders.lines.unit_price, relation.orders.status]
key: [year, currency]
people: [relations, new_relations]
columns:
  year: {nl: Jaar, en: Year}
  orders: {nl: Orders, en: Orders}
  returns: {nl: Retouren, en: Returns}
  relations: {nl: Relaties, en: Relations}
  new_relations: {nl: Nieuw, en: New}
  turnover_minor: {nl: Omzet, en: Turnover, unit: money}
  average_order_minor: {nl: Gemiddelde order, en: Average order, unit: money}
  currency: {nl: Valuta, en: Currency}
chart: [{kind: sum, x: year, y: orders}, {kind: sum, x: year, y: new_relations}]
*/
WITH dated AS (
  SELECT
    *,
    CAST(EXTRACT(YEAR FROM date) AS BIGINT) AS year,
    MIN(CASE WHEN NOT returned THEN date END) OVER (PARTITION BY relation) AS first_on
  FROM order_totals
),
counted AS (
  SELECT
    year, currency,
    COUNT(CASE WHEN NOT returned THEN 1 END) AS orders,
    COUNT(CASE WHEN returned THEN 1 END) AS returns,
    COUNT(DISTINCT CASE WHEN NOT returned THEN relation END) AS relations,
    COUNT(DISTINCT CASE WHEN NOT returned AND date = first_on THEN relation END) AS new_relations,
    CAST(SUM(amount_minor) AS BIGINT) AS turnover_minor
  FROM dated
  GROUP BY year, currency
)
SELECT
  year, orders, returns, relations, new_relations, turnover_minor,
  CASE WHEN orders > 0
    THEN SIGN(turnover_minor) * ((2 * ABS(turnover_minor) + orders) // (2 * orders))
  END AS average_order_minor,
  currency
FROM counted
ORDER BY year NULLS FIRST, currency NULLS FIRST
