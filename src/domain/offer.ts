import { sameName } from './customer.js';
import { SKUS, type Sku } from './skus.js';

/**
 * Well-known licence-based offers, by family. Most names are those of Microsoft's public list "Product names and service
 * plan identifiers for licensing" (as of 2026-01), without what is free or for trial only; some are newer than it. The
 * table can never be whole: a name that is not here is a question to the asker, not a mistake.
 */
const OFFERS: readonly (readonly [family: string, names: readonly string[]])[] = [
  ['Microsoft 365', ['E3', 'E5', 'F1', 'F3', 'A1', 'A3', 'A5', 'G3', 'G5', 'Apps for enterprise', 'Copilot']],
  ['Microsoft 365', ['E5 Security', 'E5 Compliance', 'F5 Security', 'F5 Compliance', 'F5 Security + Compliance']],
  ['Microsoft 365', ['Audio Conferencing', 'Domestic Calling Plan', 'Domestic and International Calling Plan']],
  ['Office 365', ['E1', 'E3', 'E5', 'F3', 'A1', 'A3', 'A5', 'G1', 'G3', 'G5', 'Extra File Storage']],
  ['Enterprise Mobility + Security', ['E3', 'E5']],
  ['Windows 10/11 Enterprise', ['E3', 'E5', 'E3 VDA', 'A3', 'A5']],
  ['Windows 365', ['Enterprise', 'Frontline', 'Shared Use']],
  ['Exchange Online', ['Plan 1', 'Plan 2', 'Kiosk', 'Essentials', 'Protection', 'Archiving']],
  ['Exchange Online Archiving', ['for Exchange Online', 'for Exchange Server']],
  ['SharePoint', ['Plan 1', 'Plan 2', 'Online Plan 1', 'Online Plan 2', 'Syntex']],
  ['OneDrive for Business', ['Plan 1', 'Plan 2']],
  ['Microsoft Teams', ['Enterprise', 'EEA', 'Premium', 'Phone Standard', 'Phone with Calling Plan', 'Shared Devices']],
  ['Microsoft Teams', ['Rooms Basic', 'Rooms Pro', 'Rooms Standard', 'Phone Resource Account', 'Phone Mobile']],
  ['Visio', ['Plan 1', 'Plan 2']],
  ['Project', ['Plan 1', 'Plan 3', 'Plan 5']],
  ['Planner', ['Plan 1', 'and Project Plan 3', 'and Project Plan 5']],
  ['Power BI', ['Pro', 'Premium Per User', 'Premium P1']],
  ['Power Apps', ['Premium', 'per app plan']],
  ['Power Automate', ['Premium', 'Process', 'per user plan', 'per flow plan']],
  ['Microsoft Entra', ['ID P1', 'ID P2', 'ID Governance', 'Suite', 'Workload ID Premium']],
  ['Microsoft Intune', ['Plan 1', 'Plan 2', 'Suite', 'Device']],
  ['Microsoft Defender for', ['Office 365 Plan 1', 'Office 365 Plan 2', 'Endpoint P1', 'Endpoint P2', 'Identity']],
  ['Microsoft Defender for', ['Cloud Apps', 'Endpoint Server']],
  ['Microsoft Defender', ['Vulnerability Management', 'Vulnerability Management Add-on']],
  ['Azure Information Protection', ['Plan 1', 'Plan 2']],
  ['Microsoft Viva', ['Suite', 'Goals', 'Glint', 'Insights', 'Learning']],
  ['Dynamics 365', ['Business Central Essentials', 'Business Central Premium', 'Business Central Team Members']],
  ['Dynamics 365', ['Sales Professional', 'Sales Enterprise', 'Sales Premium', 'Team Members', 'Customer Voice']],
  [
    'Dynamics 365',
    ['Customer Service Professional', 'Customer Service Enterprise', 'Field Service', 'Project Operations'],
  ],
  ['Dynamics 365', ['Finance', 'Commerce', 'Supply Chain Management', 'Human Resources', 'Guides', 'Remote Assist']],
  ['Clipchamp', ['Standard', 'Premium']],
];

/** Plans for small businesses, of each of which a tenant can have 300 seats (maximum quantity in the CSP price list, 2023). */
const SMALL_BUSINESS: readonly string[] = [
  'Microsoft 365 Business Basic',
  'Microsoft 365 Business Standard',
  'Microsoft 365 Business Premium',
  'Microsoft 365 Apps for business',
  'Microsoft 365 Copilot Business',
  'Microsoft Teams Essentials',
  'Microsoft Defender for Business',
  'Windows 365 Business',
];
const SMALL_BUSINESS_SEATS = 300;

/** Every card compares the same few offers many times. */
const plainOffers = new Map<string, string>();
const MOST_PLAIN = 5_000;

const BY_CODE = new Map(SKUS.flatMap((sku) => [sku.id, sku.code.toLowerCase()].map((code) => [code, sku] as const)));
const BY_NAME = new Map(
  SKUS.flatMap((sku) =>
    [...(sku.isShared ? [] : [sku.name]), ...sku.also, ...sku.before].map((name) => [plainName(name), sku] as const),
  ),
);
const KNOWN = new Map(
  [...OFFERS.flatMap(([family, names]) => names.map((name) => `${family} ${name}`)), ...SMALL_BUSINESS].map(
    (name) => [bare(name), name] as const,
  ),
);
/** Old names, whose new one is often not the one that sounds most alike. */
const NEW_NAMES = new Map(SKUS.flatMap(({ name, before }) => before.map((one) => [bare(one), name] as const)));
const LIMITED: ReadonlySet<string> = new Set(SMALL_BUSINESS.map(bare));

/** The best known offers by the name in use, for whoever looks for one. */
export const OFFER_NAMES: readonly string[] = [...KNOWN.values()];

/**
 * Whether Ferry knows the offer, whatever its variant: without Teams, for the EEA, for schools, on new commerce. A name of
 * before is none, since nobody can order by it and a newer offer may sound like it.
 */
export function isKnownOffer(offer: string): boolean {
  return KNOWN.has(bare(offer)) || isInUse(offer);
}

/** By its id, its code, or a name in use. */
function isInUse(offer: string): boolean {
  const sku = skuOf(offer);
  return sku !== undefined && !sku.before.some((name) => plainName(name) === plainName(offer));
}

/** How many seats of it one tenant can have; undefined: no limit that Ferry knows. */
export function seatLimit(offer: string): number | undefined {
  const name = skuOf(offer)?.name ?? offer;
  return LIMITED.has(bare(NEW_NAMES.get(bare(name)) ?? name)) ? SMALL_BUSINESS_SEATS : undefined;
}

/** The known offer that an unknown name probably means; undefined when none is near, or several are equally near. */
export function nearestOffer(offer: string): string | undefined {
  const name = bare(offer);
  const renamed = NEW_NAMES.get(name);
  if (renamed !== undefined) return renamed;
  const ranked = [...KNOWN]
    .map(([known, as]) => ({ as, likeness: likeness(name, known) }))
    .sort((first, second) => second.likeness - first.likeness);
  const [best, next] = ranked;
  return best && best.likeness >= NEAR && best.likeness > (next?.likeness ?? 0) ? best.as : undefined;
}

/** A letter or two wrong in a name of ordinary length. */
const NEAR = 0.8;

/**
 * An offer as it is compared: by its SKU's id where that is known, whether its name of now, one of before, its code or its id
 * was typed; else by its name. Its variants, such as one without Teams, are offers of their own.
 */
export function plainOffer(offer: string): string {
  const known = plainOffers.get(offer);
  if (known !== undefined) return known;
  if (plainOffers.size >= MOST_PLAIN) plainOffers.clear();
  const plain = skuOf(offer)?.id ?? plainName(offer);
  plainOffers.set(offer, plain);
  return plain;
}

function skuOf(offer: string): Sku | undefined {
  return BY_CODE.get(offer.trim().toLowerCase()) ?? BY_NAME.get(plainName(offer));
}

/** Without what is only another way of writing a name, such as brackets, `P1` for `Plan 1`, and the mark of new commerce. */
function plainName(offer: string): string {
  return sameName(offer)
    .replace(/\bnce\b/g, ' ')
    .replace(/[()[\],]/g, ' ')
    .replace(/\s[-–]\s/g, ' ')
    .replace(/\bplan (?=\d)|\bp(?=\d\b)/g, 'plan ')
    .replace(/\bm365\b/g, 'microsoft 365')
    .replace(/\b(o365|microsoft office 365)\b/g, 'office 365')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Also without what makes a variant of it. */
function bare(offer: string): string {
  return plainName(offer)
    .replace(/\b(eea|no teams|without teams)\b/g, ' ')
    .replace(/\b(for )?(faculty|students?|gcc|government|non-?profits?)( (staff|student|faculty) pricing)?\b/g, ' ')
    .replace(/\b\d+ vcpu\b.*$/, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Shared pairs of letters, from 0 to 1 (Dice's coefficient): it forgives a slip and a word that is missing or too much. */
function likeness(one: string, other: string): number {
  const left = pairs(other);
  let shared = 0;
  for (const pair of pairs(one)) {
    const at = left.indexOf(pair);
    if (at < 0) continue;
    left.splice(at, 1);
    shared += 1;
  }
  return (2 * shared) / Math.max(1, one.length + other.length - 2);
}

function pairs(text: string): string[] {
  return [...text].slice(1).map((_letter, index) => text.slice(index, index + 2));
}
