import type { Answer } from '../domain/answer.js';
import type { Happening } from '../domain/history.js';
import type { MigrationView } from '../domain/view.js';
import { cardTitle, migrationCard, nextStep } from './card.js';
import type { Message } from './message.js';
import type { Words } from './words.js';

/** What happened, as a clause: the history shows it, and the asker is answered with it. */
export function sayHappening(words: Words, what: Happening): string {
  switch (what.did) {
    case 'started':
      return words.say('changed.started', { customer: what.customer });
    case 'added':
      return words.say('changed.added', { ...what, on: { day: what.expiresOn } });
    case 'changed': {
      const changes = what.changes.map(({ field, from, to }) =>
        words.say('changed.field', { field, from: sayValue(words, from), to: sayValue(words, to) }),
      );
      return words.say('changed.changed', { subject: what.subject, changes: words.list(changes) });
    }
    case 'invited':
    case 'accepted':
    case 'declined':
      return words.say(`changed.${what.did}`, { on: { day: what.on } });
    case 'provisioned':
    case 'corrected': {
      const { replacement, offer, seats, on } = what;
      return words.say(`changed.${what.did}`, {
        replacement,
        offer,
        seats,
        on: { day: on },
        covers: words.list(what.covers),
      });
    }
    case 'ended':
      if (what.unneeded !== undefined) {
        const { original, on, unneeded } = what;
        return words.say('changed.expired-unneeded', { original, on: { day: on }, reason: unneeded });
      }
      return words.say(`changed.${what.how}`, { original: what.original, on: { day: what.on }, days: what.daysLost });
    case 'renewed':
      return words.say('changed.renewed', { original: what.original, on: { day: what.until } });
    case 'noted':
      return words.say('changed.noted', { text: what.text });
    case 'abandoned':
      return words.say('changed.abandoned', { reason: what.reason });
    case 'resumed':
      return words.say('changed.resumed');
  }
}

/** Tells the asker what her command did, or why it changed nothing, and what comes next. */
export function sayAnswer(words: Words, answer: Answer, view: MigrationView): Message {
  const { migration, customer } = view;
  const names = { id: migration.id, customer: customer.name };
  const { ignored: others = [] } = answer;
  const ignored =
    others.length > 0 ? [words.say('answer.ignored', { id: migration.id, fields: others.join(', ') })] : [];
  switch (answer.unchanged) {
    case 'stale':
      return { title: cardTitle(words, view), blocks: [{ kind: 'text', text: words.say('answer.stale', names) }] };
    case 'already':
      return {
        title: words.say('answer.again-title', names),
        blocks: [{ kind: 'text', text: words.say('answer.again', names) }],
      };
    case 'open-already':
      return withFirst(migrationCard(words, view), [words.say('answer.open-already', names), ...ignored]);
    case 'add-offer': {
      const command = `add ${migration.id} offer="…" seats=… ends=…`;
      return withFirst(migrationCard(words, view), [words.say('answer.add-offer', { ...names, command }), ...ignored]);
    }
    case undefined: {
      const happened = [answer.happening, answer.also].flatMap((what) => (what ? [sayHappening(words, what)] : []));
      return {
        title: words.say('answer.done-title', names),
        blocks: [
          { kind: 'text', text: happened.join('\n') },
          { kind: 'facts', facts: [{ label: words.say('list.head-next'), value: nextStep(words, view) }] },
        ],
      };
    }
  }
}

function withFirst(card: Message, texts: readonly string[]): Message {
  return { ...card, blocks: [...texts.map((text) => ({ kind: 'text', text }) as const), ...card.blocks] };
}

function sayValue(words: Words, value: string | number | boolean | null): string {
  if (value === null) return words.say('value.none');
  if (typeof value === 'boolean') return words.say(value ? 'value.yes' : 'value.no');
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value)) return words.day(value);
  return String(value);
}
