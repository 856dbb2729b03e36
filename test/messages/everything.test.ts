import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { usage } from '../../src/commands/command.js';
import { COMMANDS } from '../../src/commands/index.js';
import type { Answer } from '../../src/domain/answer.js';
import { addDays } from '../../src/domain/calendar.js';
import type { Happening } from '../../src/domain/history.js';
import { ladder } from '../../src/domain/ladder.js';
import { Language } from '../../src/domain/language.js';
import { Migration, Route, RouteStep } from '../../src/domain/migration.js';
import type { Person } from '../../src/domain/person.js';
import { Check, type RefusalCode, type RefusalValue, UserError } from '../../src/domain/refusal.js';
import { ROUTES_OF } from '../../src/domain/route.js';
import { openRungs, STAGES } from '../../src/domain/stage.js';
import { type Original, type Replacement, Source, TermEnd } from '../../src/domain/subscription.js';
import type { DigestLine, MigrationView } from '../../src/domain/view.js';
import { sayAbout } from '../../src/messages/about.js';
import { migrationCard } from '../../src/messages/card.js';
import { sayAnswer } from '../../src/messages/changes.js';
import { sayChecklist } from '../../src/messages/checklist.js';
import { sayClock } from '../../src/messages/clock.js';
import { sayDigest } from '../../src/messages/digest.js';
import { sayHappening } from '../../src/messages/happening.js';
import { sayHelp, sayHelpOn } from '../../src/messages/help.js';
import { invitationBlocks } from '../../src/messages/invitation.js';
import { sayDue, sayHistory, sayList } from '../../src/messages/lists.js';
import en from '../../src/messages/locales/en.json' with { type: 'json' };
import type { Message } from '../../src/messages/message.js';
import {
  sayIncidentNotice,
  sayIncidentOpen,
  sayNudge,
  sayRequestNotice,
  sayUnreachable,
} from '../../src/messages/notice.js';
import { plainText } from '../../src/messages/plain-text.js';
import { sayFault, sayRefusal, sayStoreFault } from '../../src/messages/refusals.js';
import { sayReminder } from '../../src/messages/reminder.js';
import { rungButtons, sayRung } from '../../src/messages/rungs.js';
import { sayExport } from '../../src/messages/spreadsheet.js';
import { type MessageKey, Words } from '../../src/messages/words.js';
import { aMigration, anOriginal, aReplacement, aRequest, at, aView } from '../support/builders.js';

/** Words that remember which sentences they said. */
class RememberingWords extends Words {
  readonly said = new Set<string>();

  override say(key: MessageKey, values: Readonly<Record<string, RefusalValue>> = {}): string {
    this.said.add(key);
    return super.say(key, values);
  }

  /** What is said to a customer, in whichever language, counts too. */
  override in(): Words {
    return this;
  }
}

const NOW = '2026-11-20T10:00Z';
const MARIA: Person = { id: 'P1', rev: 1, name: 'Maria Silva', identities: ['slack:T0001/U0001'] };
const PAGE = { page: 1, rows: 2, command: 'list' };

/** What a program would say and a person never should. */
const BROKEN = /undefined|\bNaN\b|\bnull\b|\[object|[{}]|Infinity|Invalid Date/;

/** All texts of a message, wherever they stand. */
function textsOf(part: unknown): string[] {
  if (typeof part === 'string') return [part];
  if (part === null || typeof part !== 'object') return [];
  return Object.values(part).flatMap(textsOf);
}

/** `what` is said where it is not. */
function expectGood(message: Message, what?: string): void {
  expect(message.title, what).not.toBe('');
  for (const text of [...textsOf(message), plainText(message)]) expect(text, what).not.toMatch(BROKEN);
  for (const block of message.blocks) {
    if (block.kind === 'table') for (const row of block.rows) expect(row).toHaveLength(block.head.length);
    if (block.kind === 'buttons') {
      expect(block.buttons.length).toBeGreaterThan(0);
      for (const { label, run } of block.buttons) expect([label.trim(), run.trim()]).not.toContain('');
    }
    if (block.kind === 'text' || block.kind === 'note' || block.kind === 'code') expect(block.text).not.toBe('');
  }
}

const happenings: Record<string, Happening> = {
  started: { did: 'started', customer: 'contoso.com', source: 'open' },
  added: { did: 'added', original: 'M1.1', offer: 'Office 365 E3', seats: 1, expiresOn: '2027-01-31' },
  changed: {
    did: 'changed',
    subject: 'M1.1',
    changes: [
      { field: 'seats', from: 25, to: 27 },
      { field: 'ends', from: '2027-01-31', to: '2027-02-28' },
      { field: 'price', from: null, to: 12.5 },
      { field: 'trial', from: false, to: true },
    ],
  },
  moved: { did: 'moved', from: 'chat:T1/moves', to: 'chat:T1/other' },
  'moved to a channel with a name': { did: 'moved', from: 'chat:T1/moves', to: 'chat:T1/other', name: '#other' },
  invited: { did: 'invited', on: '2026-09-10' },
  accepted: { did: 'accepted', on: '2026-10-01' },
  declined: { did: 'declined', on: '2026-10-01' },
  provisioned: {
    did: 'provisioned',
    replacement: 'M1.R1',
    covers: ['M1.1', 'M1.2'],
    offer: 'Office 365 E3',
    seats: 25,
    on: '2027-01-24',
  },
  corrected: {
    did: 'corrected',
    replacement: 'M1.R1',
    covers: ['M1.1'],
    offer: 'Office 365 E3',
    seats: 1,
    on: '2027-01-24',
  },
  'accepted with its agreement': { did: 'accepted', on: '2026-10-01', agreementOn: '2026-09-30' },
  'provisioned in spite of everything': {
    did: 'provisioned',
    replacement: 'M1.R1',
    covers: ['M1.1'],
    offer: 'Office 365 E3',
    seats: 25,
    on: '2027-01-24',
    orderedAt: '2027-01-24T10:12:00Z',
    expiresOn: '2028-01-23',
    despite: [...Check.options],
  },
  'corrected by taking facts away': {
    did: 'corrected',
    replacement: 'M1.R1',
    covers: ['M1.1'],
    offer: 'Office 365 E3',
    seats: 25,
    on: '2027-01-24',
    orderedAt: null,
    expiresOn: null,
  },
  expired: { did: 'ended', original: 'M1.1', how: 'expired', on: '2027-01-31', daysLost: 0 },
  unneeded: { did: 'ended', original: 'M1.1', how: 'expired', on: '2027-01-31', daysLost: 0, unneeded: 'closed' },
  transferred: { did: 'ended', original: 'M1.1', how: 'transferred', on: '2027-01-20', daysLost: 0 },
  cancelled: { did: 'ended', original: 'M1.1', how: 'cancelled', on: '2027-01-24', daysLost: 7 },
  approved: {
    did: 'ended',
    original: 'M1.1',
    how: 'cancelled',
    on: '2027-01-24',
    daysLost: 7,
    moneyLost: { amount: 12.5, currency: 'EUR' },
    approval: { request: 'A1', reason: 'the company closes', by: 'Maria Silva' },
  },
  requested: {
    did: 'requested',
    request: 'A1',
    original: 'M1.1',
    on: '2027-01-24',
    missing: 25,
    reason: 'the company closes',
  },
  rejected: { did: 'rejected', request: 'A1', original: 'M1.1' },
  withdrawn: { did: 'withdrawn', request: 'A1', original: 'M1.1' },
  removed: { did: 'removed', subject: 'M1.1', offer: 'Office 365 E3' },
  licensed: { did: 'licensed', done: 1, total: 20 },
  'assigned an owner': { did: 'assigned', as: 'owner', to: 'Igor' },
  'assigned a deputy': { did: 'assigned', as: 'deputy', to: 'Igor' },
  'left by its owner': { did: 'assigned', as: 'owner', to: null },
  'left by its deputy': { did: 'assigned', as: 'deputy', to: null },
  undone: { did: 'undone', what: { did: 'noted', text: 'the admin is away' } },
  forgotten: { did: 'forgotten' },
  snoozed: { did: 'snoozed', originals: ['M1.1'], until: '2027-01-20' },
  'snoozed for a reason': {
    did: 'snoozed',
    originals: ['M1.1', 'M1.2'],
    until: '2027-01-20',
    reason: 'they are closed',
  },
  'quiet no more': { did: 'snoozed', originals: ['M1.1'], until: null },
  ...Object.fromEntries(
    RouteStep.options.map((step): [string, Happening] => [`step ${step}`, { did: 'stepped', step, on: '2027-01-10' }]),
  ),
  'not done after all': { did: 'stepped', step: 'requested', on: null },
  renewed: { did: 'renewed', original: 'M1.1', until: '2028-01-31' },
  noted: { did: 'noted', text: 'the admin is away' },
  abandoned: { did: 'abandoned', reason: 'the customer stays' },
  resumed: { did: 'resumed' },
};

/** Every value that a refusal can carry, as its place in the code would fill it. */
const refusalValues: Record<string, RefusalValue> = {
  suggestions: 'contoso.com (M1)',
  accepted: { day: '2026-10-01' },
  at: { moment: '2027-01-24T10:12:00Z' },
  ends: { day: '2027-01-23' },
  after: { day: '2026-10-01' },
  on: { day: '2027-01-31' },
  count: 2,
  days: 8,
  until: { day: '2027-02-11' },
  worth: { amount: 131.51, currency: 'EUR' },
  refund: 'part',
  how: 'approved',
  was: 'expired',
  to: 'today',
  asked: 1,
  day: '2027-01-24',
  done: 21,
  total: 20,
  findings: { findings: [{ name: 'too-few', values: { missing: 1, needed: 20 } }] },
  length: 3001,
  limit: 200,
  missing: 1,
  least: 1,
  latest: { day: '2027-01-31' },
  rest: 2,
  most: 1_000_000,
  from: { day: '2027-01-24' },
  second: { day: '2027-01-02' },
  typedFirst: '2027-02-01',
  typedSecond: '2027-01-02',
  ...Object.fromEntries(
    [
      'alias',
      'command',
      'customer',
      'example',
      'field',
      'fields',
      'id',
      'identities',
      'ids',
      'needed',
      'replacement',
      'options',
      'place',
      'ref',
      'role',
      'suggestion',
      'usage',
      'value',
      'word',
      'addon',
      'base',
      'migration',
      'name',
      'names',
      'original',
      'other',
      'step',
      'first',
      'later',
      'wanted',
      'route',
      'steps',
      'routes',
      'source',
      'today',
    ].map((name) => [name, `the ${name}`]),
  ),
};

const refusalCodes = Object.keys(en).flatMap((key) =>
  key.startsWith('refusal.') ? [key.slice(8) as RefusalCode] : [],
);

const day = fc.integer({ min: -400, max: 800 }).map((days) => addDays('2026-11-20', days));
const name = fc.constantFrom('contoso.com', 'Fabrikam & Söhne', '法布里卡', '<!channel>', '👩‍👩‍👧', '=1+1', "it's #1");
const offer = fc.constantFrom('Office 365 E3', 'office 365 e3', 'Project Plan 3', 'Microsoft 365 Business Premium');
const maybe = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: undefined });

/** Leaves out what is undefined, as the records do. */
function known<T extends object>(facts: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return JSON.parse(JSON.stringify(facts));
}

const ended = fc.record({
  how: fc.constantFrom('expired' as const, 'cancelled' as const, 'transferred' as const),
  on: day,
});

const anyOriginal = fc.record({
  offer,
  seats: fc.integer({ min: 1, max: 400 }),
  assigned: maybe(fc.integer({ min: 0, max: 400 })),
  expiresOn: day,
  renewal: fc.constantFrom('auto-renews' as const, 'ends' as const, 'unknown' as const),
  boughtOn: maybe(day),
  termEnd: fc.constantFrom(...TermEnd.options),
  addonOf: maybe(fc.constant('M1.1')),
  trial: fc.boolean(),
  unneeded: fc.option(name, { nil: undefined, freq: 6 }),
  price: maybe(fc.constant(12.5)),
  currency: maybe(fc.constant('EUR')),
  ended: maybe(ended),
  renewals: fc.array(fc.record({ from: day, until: day }), { maxLength: 1 }),
});

const anyReplacement = fc.record({
  offer,
  seats: fc.integer({ min: 1, max: 400 }),
  provisionedOn: day,
  orderedAt: maybe(fc.constant('2027-01-24T10:12:00Z')),
  expiresOn: maybe(day),
  covers: fc.uniqueArray(fc.integer({ min: 1, max: 15 }), { minLength: 1, maxLength: 3 }),
});

const anyMigration: fc.Arbitrary<Migration> = fc
  .record({
    source: fc.constantFrom(...Source.options),
    route: fc.constantFrom(...Route.options),
    country: maybe(fc.constant('FR')),
    agreementOn: maybe(day),
    sample: fc.boolean(),
    invitation: maybe(fc.record({ sentOn: day })),
    acceptedOn: maybe(day),
    declinedOn: fc.option(day, { nil: undefined, freq: 6 }),
    abandoned: fc.option(fc.record({ on: day, reason: name }), { nil: undefined, freq: 6 }),
    steps: fc.uniqueArray(fc.record({ name: fc.constantFrom(...RouteStep.options), on: day }), {
      selector: ({ name }) => name,
    }),
    originals: fc.array(anyOriginal, { maxLength: 15 }),
    replacements: fc.array(anyReplacement, { maxLength: 6 }),
  })
  .map(({ originals, replacements, ...facts }) => {
    const { acceptedOn: _, ...bare } = aMigration();
    return {
      ...bare,
      ...known(facts),
      originals: originals.map((one, index) => ({ ...anOriginal(), ...known(one), id: `M1.${index + 1}` }) as Original),
      replacements: replacements.map(
        (one, index) =>
          ({
            ...known(one),
            id: `M1.R${index + 1}`,
            covers: one.covers.map((cover) => `M1.${cover}`),
          }) satisfies Replacement,
      ),
    } as Migration;
  });

describe('every message in English', () => {
  const words = new Words('en', 'Europe/Berlin');

  it('says how many paid days a cancellation lost, and nothing of none', () => {
    const cancelled = (daysLost: number) =>
      sayHappening(words, { did: 'ended', original: 'M1.1', how: 'cancelled', on: '2027-01-24', daysLost });
    expect(cancelled(0)).toBe('M1.1 was cancelled on Sun, 24 Jan 2027');
    expect(cancelled(1)).toBe('M1.1 was cancelled on Sun, 24 Jan 2027; 1 paid day lost');
    expect(cancelled(7)).toBe('M1.1 was cancelled on Sun, 24 Jan 2027; 7 paid days lost');
  });

  it('refuses to guess among no subscriptions, or among several', () => {
    const which = (count: number) =>
      plainText(sayRefusal(words, new UserError('which-original', { id: 'M1', count, ids: 'M1.1, M1.2' })));
    expect(which(0)).toContain('M1 has no subscription yet. Add one: add M1 ');
    expect(which(2)).toContain('M1 has several subscriptions. Name the one you mean: M1.1, M1.2.');
  });
});

describe.each(Language.options)('every message in %s', (language) => {
  const words = new Words(language, 'Europe/Berlin');

  it('says whatever has happened', () => {
    const view = aView(aMigration(), NOW);
    for (const [what, happening] of Object.entries(happenings)) {
      const text = sayHappening(words, happening);
      expect(text, what).not.toMatch(BROKEN);
      expect(text, what).not.toBe('');
      expectGood(sayAnswer(words, { migration: 'M1', happening }, view), what);
    }
  });

  it.each<Answer>([
    { migration: 'M1', unchanged: 'stale' },
    { migration: 'M1', unchanged: 'already' },
    { migration: 'M1', unchanged: 'already', original: 'M1.1', ignored: ['seats', 'renewal'] },
    { migration: 'M1', unchanged: 'open-already' },
    { migration: 'M1', unchanged: 'add-offer' },
    { migration: 'M1', unchanged: 'add-offer', original: 'M1.1', ignored: ['route'] },
    { migration: 'M1', happening: { did: 'resumed' }, also: { did: 'noted', text: 'x' } },
  ])('answers %j', (answer) => {
    expectGood(sayAnswer(words, answer, aView(aMigration(), NOW)));
  });

  it('refuses in whole sentences', () => {
    for (const code of refusalCodes) {
      const message = sayRefusal(words, new UserError(code, refusalValues, ['help', 'show M1']));
      expectGood(message, code);
      expect(message.blocks.map(({ kind }) => kind)).toEqual(['text', 'buttons']);
      expect(sayRefusal(words, new UserError(code, refusalValues)).blocks).toHaveLength(1);
    }
  });

  it('apologises for a fault, with nothing but its reference', () => {
    expectGood(sayStoreFault(words));
    expectGood(sayFault(words, 'c0ffee01'));
    expect(plainText(sayFault(words, 'c0ffee01'))).toContain('c0ffee01');
  });

  it('explains every command', () => {
    const usages = COMMANDS.map((command) => ({ name: command.name, usage: usage(command), aliases: ['другое'] }));
    const help = sayHelp(words, [{ group: 'move', commands: usages }]);
    expectGood(help);
    for (const { usage } of usages) expect(plainText(help)).toContain(usage);
    for (const command of COMMANDS) {
      const one = sayHelpOn(words, { ...command, usage: usage(command), aliases: ['другое'] });
      expectGood(one);
      for (const field of command.fields) expect(plainText(one)).toContain(field.name);
    }
  });

  it('explains every kind of value, even one that no command takes now', () => {
    for (const kind of ['text', 'original', 'money', 'url'] as const) {
      const fields = [{ name: 'it', kind }];
      expectGood(sayHelpOn(words, { name: 'note', usage: 'note', aliases: [], fields, example: 'note' }));
    }
  });

  it('tells about itself', () => {
    const about = {
      version: '1.2.3',
      platforms: ['slack', 'teams'],
      startedAt: '2026-11-20T08:00:00Z',
      reminders: { time: '09:00', zone: 'Europe/Berlin', leadDays: [7, 1] },
      lastSweep: undefined,
      migrations: 3,
      open: 1,
      troubled: 0,
      deliveries: [],
      isLate: false,
      checked: undefined,
      doubt: undefined,
    };
    expectGood(sayAbout(words, about));
    const stopped = sayAbout(words, { ...about, troubled: 2, lastSweep: '2026-11-20T09:59:00Z' });
    expectGood(stopped);
    expect(plainText(stopped)).toContain(`! ${words.say('about.stopped', { count: 2 })}`);
    const doubt = { what: 'back', since: at(NOW), expected: at('2027-01-20T10:00Z') } as const;
    const checked = { at: at(NOW), originals: 412 };
    const doubted = sayAbout(words, { ...about, checked, doubt });
    expectGood(doubted);
    expect(plainText(doubted)).toContain('412');
    for (const [what, confirmed] of [
      ['ahead', false],
      ['back', false],
    ] as const) {
      expectGood(sayClock(words, at(NOW), { ...doubt, what }, confirmed));
    }
    expectGood(sayClock(words, at(NOW), undefined, true));
    expectGood(sayClock(words, at(NOW), undefined, false));
  });

  it('writes the mail to the customer, with the link once it is known', () => {
    const link = 'https://partner.microsoft.com/invitation';
    const mail = (migration: Migration) =>
      plainText({ title: 'Mail', blocks: invitationBlocks(words, aView(migration, NOW)) });
    expect(mail(aMigration())).toContain(words.say('invite.no-link'));
    expect(mail(aMigration({ invitation: { sentOn: '2026-09-10', link } }))).toContain(link);
    expect(mail(aMigration({ invitation: { sentOn: '2026-09-10', link } }))).not.toMatch(BROKEN);
  });

  it('lists each stage', () => {
    for (const stage of STAGES) expectGood(sayList(words, [aView(aMigration(), NOW)], stage, PAGE));
    for (const filter of ['mine', 'late', 'open', undefined] as const) expectGood(sayList(words, [], filter, PAGE));
    expectGood(sayDue(words, [], 1, PAGE));
  });

  it('is whole for any migration at any time, as card, list, reminder, history and export', () => {
    const moments = fc.integer({ min: 0, max: 24 * 900 }).map((hours) => at('2026-06-01T00:00Z').add({ hours }));
    fc.assert(
      fc.property(anyMigration, moments, name, (migration, now, customer) => {
        expect(Migration.safeParse(migration).error).toBeUndefined();
        const frozen = JSON.stringify(migration);
        const view = aView(migration, now.toString(), { customer: { id: 'C1', rev: 1, name: customer } });
        expectGood(migrationCard(words, view));
        expectGood(sayChecklist(words, view));
        expectGood(sayNudge(words, view, 3));
        expectGood(sayRequestNotice(words, view, { request: aRequest(), customer, by: customer }, []));
        expectGood(sayList(words, [view, view, view], undefined, PAGE));
        expectGood(sayExport(words, [view], PAGE));
        const entry = { id: 'M1@1', rev: 1, migration: 'M1', at: now.toString(), by: 'P1', from: 'terminal:local' };
        const lines = Object.values(happenings).map((what) => ({ entry: { ...entry, what }, by: 'Maria Silva' }));
        for (const page of [1, 99]) expectGood(sayHistory(words, view, lines, { ...PAGE, page }));
        for (const original of migration.originals) {
          for (const rung of ladder(migration, original, now)) {
            expectGood(sayReminder(words, view, original, rung, '2027-01-15'));
            for (const what of ['service-lost', 'renewed'] as const) {
              const incident = { original, what, since: '2027-02-01' };
              expectGood(sayIncidentNotice(words, view, incident));
              expectGood(sayIncidentOpen(words, view, incident, 'escalation', MARIA, '2027-02-02T08:00:00Z'));
            }
            expectGood(digestOf(words, view, { kind: 'rung', original, rung }));
            expectGood(sayDue(words, [{ view, original, rung }], 30, PAGE));
            expect(sayRung(words, view, original, rung)).not.toMatch(BROKEN);
            for (const button of rungButtons(words, view, original, rung)) expect(button.run).not.toMatch(BROKEN);
          }
        }
        expect(JSON.stringify(migration)).toBe(frozen);
      }),
      { numRuns: language === 'en' ? 100 : 20 },
    );
  });
});

describe('every sentence', () => {
  it('whose key is computed is said by something', () => {
    const heard = new RememberingWords('en', 'UTC');
    const away = { owner: { ...MARIA, awayUntil: '2099-12-31' }, deputy: { ...MARIA, id: 'P2' } };
    for (const [migration, now] of situations()) {
      const view = aView(migration, now);
      expectGood(migrationCard(heard, view));
      expectGood(sayChecklist(heard, view));
      for (const original of migration.originals) {
        for (const rung of ladder(migration, original, at(now))) sayReminder(heard, view, original, rung, '2027-01-15');
      }
      for (const whose of [{ owner: undefined }, away]) {
        for (const { original, rung } of openRungs(migration, at(now))) {
          sayReminder(heard, aView(migration, now, whose), original, rung, '2027-01-15');
        }
      }
    }
    const [original = anOriginal()] = aMigration().originals;
    const [rung] = ladder(aMigration(), original, at(NOW));
    const links = (['owner', 'deputy', 'escalation'] as const).map((to) => ({ day: '2027-01-15', to }));
    const background = { links, escalation: MARIA, doubted: NOW, silentUntil: '2027-02-01' };
    const unowned = aView(aMigration(), NOW, { owner: undefined });
    for (const dueDay of ['2026-01-15', '2027-01-15']) {
      if (rung) sayReminder(heard, unowned, original, rung, dueDay, background);
    }
    for (const happening of Object.values(happenings)) sayHappening(heard, happening);
    const other = aReplacement({ offer: 'Microsoft 365 E3' });
    const reassigned = aMigration({ acceptedOn: '2026-10-01', replacements: [other], licensesDone: original.seats });
    expectGood(migrationCard(heard, aView(reassigned, NOW)));
    sayDue(heard, [], 1, PAGE);
    sayHistory(heard, aView(aMigration(), NOW), [], PAGE);
    const families =
      /^(changed|checklist|rung|incident|gap|note|next|step|stage|source|route|renewal|original|licenses|reminder|history|check)\./;
    const unsaid = Object.keys(en).filter((key) => families.test(key) && !heard.said.has(key));
    expect(unsaid).toEqual([]);
  });
});

/** A digest of one line, open, quiet and over, with all else that it can hold. */
function digestOf(words: Words, view: MigrationView, about: DigestLine['about']): Message {
  const line = { view, about, snoozed: undefined, dueDay: '2027-01-14', doubted: '2027-01-14T08:00:00Z' };
  const lines = [
    line,
    { ...line, snoozed: '2027-01-20' },
    { ...line, about: { kind: 'over', original: undefined } as const },
  ];
  expectGood(sayUnreachable(words, 'slack:T0001/C0001', '2027-01-15', lines, 'is_archived'));
  const silence = { renewing: 1, notMoved: 2, snoozed: 1, snoozedUntil: '2027-01-20', noticed: 2, notDue: 1 };
  const { now } = view;
  const facts = {
    person: undefined,
    silence,
    unowned: 1,
    requests: [aRequest()],
    checked: { at: now, originals: 1 },
    now,
  };
  return sayDigest(words, { day: '2027-01-15', lines, ...facts }, PAGE);
}

/** Migrations at the points of the way where something else is to be said, each from every source and by every route. */
function situations(): [Migration, string][] {
  const { acceptedOn: _, ...untouched } = aMigration();
  const over = '2027-02-01T10:00Z';
  const expired = { how: 'expired', on: '2027-01-31' } as const;
  const renews = [anOriginal({ renewal: 'auto-renews' })];
  const both: [Partial<Migration>, string][] = [
    [{}, NOW],
    [{}, '2027-01-28T10:00Z'],
    [{ originals: [] }, NOW],
    [{ originals: renews }, '2027-01-30T10:00Z'],
    [{ agreementOn: '2026-10-02', originals: [anOriginal(), anOriginal({ id: 'M1.2' })] }, NOW],
    ...['2026-11-21T10:00Z', '2027-01-20T10:00Z'].map((now): [Partial<Migration>, string] => [
      { steps: [...RouteStep.options].map((name) => ({ name, on: '2026-11-20' })) },
      now,
    ]),
    [{ originals: [anOriginal({ renewal: 'unknown', assigned: 20 })] }, '2027-01-31T10:00Z'],
    [{}, over],
    ...(['auto-renews', 'unknown'] as const).map((renewal): [Partial<Migration>, string] => [
      { originals: [anOriginal({ renewal })] },
      over,
    ]),
    [{ originals: [anOriginal({ ended: expired })] }, '2027-06-30T10:00Z'],
    [{ originals: [anOriginal({ ended: { ...expired, how: 'cancelled' } })] }, '2027-06-30T10:00Z'],
    [{ originals: [anOriginal({ ended: expired, unneeded: 'the team left' })] }, over],
    [{ originals: [anOriginal({ ended: { how: 'transferred', on: '2027-01-20' } })] }, over],
    [{ originals: [anOriginal({ addonOf: 'M1.2' })] }, '2027-02-02T10:00Z'],
    [{ originals: [anOriginal()] }, '2027-01-31T10:00Z'],
    [{ originals: [anOriginal({ termEnd: 'extended-term', boughtOn: '2026-01-31' })] }, over],
    [{ originals: [anOriginal({ ended: expired })], replacements: [aReplacement()] }, over],
    [{ originals: [anOriginal({ ended: expired })], replacements: [aReplacement({ seats: 20 })] }, '2027-06-30T10:00Z'],
    [{ originals: renews, replacements: [aReplacement({ seats: 20 })] }, '2027-01-25T10:00Z'],
    [{ originals: [anOriginal({ addonOf: 'M1.2' })], replacements: [aReplacement({ offer: 'Office 365 E5' })] }, NOW],
    [{ replacements: [aReplacement({ provisionedOn: '2027-05-04' })] }, NOW],
    [{ originals: [anOriginal({ ended: expired })], replacements: [aReplacement({ offer: 'Office 365 E5' })] }, over],
    [
      {
        originals: [anOriginal({ renewals: [{ from: '2026-01-31', until: '2027-01-31' }] })],
        replacements: [aReplacement({ provisionedOn: '2026-01-24' })],
      },
      '2027-01-28T10:00Z',
    ],
  ];
  const invitation = { sentOn: '2026-09-10' };
  return Source.options.flatMap((source) =>
    ROUTES_OF[source].flatMap((route): [Migration, string][] => [
      ...both.flatMap(([facts, now]): [Migration, string][] => [
        [{ ...aMigration(), ...facts, source, route }, now],
        [{ ...untouched, ...facts, source, route }, now],
        [{ ...untouched, ...facts, invitation, source, route }, now],
      ]),
      [{ ...untouched, declinedOn: '2026-10-01', source, route }, NOW],
      [{ ...aMigration(), abandoned: { on: '2026-11-01', reason: 'the customer stays' }, source, route }, NOW],
    ]),
  );
}
