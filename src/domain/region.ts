/**
 * The regions in which a partner may sell CSP offers; a country that is not listed stands alone. Source: Partner Center,
 * "Cloud Solution Provider program regional markets and currencies", as of 2021-04-15. Microsoft moves countries now and
 * then, so what follows from this table is worded as a caution.
 */
const REGIONS: readonly string[] = [
  // Europe: the EU, EFTA, the United Kingdom, and what belongs to them.
  `AD AT AX BE BG BV CH CY CZ DE DK EE ES FI FO FR GB GG GI GL GR HR HU IE IM IS IT JE LI LT LU LV MC MT NL NO PL PT RO SE
   SI SJ SK SM VA`,
  // Africa.
  `AO BF BI BJ BW CD CF CG CI CM CV DJ ER ET GA GH GM GN GQ GW KE KM LR MG ML MU MW NA NC NE NG PF RE RW SC SH SL SN SO SS
   ST TD TG TZ UG YT ZM`,
  // Asia and Pacific.
  'BD BN BT HK ID KH LA LK MM MO MV MY NP PH SG TH TL VN',
  // Australia.
  'AU CC CK CX FJ FM GU HM KI MH MP NF NR NU PG PN PW SB TF TK TO TV WF',
  // Canada.
  'CA PM',
  // Latin America and the Caribbean.
  `AG AI AQ AR AW BB BL BM BO BQ BS BZ CL CO CR CW DM DO EC FK GD GF GP GS GT GY HN HT JM KN KY LC MF MQ MS MX NI PA PE PR
   PY SR SV SX TC TT UY VC VE VG VI`,
  // Middle East, Central and Eastern Europe.
  `AE AF AL AM AZ BA BH BY DZ EG GE IL IO IQ JO KG KW KZ LB LS LY MA MD ME MK MN MR MZ OM PK PS QA RS SA SZ TJ TM TN TR UA
   UZ XK YE ZA ZW`,
  // New Zealand.
  'AS NZ VU WS',
  // United States.
  'UM US',
];

const REGION_OF = new Map(
  REGIONS.flatMap((countries, index) => countries.split(/\s+/).map((country) => [country, index] as const)),
);

/** Whether a partner in the one country may sell to a customer in the other, both as two capital letters. */
export function isSameRegion(one: string, other: string): boolean {
  const region = REGION_OF.get(one);
  return one === other || (region !== undefined && region === REGION_OF.get(other));
}
