import { Temporal } from 'temporal-polyfill';
import type { ClockDoubt } from '../domain/view.js';
import { sayDoubt } from './clock.js';
import type { Block, Message } from './message.js';
import type { Words } from './words.js';

export interface About {
  readonly version: string;
  readonly platforms: readonly string[];
  readonly startedAt: string;
  readonly reminders: { readonly time: string; readonly zone: string; readonly leadDays: readonly number[] };
  readonly lastSweep: string | undefined;
  /** The last full check of everything, and how many originals it covered. */
  readonly checked: { readonly at: Temporal.Instant; readonly originals: number } | undefined;
  /** Why nothing that is due is posted, if so. */
  readonly doubt: ClockDoubt | undefined;
  readonly migrations: number;
  readonly open: number;
  /** Posts that their channel refuses, or of which it is not known whether they arrived. */
  readonly troubled: number;
}

export function sayAbout(words: Words, about: About): Message {
  const moment = (iso: string) => words.moment(Temporal.Instant.from(iso));
  const { time, zone, leadDays } = about.reminders;
  const reminders = words.say('about.reminders-value', { time, zone, leads: leadDays.join(', ') });
  const stopped: Block[] =
    about.troubled > 0
      ? [{ kind: 'note', text: words.say('about.stopped', { count: about.troubled }), tone: 'caution' }]
      : [];
  return {
    title: words.say('about.title'),
    blocks: [
      { kind: 'text', text: words.say('about.body', { version: about.version }) },
      {
        kind: 'facts',
        facts: [
          {
            label: words.say('about.tracked'),
            value: words.say('about.open', { open: about.open, total: about.migrations }),
          },
          { label: words.say('about.platforms'), value: words.list(about.platforms) },
          { label: words.say('about.reminders'), value: reminders },
          {
            label: words.say('about.checked'),
            value: about.lastSweep === undefined ? words.say('about.never') : moment(about.lastSweep),
          },
          {
            label: words.say('about.full-check'),
            value: about.checked
              ? words.say('about.full-check-value', {
                  at: words.moment(about.checked.at),
                  originals: about.checked.originals,
                })
              : words.say('about.never'),
          },
          { label: words.say('about.started'), value: moment(about.startedAt) },
        ],
      },
      ...(about.doubt ? [{ kind: 'note', text: sayDoubt(words, about.doubt), tone: 'caution' } as const] : []),
      ...stopped,
    ],
  };
}
