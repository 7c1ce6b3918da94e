/*
title: {nl: Respons per campagne, en: Response by campaign}
answers:
  nl: Wie bereikte een campagne, wie reageerde, en deed zij meer dan niets doen?
  en: Whom did a campaign reach, who responded, and did it do more than doing nothing?
formula:
  nl: "Respons = reageerders / bezorgd, met 95%-interval (Wilson). Bezorgd: verstuurd en niet als onbezorgd teruggemeld. Reageerder: een reactie tot en met de peildatum die geen weigering of afmelding is. Effect = respons − respons van de controlegroep in procentpunten, met 95%-interval (Newcombe); zonder controlegroep is respons geen effect. Een relatie telt per campagne één keer."
  en: "Response = responders / delivered, with 95 % interval (Wilson). Delivered: sent and not reported as undelivered. Responder: a response up to the day of the figures that is no refusal or unsubscription. Effect = response − response of the control group in percentage points, with 95 % interval (Newcombe); without a control group a response is no effect. A relation counts once per campaign."
source: Wilson 1927; Newcombe 1998
requirements: [M31]
fields: [campaign.cost, campaign.from, relation.campaign_responses.campaign, relation.campaign_responses.control, relation.campaign_responses.delivered, relation.campaign_responses.responded_on, relation.campaign_responses.response, relation.campaign_responses.sent_on]
key: [campaign]
people: [sent, delivered, responders, refused, control, control_responders]
apart: [campaign]
columns:
  campaign: {nl: Campagne, en: Campaign, reference: campaign}
  sent: {nl: Verstuurd, en: Sent}
  delivered: {nl: Bezorgd, en: Delivered}
  responders: {nl: Reageerders, en: Responders}
  refused: {nl: Geweigerd of afgemeld, en: Refused or unsubscribed}
  rate: {nl: Respons, en: Response, unit: percent}
  rate_low: {nl: Respons van, en: Response from, unit: percent}
  rate_high: {nl: Respons tot, en: Response to, unit: percent}
  control: {nl: Controlegroep, en: Control group}
  control_responders: {nl: Reageerders controlegroep, en: Responders of control group}
  effect: {nl: Effect, en: Effect, unit: points}
  effect_low: {nl: Effect van, en: Effect from, unit: points}
  effect_high: {nl: Effect tot, en: Effect to, unit: points}
  cost_per_responder_minor: {nl: Kosten per reageerder, en: Cost per responder, unit: money}
  currency: {nl: Valuta, en: Currency}
chart: {kind: bar, x: campaign, y: rate}
*/
WITH parts AS (
  SELECT
    c.campaign, c.relation,
    BOOL_OR(COALESCE(c.control, FALSE)) AS control,
    BOOL_OR(c.sent_on IS NOT NULL OR COALESCE(c.delivered, FALSE)) AS sent,
    BOOL_OR(COALESCE(c.delivered, c.sent_on IS NOT NULL)) AS delivered,
    BOOL_OR(
      (c.responded_on IS NOT NULL OR c.response IS NOT NULL)
      AND COALESCE(c.response, '') NOT IN ('declined', 'unsubscribed')
      AND COALESCE(c.responded_on <= $as_of, TRUE)
    ) AS responded,
    BOOL_OR(COALESCE(c.response, '') IN ('declined', 'unsubscribed') AND COALESCE(c.responded_on <= $as_of, TRUE))
      AS refused
  FROM relations_campaign_responses c
  WHERE COALESCE(c.sent_on <= $as_of, TRUE)
  GROUP BY c.campaign, c.relation
),
counted AS (
  SELECT
    campaign,
    COUNT(CASE WHEN sent AND NOT control THEN 1 END) AS sent,
    COUNT(CASE WHEN delivered AND NOT control THEN 1 END) AS delivered,
    COUNT(CASE WHEN delivered AND responded AND NOT control THEN 1 END) AS responders,
    COUNT(CASE WHEN refused AND NOT control THEN 1 END) AS refused,
    COUNT(CASE WHEN control THEN 1 END) AS control,
    COUNT(CASE WHEN control AND responded THEN 1 END) AS control_responders
  FROM parts
  GROUP BY campaign
),
filled AS (
  SELECT
    k.id AS campaign,
    COALESCE(c.sent, 0) AS sent,
    COALESCE(c.delivered, 0) AS delivered,
    COALESCE(c.responders, 0) AS responders,
    COALESCE(c.refused, 0) AS refused,
    COALESCE(c.control, 0) AS control,
    COALESCE(c.control_responders, 0) AS control_responders,
    k.cost_minor, k.currency
  FROM campaigns k LEFT JOIN counted c ON c.campaign = k.id
  WHERE k."from" <= $as_of
)
SELECT
  campaign, sent, delivered, responders, refused,
  percent(responders, delivered) AS rate,
  share_low(responders, delivered) AS rate_low,
  share_high(responders, delivered) AS rate_high,
  control, control_responders,
  tenth(100 * (CAST(responders AS DOUBLE) / NULLIF(delivered, 0) - CAST(control_responders AS DOUBLE) / NULLIF(control, 0)))
    AS effect,
  tenth(100 * difference(responders, delivered, control_responders, control, -1)) AS effect_low,
  tenth(100 * difference(responders, delivered, control_responders, control, 1)) AS effect_high,
  CASE WHEN responders > 0 THEN (2 * cost_minor + responders) // (2 * responders) END AS cost_per_responder_minor,
  currency
FROM filled
ORDER BY campaign NULLS FIRST
