import type { Happening } from '../domain/history.js';
import { Language } from '../domain/language.js';
import type { Words } from './words.js';

/** What happened, as a clause: the history shows it, and the asker is answered with it. */
export function sayHappening(words: Words, what: Happening): string {
  switch (what.did) {
    case 'started':
      return words.say('changed.started', { customer: what.customer });
    case 'added':
      return words.say('changed.added', { ...what, on: { day: what.expiresOn } });
    case 'changed': {
      const changes = what.changes.map((change) => sayChange(words, change));
      return words.say('changed.changed', { subject: what.subject, changes: words.list(changes) });
    }
    case 'accepted': {
      const accepted = words.say('changed.accepted', { on: { day: what.on } });
      if (what.agreementOn === undefined) return accepted;
      return words.say('changed.accepted-agreement', { what: accepted, on: { day: what.agreementOn } });
    }
    case 'invited':
    case 'declined':
      return words.say(`changed.${what.did}`, { on: { day: what.on } });
    case 'provisioned':
    case 'corrected':
      return sayProvisioned(words, what);
    case 'ended':
      return sayEnded(words, what);
    case 'requested':
      return words.say('changed.requested', { ...what, on: { day: what.on } });
    case 'removed':
    case 'rejected':
    case 'withdrawn':
    case 'licensed':
      return words.say(`changed.${what.did}`, { ...what });
    case 'stepped': {
      const step = words.say(`routestep.${what.step}`);
      return what.on === null
        ? words.say('changed.unstepped', { step })
        : words.say('changed.stepped', { step, on: { day: what.on } });
    }
    case 'assigned':
      return what.to === null
        ? words.say(`changed.unassigned-${what.as}`)
        : words.say(`changed.assigned-${what.as}`, { to: what.to });
    case 'snoozed':
      return saySnoozed(words, what);
    case 'undone':
      return words.say('changed.undone', { what: sayHappening(words, what.what) });
    case 'forgotten':
      return words.say('changed.forgotten');
    case 'renewed':
      return words.say('changed.renewed', { original: what.original, on: { day: what.until } });
    case 'moved':
      return words.say('changed.moved', { known: what.name === undefined ? 'no' : 'yes', name: what.name ?? '' });
    case 'noted':
      return words.say('changed.noted', { text: what.text });
    case 'abandoned':
      return words.say('changed.abandoned', { reason: what.reason });
    case 'resumed':
      return words.say('changed.resumed');
  }
}

function saySnoozed(words: Words, { originals, until, reason }: Extract<Happening, { did: 'snoozed' }>): string {
  const values = { originals: words.list(originals), count: originals.length };
  if (until === null) return words.say('changed.unsnoozed', values);
  const on = { day: until };
  if (reason === undefined) return words.say('changed.snoozed', { ...values, on });
  return words.say('changed.snoozed-reason', { ...values, on, reason });
}

function sayProvisioned(words: Words, what: Extract<Happening, { did: 'provisioned' | 'corrected' }>): string {
  const { did, replacement, offer, seats, on, covers, orderedAt, expiresOn, despite } = what;
  let text = words.say(`changed.${did}`, { replacement, offer, seats, on: { day: on }, covers: words.list(covers) });
  if (orderedAt !== undefined) {
    const at = orderedAt === null ? words.say('value.none') : { moment: orderedAt };
    text = words.say('changed.ordered', { what: text, at });
  }
  if (expiresOn !== undefined) {
    const ends = expiresOn === null ? words.say('value.none') : { day: expiresOn };
    text = words.say('changed.own-end', { what: text, ends });
  }
  if (despite === undefined) return text;
  const findings = words.list(despite.map((check) => words.say(`check.${check}`)));
  return words.say('changed.despite', { what: text, findings });
}

function sayEnded(words: Words, what: Extract<Happening, { did: 'ended' }>): string {
  const { original, how, approval, daysLost: days, moneyLost, unneeded } = what;
  const on = { day: what.on };
  if (unneeded !== undefined) return words.say('changed.expired-unneeded', { original, on, reason: unneeded });
  const worth = moneyLost ?? 'unknown';
  if (approval) return words.say('changed.cancelled-approved', { original, on, days, worth, ...approval });
  return words.say(`changed.${how}`, { original, on, days, worth });
}

type Change = Extract<Happening, { did: 'changed' }>['changes'][number];

/** `Seats: 25 → 27`: a fact is called as forms call it, and what it can be as they have it to choose from. */
function sayChange(words: Words, { field, from, to }: Change): string {
  return words.say('changed.field', {
    field: words.sayIfAny(`label.${field}`) ?? field,
    from: sayValue(words, field, from),
    to: sayValue(words, field, to),
  });
}

function sayValue(words: Words, field: string, value: Change['to']): string {
  if (value === null) return words.say('value.none');
  if (field === 'price' && typeof value === 'number') return words.money({ amount: value });
  if (field === 'country') return words.country(String(value));
  const language = Language.safeParse(value);
  if (field === 'language' && language.success) return words.languageName(language.data);
  const chosen = value === 'extended-term' ? 'extended' : value;
  const said = words.sayIfAny(`${field}.${value}`) ?? words.sayIfAny(`choice.${field}.${chosen}`);
  if (said !== undefined) return said;
  if (typeof value === 'boolean') return words.say(value ? 'value.yes' : 'value.no');
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value)) return words.day(value);
  return String(value);
}
