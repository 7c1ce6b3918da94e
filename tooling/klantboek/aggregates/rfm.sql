/*
title: {nl: RFM, en: RFM}
answers:
  nl: Wie kocht kort geleden, wie vaak en wie voor veel, vergeleken met de anderen?
  en: Who bought recently, who often and who for much, compared with the others?
formula:
  nl: "Recent (R): dagen sinds de laatste order; vaak (F): dagen waarop is gekocht; veel (M): omzet in de valuta van het boek. Score = 1 + ⌊5 × (rang − 1) / relaties⌋, oplopend in goedheid; gelijke waarden krijgen dezelfde rang en dus dezelfde score. Onder 25 relaties zijn er alleen plaatsen (1 is het best), geen scores. Groep: naar R en het gemiddelde van F en M (FM, naar beneden afgerond): beste R en FM ten minste 4; trouw R en FM ten minste 3; veelbelovend R ten minste 4; wisselend R 3; niet te missen R 1 en FM ten minste 4; loopt gevaar FM ten minste 3; anders weggezakt."
  en: "Recency (R): days since the last order; frequency (F): days on which was bought; monetary (M): turnover in the book's currency. Score = 1 + ⌊5 × (rank − 1) / relations⌋, ascending in goodness; equal values get the same rank and so the same score. Below 25 relations there are places only (1 is best), no scores. Group: by R and the mean of F and M (FM, rounded down): best R and FM at least 4; loyal R and FM at least 3; promising R at least 4; wavering R 3; not to be missed R 1 and FM at least 4; at risk FM at least 3; otherwise faded."
source: Hughes 1994
requirements: [M42]
fields: [book, product, relation.orders.date, relation.orders.lines.discount_amount, relation.orders.lines.discount_percent, relation.orders.lines.product, relation.orders.lines.quantity, relation.orders.lines.unit_price, relation.orders.status]
key: [relation]
columns:
  relation: {nl: Relatie, en: Relation, reference: relation}
  days_since: {nl: Dagen geleden, en: Days ago, unit: days}
  purchase_days: {nl: Koopdagen, en: Purchase days}
  turnover_minor: {nl: Omzet, en: Turnover, unit: money}
  currency: {nl: Valuta, en: Currency}
  recency_place: {nl: Plaats recent, en: Recency place, relation_page: never}
  frequency_place: {nl: Plaats vaak, en: Frequency place, relation_page: never}
  monetary_place: {nl: Plaats veel, en: Monetary place, relation_page: never}
  recency: {nl: R, en: R}
  frequency: {nl: F, en: F}
  monetary: {nl: M, en: M}
  code: {nl: RFM, en: RFM}
  rfm_group:
    nl: Groep
    en: Group
    choices:
      best: {nl: beste, en: best}
      loyal: {nl: trouw, en: loyal}
      promising: {nl: veelbelovend, en: promising}
      wavering: {nl: wisselend, en: wavering}
      not_to_be_missed: {nl: niet te missen, en: not to be missed}
      at_risk: {nl: loopt gevaar, en: at risk}
      faded: {nl: weggezakt, en: faded}
chart: {kind: heat, x: recency, y: frequency}
*/
WITH ranked AS (
  SELECT
    relation, days_since, purchase_days, turnover_minor, currency,
    COUNT(*) OVER () AS relations,
    RANK() OVER (ORDER BY days_since NULLS FIRST) AS recency_place,
    RANK() OVER (ORDER BY purchase_days DESC NULLS LAST) AS frequency_place,
    RANK() OVER (ORDER BY turnover_minor DESC NULLS LAST) AS monetary_place,
    RANK() OVER (ORDER BY days_since DESC NULLS LAST) AS recency_rank,
    RANK() OVER (ORDER BY purchase_days NULLS FIRST) AS frequency_rank,
    RANK() OVER (ORDER BY turnover_minor NULLS FIRST) AS monetary_rank
  FROM relation_activity
  WHERE purchase_days > 0
),
scored AS (
  SELECT
    *,
    CASE WHEN relations >= 25 THEN 1 + 5 * (recency_rank - 1) // relations END AS recency,
    CASE WHEN relations >= 25 THEN 1 + 5 * (frequency_rank - 1) // relations END AS frequency,
    CASE WHEN relations >= 25 THEN 1 + 5 * (monetary_rank - 1) // relations END AS monetary
  FROM ranked
)
SELECT
  relation, days_since, purchase_days, turnover_minor, currency,
  recency_place, frequency_place, monetary_place, recency, frequency, monetary,
  CAST(recency * 100 + frequency * 10 + monetary AS VARCHAR) AS code,
  CASE
    WHEN recency IS NULL THEN NULL
    WHEN recency >= 4 AND (frequency + monetary) // 2 >= 4 THEN 'best'
    WHEN recency >= 3 AND (frequency + monetary) // 2 >= 3 THEN 'loyal'
    WHEN recency >= 4 THEN 'promising'
    WHEN recency = 3 THEN 'wavering'
    WHEN recency = 1 AND (frequency + monetary) // 2 >= 4 THEN 'not_to_be_missed'
    WHEN (frequency + monetary) // 2 >= 3 THEN 'at_risk'
    ELSE 'faded'
  END AS rfm_group
FROM scored
ORDER BY relation NULLS FIRST
