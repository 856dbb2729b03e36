import { isDeepStrictEqual } from 'node:util';
import { Temporal } from 'temporal-polyfill';
import { type Day, dayOf, isBefore, type Moment } from '../domain/calendar.js';
import type { Happening } from '../domain/history.js';
import type { Migration, Moving } from '../domain/migration.js';
import { checksOf, preflight } from '../domain/preflight.js';
import { type Check, UserError } from '../domain/refusal.js';
import { isSameOffer, type Original, type Replacement } from '../domain/subscription.js';
import { quoted } from './endings.js';
import { pickOriginal } from './lookup.js';

export interface Provision {
  readonly offer: string | undefined;
  readonly seats: number | undefined;
  /** Active from this day; when undefined, from the day of the order or today. */
  readonly on: Day | undefined;
  /** A second replacement beside one that is there. */
  readonly another: boolean;
  /** The instant of the order; null takes it away. */
  readonly ordered?: Moment | null | undefined;
  /** The last day of the replacement's own term; null takes it away. */
  readonly ends?: Day | null | undefined;
  /** Checks that are not to stand in the way. */
  readonly despite?: readonly Check[] | undefined;
}

/**
 * Records the replacement of the originals that `refs` name; for originals that have one, corrects it, and so does its own
 * id, `M1.R2`. Undefined: it was so already. Refuses with all that stands against the order, but for what `wanted.despite`
 * names; `partnerCountry` is where the partner's own tenant is.
 */
export function provision(
  draft: Moving,
  refs: readonly string[],
  wanted: Provision,
  now: Temporal.Instant,
  partnerCountry?: string,
): Happening | undefined {
  const named = refs.length === 1 ? draft.replacements.find((one) => one.id === refs[0]) : undefined;
  const originals = named
    ? draft.originals.filter((one) => named.covers.includes(one.id))
    : [...new Set(refs.map((ref) => pickOriginal(draft, ref)))];
  const ids = originals.map((original) => original.id);
  const existing = named ?? (wanted.another ? undefined : existingFor(draft, ids));
  const facts = factsOf(existing, originals, wanted, now);
  assertDays(draft, facts, wanted, now);
  if (draft.replacements.some((one) => (wanted.another || one === existing) && isSame(one, facts))) return undefined;
  const order = {
    ...facts,
    corrects: existing,
    on: facts.provisionedOn,
    orderedOn: orderedOn(facts),
    today: dayOf(now),
  };
  const findings = preflight(draft, order, partnerCountry);
  const despite = checksOf(findings);
  if (despite.some((check) => !wanted.despite?.includes(check))) {
    const commands = [
      ...(despite.includes('accepted') ? [`accept ${draft.id}`] : []),
      commandOf(refs, wanted, despite),
    ];
    throw new UserError(
      'preflight',
      { id: refs.join('+'), findings: { findings }, names: despite.join('+') },
      commands,
    );
  }
  const replacement = existing ?? newReplacement(draft);
  // What was taken away is not among the facts any more.
  delete replacement.orderedAt;
  delete replacement.expiresOn;
  Object.assign(replacement, facts);
  for (const original of originals) original.since = now.toString();
  const { offer, seats, provisionedOn: on, covers } = facts;
  return {
    did: existing ? 'corrected' : 'provisioned',
    replacement: replacement.id,
    covers,
    offer,
    seats,
    on,
    ...(wanted.ordered === undefined ? {} : { orderedAt: wanted.ordered }),
    ...(wanted.ends === undefined ? {} : { expiresOn: wanted.ends }),
    ...(despite.length > 0 ? { despite } : {}),
  };
}

type Facts = Omit<Replacement, 'id'>;

function factsOf(
  existing: Replacement | undefined,
  originals: readonly Original[],
  wanted: Provision,
  now: Temporal.Instant,
): Facts {
  // A correction never takes a replacement away from an original; covering one more brings that one's seats along.
  const covers = [...new Set([...(existing?.covers ?? []), ...originals.map((original) => original.id)])];
  const joining = originals.filter((original) => !existing?.covers.includes(original.id));
  const orderedAt = wanted.ordered === undefined ? existing?.orderedAt : (wanted.ordered ?? undefined);
  const expiresOn = wanted.ends === undefined ? existing?.expiresOn : (wanted.ends ?? undefined);
  const ordered = wanted.ordered == null ? undefined : dayOf(Temporal.Instant.from(wanted.ordered));
  return {
    offer: wanted.offer ?? existing?.offer ?? commonOffer(originals),
    seats: wanted.seats ?? joining.reduce((sum, original) => sum + original.seats, existing?.seats ?? 0),
    // An order that is told later does not make what is planned active.
    provisionedOn: wanted.on ?? existing?.provisionedOn ?? ordered ?? dayOf(now),
    ...(orderedAt === undefined ? {} : { orderedAt }),
    ...(expiresOn === undefined ? {} : { expiresOn }),
    covers,
  };
}

function assertDays(
  draft: Moving,
  { provisionedOn, expiresOn }: Facts,
  wanted: Provision,
  now: Temporal.Instant,
): void {
  const on = { day: provisionedOn };
  if (draft.acceptedOn !== undefined && provisionedOn < draft.acceptedOn) {
    throw new UserError('provision-before-accepted', { id: draft.id, on, accepted: { day: draft.acceptedOn } });
  }
  if (wanted.ordered != null && isBefore(now, Temporal.Instant.from(wanted.ordered))) {
    throw new UserError('ordered-in-future', { at: { moment: wanted.ordered } });
  }
  if (expiresOn !== undefined && expiresOn < provisionedOn) {
    throw new UserError('own-end-too-early', { ends: { day: expiresOn }, on });
  }
}

/** The day of the order, where its instant is not known the day from which it is active. */
function orderedOn({ orderedAt, provisionedOn }: Facts): Day {
  return orderedAt === undefined ? provisionedOn : dayOf(Temporal.Instant.from(orderedAt));
}

/** The same command once more, in spite of all that was found. */
function commandOf(refs: readonly string[], wanted: Provision, despite: readonly Check[]): string {
  const { offer, seats, on, another, ordered, ends } = wanted;
  return [
    `provision ${refs.join('+')}`,
    ...(offer === undefined ? [] : [`offer=${quoted(offer)}`]),
    ...(seats === undefined ? [] : [`seats=${seats}`]),
    ...(on === undefined ? [] : [`on=${on}`]),
    ...(another ? ['another=yes'] : []),
    ...(ordered === undefined ? [] : [`ordered=${ordered ?? 'unknown'}`]),
    ...(ends === undefined ? [] : [`ends=${ends ?? 'unknown'}`]),
    `despite=${despite.join('+')}`,
  ].join(' ');
}

function isSame(one: Replacement, facts: Facts): boolean {
  return isDeepStrictEqual({ ...facts, id: one.id }, { ...one });
}

function existingFor(draft: Migration, ids: readonly string[]): Replacement | undefined {
  const touching = draft.replacements.filter((replacement) => replacement.covers.some((id) => ids.includes(id)));
  const exact = touching.filter(({ covers }) => covers.length === ids.length && ids.every((id) => covers.includes(id)));
  if (exact.length === 1) return exact[0];
  if (touching.length <= 1) return touching[0];
  const names = touching.map((replacement) => replacement.id);
  throw new UserError('several-replacements', { ids: names.join(', '), example: `provision ${names[0]} seats=25` });
}

function newReplacement(draft: Migration): Replacement {
  const replacement: Replacement = {
    id: `${draft.id}.R${draft.nextReplacement}`,
    offer: '',
    seats: 1,
    provisionedOn: '',
    covers: [],
  };
  draft.nextReplacement += 1;
  draft.replacements.push(replacement);
  return replacement;
}

function commonOffer(originals: readonly Original[]): string {
  const [first, ...others] = originals;
  if (first && others.every((original) => isSameOffer(original.offer, first.offer))) return first.offer;
  throw new UserError('missing-fields', {
    fields: 'offer',
    usage: `provision ${originals.map((original) => original.id).join('+')} offer="Microsoft 365 E3"`,
  });
}
