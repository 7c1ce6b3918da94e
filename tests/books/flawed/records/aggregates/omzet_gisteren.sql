/*
title: {nl: Omzet van gisteren, en: Turnover of yesterday}
answers: {nl: Wat ging er gisteren om?, en: What was sold yesterday?}
formula: {nl: De som van de orders van gisteren., en: The sum of the orders of yesterday.}
fields: [relation.orders.date]
key: [date]
columns:
  date: {nl: Datum, en: Date}
  orders: {nl: Orders, en: Orders}
*/
SELECT date, COUNT(*) AS orders
FROM relations_orders
WHERE date = CURRENT_DATE - 1
GROUP BY date
ORDER BY date NULLS FIRST
