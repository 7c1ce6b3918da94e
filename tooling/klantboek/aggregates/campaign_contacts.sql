/*
title: {nl: Bereik per campagne en relatie, en: Reach by campaign and relation}
answers:
  nl: Welke relatie werd door welke campagne bereikt, en wie reageerde?
  en: Which relation was reached by which campaign, and who responded?
formula:
  nl: "Een regel per relatie en campagne. Bereikt: verstuurd en niet als onbezorgd teruggemeld, buiten de controlegroep. Gereageerd: een reactie tot en met de peildatum die geen weigering of afmelding is. De dag is die van de eerste verzending, of anders de eerste dag van de campagne."
  en: "A row for each relation and campaign. Reached: sent and not reported as undelivered, outside the control group. Responded: a response up to the day of the figures that is no refusal or unsubscription. The day is that on which it was sent first, or else the first day of the campaign."
requirements: [M31, M38]
fields: [campaign.from, relation.campaign_responses.campaign, relation.campaign_responses.control, relation.campaign_responses.delivered, relation.campaign_responses.responded_on, relation.campaign_responses.response, relation.campaign_responses.sent_on]
key: [relation, campaign]
alone: true
columns:
  relation: {nl: Relatie, en: Relation, reference: relation}
  campaign: {nl: Campagne, en: Campaign, reference: campaign}
  date: {nl: Datum, en: Date}
  reached: {nl: Bereikt, en: Reached}
  responded: {nl: Gereageerd, en: Responded}
*/
SELECT
  c.relation, c.campaign,
  COALESCE(MIN(c.sent_on), MIN(k."from")) AS date,
  BOOL_OR(COALESCE(c.delivered, c.sent_on IS NOT NULL)) AND NOT BOOL_OR(COALESCE(c.control, FALSE)) AS reached,
  BOOL_OR(
    (c.responded_on IS NOT NULL OR c.response IS NOT NULL)
    AND COALESCE(c.response, '') NOT IN ('declined', 'unsubscribed')
    AND COALESCE(c.responded_on <= $as_of, TRUE)
  ) AS responded
FROM relations_campaign_responses c
LEFT JOIN campaigns k ON k.id = c.campaign
WHERE COALESCE(c.sent_on <= $as_of, TRUE)
GROUP BY c.relation, c.campaign
ORDER BY c.relation NULLS FIRST, c.campaign NULLS FIRST
