import { describe, expect, it } from 'vitest';
import type { BoardView } from '../../src/domain/board.js';
import { nextRung } from '../../src/domain/ladder.js';
import { Language } from '../../src/domain/language.js';
import { dueIncidents } from '../../src/domain/notice.js';
import type { Person } from '../../src/domain/person.js';
import { UserError } from '../../src/domain/refusal.js';
import type { DigestLine, MigrationView } from '../../src/domain/view.js';
import { sayBoard } from '../../src/messages/board.js';
import { migrationCard } from '../../src/messages/card.js';
import { sayChecklist } from '../../src/messages/checklist.js';
import { sayDigest } from '../../src/messages/digest.js';
import { sayDue, sayHistory, sayList, sayRequests } from '../../src/messages/lists.js';
import type { Message } from '../../src/messages/message.js';
import { formerCard } from '../../src/messages/moved.js';
import {
  sayIncidentNotice,
  sayIncidentOpen,
  sayNudge,
  sayRequestNotice,
  sayUnreachable,
} from '../../src/messages/notice.js';
import { plainText } from '../../src/messages/plain-text.js';
import { sayRefusal } from '../../src/messages/refusals.js';
import { sayReminder } from '../../src/messages/reminder.js';
import { sayWelcome } from '../../src/messages/welcome.js';
import { Words } from '../../src/messages/words.js';
import { render } from '../../src/platforms/slack/render.js';
import { renderCards } from '../../src/platforms/teams/render.js';
import { withoutTyped } from '../messages/typed-words.js';
import { problemsOfCard } from '../support/adaptive-cards.js';
import { problemOf } from '../support/block-kit.js';
import { aMigration, anOriginal, aReplacement, aRequest, at, aView } from '../support/builders.js';

// How Ferry's own cards look in each language, drawn by each platform. Look at the difference before you take it over (vitest -u).

const NOW = '2026-11-20T10:00Z';
const page = { page: 1, rows: 20, command: 'list' };
const { acceptedOn: _, ...fresh } = aMigration({ originals: [anOriginal({ renewal: 'auto-renews' })] });
const expired = { how: 'expired', on: '2027-01-31' } as const;

const started = aView(fresh, NOW);
const accepted = aView(
  aMigration({ originals: [anOriginal(), anOriginal({ id: 'M1.2', offer: 'Visio', seats: 4 })] }),
  NOW,
);
const ending = aView(aMigration({ replacements: [aReplacement({ offer: 'Microsoft 365 E3' })] }), '2027-01-25T10:00Z');
const lost = aView(aMigration({ originals: [anOriginal({ ended: expired })] }), '2027-03-10T10:00Z');
const abandoned = aView(aMigration({ abandoned: { on: '2026-11-19', reason: 'stays' } }), NOW);

const untold = { ...fresh, invitation: { sentOn: '2026-11-02' } };
const invited = aView(untold, NOW);
const request = aRequest({ at: '2026-11-19T10:00:00Z', on: '2026-11-19' });
const igor: Person = { id: 'P2', rev: 1, name: 'Igor', identities: ['slack:T0001/U0002'] };
const renewedTwice = aView(
  aMigration({
    originals: [
      anOriginal({
        renewal: 'auto-renews',
        price: 20,
        currency: 'EUR',
        expiresOn: '2027-10-31',
        renewals: [{ from: '2026-10-31', until: '2027-10-31' }],
      }),
    ],
    replacements: [aReplacement({ provisionedOn: '2026-10-24' })],
  }),
  NOW,
);

const TENANT = '22222222-2222-4222-8222-222222222222';

function cardsIn(words: Words): Record<string, Message> {
  const cards: Record<string, Message> = {
    'card-started': migrationCard(words, started),
    'card-accepted': migrationCard(words, accepted),
    'card-ending': migrationCard(words, ending),
    'card-incident': migrationCard(words, lost),
    'card-abandoned': migrationCard(words, abandoned),
    'card-invited': migrationCard(words, invited),
    'card-request': migrationCard(words, { ...accepted, requests: [request] }),
    'card-renewed': migrationCard(words, renewedTwice),
    checklist: sayChecklist(words, started),
    'notice-invitation': sayNudge(words, invited, 14),
    'notice-incident': sayIncidentNotice(words, renewedTwice, incidentOf(renewedTwice)),
    'notice-incident-open': sayIncidentOpen(words, renewedTwice, incidentOf(renewedTwice), 'escalation', igor),
    'notice-unreachable': sayUnreachable(words, 'slack:T0001/C0001', '2026-11-20', digestLines(), 'is_archived'),
    'notice-request': sayRequestNotice(words, accepted, { request, customer: 'contoso.com', by: 'Maria Silva' }, [
      igor,
    ]),
    requests: sayRequests(words, [{ request, customer: 'contoso.com', by: 'Maria Silva' }], {
      ...page,
      command: 'requests',
    }),
    reminder: reminder(words),
    digest: digest(words, digestLines()),
    'digest-done': digest(words, [{ ...digestLine(accepted), about: { kind: 'over', original: anOriginal() } }]),
    list: sayList(words, [started, accepted, ending], undefined, page),
    due: sayDue(words, dueLines(), 90, { ...page, command: 'due 90' }),
    history: sayHistory(words, accepted, historyLines(), { ...page, command: 'history M1' }),
    board: sayBoard(words, board([lost, accepted, { ...started, owner: undefined }]), { canChange: true }),
    'board-empty': sayBoard(words, board([]), { canChange: true }),
    welcome: sayWelcome(words),
    moved: formerCard(words, accepted, 'csp-moves', 'https://contoso.slack.com/archives/C0002/p1700000000000100'),
    begun: {
      ...sayRefusal(words, new UserError('missing-fields', { fields: 'offer', usage: 'add <migration> offer=…' })),
      opens: { label: words.say('button.form'), run: 'add M1' },
    },
    refusal: sayRefusal(words, new UserError('not-accepted', { id: 'M1' }, ['accept M1'])),
  };
  const { language } = words;
  return Object.fromEntries(Object.entries(cards).map(([name, card]) => [name, { language, ...card }]));
}

describe.each(Language.options)('in %s', (language) => {
  const cards = cardsIn(new Words(language, 'Europe/Berlin'));

  it.each(Object.entries(cards))('%s on Slack', async (name, message) => {
    const drawn = render(message, 'T0001');
    expect(problemOf((drawn.blocks ?? []) as never)).toBeUndefined();
    expect(cutOf(message, drawn)).toEqual([]);
    await expect(json(drawn)).toMatchFileSnapshot(`golden/${language}/${name}.slack.json`);
  });

  it.each(Object.entries(cards))('%s on Teams', async (name, message) => {
    const drawn = renderCards(message, TENANT);
    expect(drawn.flatMap(problemsOfCard)).toEqual([]);
    expect(cutOf(message, drawn)).toEqual([]);
    await expect(json(drawn)).toMatchFileSnapshot(`golden/${language}/${name}.teams.json`);
  });

  it.each(Object.entries(cards))('%s as text', async (name, message) => {
    await expect(`${plainText(message)}\n`).toMatchFileSnapshot(`golden/${language}/${name}.txt`);
  });
});

describe.each(Language.options.filter((one) => one !== 'en'))('in %s', (language) => {
  const english = cardsIn(new Words('en', 'Europe/Berlin'));

  it.each(Object.entries(cardsIn(new Words(language, 'Europe/Berlin'))))('%s has no English left', (name, message) => {
    const before = new Set(english[name] ? readIn(english[name]) : []);
    const left = readIn(message).filter((text) => isEnglish(text) || (before.has(text) && isWritten(text)));
    expect(left).toEqual([]);
  });
});

/** What people read of a message. */
function readIn(part: unknown): string[] {
  if (typeof part === 'string') return part.split('\n');
  if (part === null || typeof part !== 'object') return [];
  if (Array.isArray(part)) return part.flatMap(readIn);
  return Object.entries(part).flatMap(([name, value]) => (UNREAD.has(name) ? [] : readIn(value)));
}

const UNREAD: ReadonlySet<string> = new Set(['kind', 'language', 'run', 'url', 'identities', 'state', 'style', 'tone']);

/** What people of these samples are and have said, and what is called so everywhere. */
const OWN_WORDS =
  /the admin is away until Monday|the site closed|stays|Maria Silva|Igor|csp-moves|contoso\.com|(Office|Microsoft) 365 E3|Visio|Microsoft|CSP|Ferry|slack:T0001\/C0001|is_archived|Open License/g;

/** Written in French as in English. */
const SAME = /^(INCIDENT|Incidents|Invitation)\b/;

/** Words that only English has. */
const ENGLISH =
  /(?<!\p{L})(the|and|of|is|are|by|with|from|this|that|was|were|not|until|before|after|yet|its|their|which)(?!\p{L})/iu;

function isEnglish(text: string): boolean {
  return ENGLISH.test(withoutTyped(text.replace(OWN_WORDS, '')));
}

/** It has more than ids, names and what is to be typed. */
function isWritten(text: string): boolean {
  return /[a-z]{4}/i.test(withoutTyped(text.replace(OWN_WORDS, '').replace(SAME, '')));
}

/** Labels of buttons that a platform had to cut. */
function cutOf(message: Message, drawn: unknown): string[] {
  const shown = new Set(drawnIn(drawn));
  const buttons = message.blocks.flatMap((block) => (block.kind === 'buttons' ? block.buttons : []));
  return buttons.map(({ label }) => label).filter((label) => !shown.has(label));
}

/** All texts of a card, wherever they stand. */
function drawnIn(part: unknown): string[] {
  if (typeof part === 'string') return [part];
  return part === null || typeof part !== 'object' ? [] : Object.values(part).flatMap(drawnIn);
}

function board(lines: readonly MigrationView[]): BoardView {
  const counts = { week: lines.length, mine: 2, unowned: 1, incidents: 1, all: 12 };
  return { part: 'week', counts, lines, page: 1, from: 1, to: lines.length, reader: undefined };
}

function json(drawn: unknown): string {
  return `${JSON.stringify(drawn, null, 2)}\n`;
}

function incidentOf({ migration, now }: MigrationView) {
  const [due] = dueIncidents(migration, now);
  if (!due) throw new Error('the sample has no incident');
  return due;
}

function reminder(words: Words): Message {
  const [original] = accepted.migration.originals;
  const rung = original && nextRung(accepted.migration, original, accepted.now);
  if (!original || !rung) throw new Error('the sample has nothing to remind of');
  const links = [{ day: '2026-11-18', to: 'owner' } as const, { day: '2026-11-19', to: 'deputy' } as const];
  return sayReminder(words, { ...accepted, deputy: igor }, original, rung, '2026-11-19', { links });
}

function digest(words: Words, lines: readonly DigestLine[]): Message {
  const silence = { renewing: 15, notMoved: 0, snoozed: 2, snoozedUntil: '2026-11-23', noticed: 1, notDue: 28 };
  const view = { day: '2026-11-20', person: undefined, lines, silence, unowned: 1, requests: [request] };
  const checked = { at: at('2026-11-20T09:59Z'), originals: 412 };
  return sayDigest(words, { ...view, checked, now: at(NOW) }, { ...page, command: 'digest' });
}

function digestLines(): DigestLine[] {
  return [
    { ...digestLine(accepted), dueDay: '2026-11-19', doubted: '2026-11-19T08:00:00Z' },
    digestLine({ ...started, owner: undefined }),
    { ...digestLine(invited), about: { kind: 'invitation', days: 14 } },
    { ...digestLine(accepted), snoozed: '2026-11-23' },
    { ...digestLine(abandoned), about: { kind: 'over', original: anOriginal() } },
  ];
}

function digestLine(view: MigrationView): DigestLine {
  const [original = anOriginal()] = view.migration.originals;
  const rung = nextRung(view.migration, original, view.now);
  if (!rung) throw new Error('the sample has nothing to tell');
  return {
    view,
    about: { kind: 'rung', original, rung },
    snoozed: undefined,
    dueDay: '2026-11-20',
    doubted: undefined,
  };
}

function dueLines() {
  return [started, accepted].flatMap((view) =>
    view.migration.originals.flatMap((original) => {
      const rung = nextRung(view.migration, original, view.now);
      return rung ? [{ view, original, rung }] : [];
    }),
  );
}

function historyLines() {
  const entry = { rev: 1, migration: 'M1', by: 'P1', from: 'slack:T0001/C0001' };
  const started = { did: 'started', customer: 'contoso.com', source: 'open' } as const;
  const noted = { did: 'noted', text: 'the admin is away until Monday' } as const;
  return [
    { entry: { ...entry, id: 'M1@2', at: at('2026-11-19T09:30Z').toString(), what: noted }, by: 'Igor' },
    { entry: { ...entry, id: 'M1@1', at: at('2026-11-18T08:00Z').toString(), what: started }, by: 'Maria Silva' },
  ];
}
