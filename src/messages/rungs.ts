import { dayOf, daysBetween, isBefore } from '../domain/calendar.js';
import { isExtended } from '../domain/ending.js';
import { isTransfer, openStop, type Rung } from '../domain/ladder.js';
import { isAccepted, type Migration, type Moving, replacementsOf } from '../domain/migration.js';
import { isReplaced, seatsShortBy } from '../domain/pool.js';
import { missingBeforeTransfer } from '../domain/route.js';
import type { Original, Replacement } from '../domain/subscription.js';
import type { MigrationView } from '../domain/view.js';
import type { Button } from './message.js';
import type { Words } from './words.js';

/** What must be done about an original, and by when, as half a sentence; near the end with what else must not be missed. */
export function sayRung(words: Words, view: MigrationView, original: Original, rung: Rung): string {
  const what = sayOne(words, view, original, rung);
  const stop = stopToo(view, original, rung);
  if (stop) return words.say('rung.and-stop', { what, stop: sayOne(words, view, original, stop) });
  const { migration } = view;
  const replaced = original.unneeded !== undefined || isReplaced(migration, original);
  if (rung.name !== 'stop-renewal' || !isAccepted(migration) || replaced) return what;
  return words.say('rung.and-provision', { what, latest: { day: original.expiresOn } });
}

/** The same for a title: what comes first, without what else must not be missed. */
export function sayRungBriefly(words: Words, view: MigrationView, original: Original, rung: Rung): string {
  return sayOne(words, view, original, rung);
}

/** Within so many days the renewal is named beside a replacement that is missing; it may be the last working day for it. */
const STOP_TOO_DAYS = 7;
/** Before the customer has accepted, only when it is due: with nothing to take its place, service would end. */
const STOP_TOO_DAYS_AT_RISK = 2;

/** The renewal that has to be stopped although something else is next, because its day is near. */
export function stopToo({ migration, now }: MigrationView, original: Original, rung: Rung): Rung | undefined {
  if (rung.name !== 'provision') return undefined;
  const stop = openStop(migration, original, now);
  if (!stop) return undefined;
  const near = isAccepted(migration) ? STOP_TOO_DAYS : STOP_TOO_DAYS_AT_RISK;
  return daysBetween(dayOf(now), stop.latest) <= near ? stop : undefined;
}

function sayOne(words: Words, view: MigrationView, original: Original, rung: Rung): string {
  const { migration, now } = view;
  const latest = { day: rung.latest };
  const before = words.moment(rung.before);
  switch (rung.name) {
    case 'provision':
      return sayProvision(words, view, original, rung);
    case 'stop-renewal':
      // Renewal is off, but in the extended service term something would follow the end.
      if (original.renewal === 'ends') return words.say('rung.stop-instruction', { before });
      if (!isAccepted(migration)) {
        return words.say('rung.stop-renewal-risk', { before, ends: { day: original.expiresOn } });
      }
      return words.say('rung.stop-renewal', { before });
    case 'transfer':
      return sayTransfer(words, view, rung);
    case 'end':
      if (isBefore(now, rung.before)) {
        const isLost = original.renewal === 'auto-renews' && !isTransfer(migration.route);
        return words.say(isLost ? 'rung.end-renews' : 'rung.end', { latest });
      }
      if (isExtended(migration, original)) return words.say('rung.end-passed-extended', { latest });
      if (isTransfer(migration.route)) return words.say('rung.end-passed-transfer', { latest });
      // What was to renew has probably done so: never the other way round.
      if (original.renewal === 'auto-renews') return words.say('rung.end-passed-renews', { latest });
      return words.say(original.renewal === 'unknown' ? 'rung.end-passed-unknown' : 'rung.end-passed', { latest });
    case 'access-ends':
    case 'last-day-kept':
      return words.say(`rung.${rung.name}`, { latest });
    case 'correct':
      return words.say('rung.correct', { id: original.id, latest });
  }
}

function sayProvision(words: Words, { migration, now }: MigrationView, original: Original, rung: Rung): string {
  const latest = { day: rung.latest };
  if (!isBefore(now, rung.before)) return words.say('rung.provision-late', { latest });
  const late = plannedTooLate(migration, original, rung.latest);
  if (late) {
    return words.say('rung.provision-too-late', { replacement: late.id, from: { day: late.provisionedOn }, latest });
  }
  if (replacementsOf(migration, original).length > 0) {
    return words.say('rung.provision-short', { missing: seatsShortBy(migration, original, rung.latest), latest });
  }
  const recommended = rung.recommended ?? rung.latest;
  const key = isAccepted(migration) ? 'rung.provision' : 'rung.provision-after-accept';
  if (recommended < dayOf(now)) return words.say(`${key}-latest`, { latest });
  return words.say(key, { recommended: { day: recommended }, latest });
}

/** The replacement whose seats would do, were they there in time. */
function plannedTooLate(migration: Moving, original: Original, latest: string): Replacement | undefined {
  const late = replacementsOf(migration, original).filter((one) => one.provisionedOn > latest);
  const last = late
    .map((one) => one.provisionedOn)
    .sort()
    .at(-1);
  return last !== undefined && seatsShortBy(migration, original, last) === 0 ? late[0] : undefined;
}

function sayTransfer(words: Words, { migration, now }: MigrationView, rung: Rung): string {
  const latest = { day: rung.latest };
  if (!isBefore(now, rung.before)) return words.say('rung.transfer-late', { latest });
  const recommended = rung.recommended ?? rung.latest;
  if (recommended < dayOf(now)) return words.say('rung.transfer-latest', { latest });
  const key = isAccepted(migration) ? 'rung.transfer' : 'rung.transfer-after-accept';
  return words.say(key, { recommended: { day: recommended }, latest });
}

/** The replacement is there; or, where one lacks seats or comes too late, it has them, or is there, now. */
export function provisionButtons(words: Words, { migration, now }: MigrationView, original: Original): Button[] {
  const { id } = original;
  const { rev } = migration;
  const last = replacementsOf(migration, original).at(-1);
  if (!last) return [{ label: words.say('button.provision', { id }), run: `provision ${id}`, rev }];
  const short = seatsShortBy(migration, original, last.provisionedOn);
  if (short > 0) {
    const seats = last.seats + short;
    const label = words.say('button.seats', { id: last.id, seats });
    return [{ label, run: `provision ${last.id} seats=${seats}`, rev }];
  }
  const today = dayOf(now);
  if (last.provisionedOn <= today) return [];
  return [{ label: words.say('button.active', { id: last.id }), run: `provision ${last.id} on=${today}`, rev }];
}

/** The step that is missing comes before the transfer that it allows. */
export function transferButton(words: Words, migration: Migration, { id }: Original): Button {
  const { rev } = migration;
  const missing = missingBeforeTransfer(migration);
  if (missing === 'accepted') return { label: words.say('button.accept'), run: `accept ${migration.id}`, rev };
  if (missing !== undefined && missing !== 'agreement') {
    const step = words.say(`routestep.${missing}`);
    return { label: words.say('button.step', { step }), run: `step ${migration.id} ${missing}`, rev };
  }
  return { label: words.say('button.transferred', { id }), run: `end ${id} transferred`, rev };
}

/** The commands that take this rung, for its buttons. */
export function rungButtons(words: Words, view: MigrationView, original: Original, rung: Rung): Button[] {
  const { migration, now } = view;
  const { id } = original;
  const rev = migration.rev;
  const provisioned = provisionButtons(words, view, original);
  switch (rung.name) {
    case 'provision': {
      const stop = stopToo(view, original, rung);
      const also = stop ? rungButtons(words, view, original, stop).map(({ style: _style, ...button }) => button) : [];
      if (!isAccepted(migration)) return also;
      return [...provisioned.map((button): Button => ({ ...button, style: 'primary' })), ...also];
    }
    case 'access-ends':
    case 'last-day-kept':
      if (!isAccepted(migration)) return [];
      return provisioned.map((button) => ({ ...button, style: 'primary' }));
    case 'transfer':
      if (!isAccepted(migration)) return [];
      return [{ ...transferButton(words, migration, original), style: 'primary' }];
    case 'stop-renewal':
      if (original.renewal === 'ends') {
        return [
          {
            label: words.say('button.instruction', { id }),
            run: `change ${id} term-end=cancel`,
            rev,
            style: 'primary',
          },
        ];
      }
      return [
        { label: words.say('button.renewal-off', { id }), run: `change ${id} renewal=ends`, rev, style: 'primary' },
      ];
    case 'end': {
      if (isBefore(now, rung.before)) return [];
      if (isExtended(migration, original)) {
        return [{ label: words.say('button.cancelled', { id }), run: `end ${id} cancelled`, rev, style: 'primary' }];
      }
      const renewed: Button = { label: words.say('button.renewed', { id }), run: `end ${id} renewed`, rev };
      const expired: Button = { label: words.say('button.expired', { id }), run: `end ${id} expired`, rev };
      const likely = (one: Button, other: Button): Button[] => [{ ...one, style: 'primary' }, other];
      return [
        ...(isTransfer(migration.route)
          ? [transferButton(words, migration, original), renewed]
          : original.renewal === 'auto-renews'
            ? likely(renewed, expired)
            : likely(expired, renewed)),
        ...(isAccepted(migration) && !isTransfer(migration.route) && !isReplaced(migration, original)
          ? provisioned
          : []),
      ];
    }
    case 'correct':
      return [];
  }
}
