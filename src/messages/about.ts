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
  /** What does not arrive, by platform. */
  readonly deliveries: readonly DeliveryTrouble[];
  /** The look at what is due has not come round for too long. */
  readonly isLate: boolean;
}

/** Posts that do not get out. `reason`: a code of the platform's, such as `is_archived`. */
export interface DeliveryTrouble {
  readonly platform: string;
  /** `closed`: channels that take nothing; `waits`: posts of which the last try failed. */
  readonly what: 'closed' | 'waits';
  readonly count: number;
  readonly reason: string;
}

export function sayAbout(words: Words, about: About): Message {
  const moment = (iso: string) => words.moment(Temporal.Instant.from(iso));
  const { time, zone, leadDays } = about.reminders;
  const reminders = words.say('about.reminders-value', { time, zone, leads: words.list(leadDays.map(String)) });
  const troubles = troublesOf(words, about);
  const well: Block = { kind: 'text', text: words.say('about.well') };
  return {
    title: words.say('about.title'),
    blocks: [
      { kind: 'text', text: words.say('about.body', { version: about.version }) },
      ...(troubles.length > 0 ? troubles : [well]),
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
    ],
  };
}

function troublesOf(words: Words, { doubt, isLate, lastSweep, troubled, deliveries }: About): Block[] {
  const texts = [
    ...(doubt ? [sayDoubt(words, doubt)] : []),
    ...(isLate && lastSweep !== undefined
      ? [words.say('about.late', { at: words.moment(Temporal.Instant.from(lastSweep)) })]
      : []),
    ...(troubled > 0 ? [words.say('about.stopped', { count: troubled })] : []),
    ...deliveries.map(({ what, ...trouble }) =>
      what === 'closed' ? words.say('about.closed', trouble) : words.say('about.waits', trouble),
    ),
  ];
  return texts.map((text) => ({ kind: 'note', text, tone: 'caution' }));
}
