import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextRung } from '../../src/domain/ladder.js';
import type { Migration } from '../../src/domain/migration.js';
import type { Person } from '../../src/domain/person.js';
import type { DigestLine, DigestView } from '../../src/domain/view.js';
import { sayDigest } from '../../src/messages/digest.js';
import type { Button, Message } from '../../src/messages/message.js';
import {
  sayIncidentNotice,
  sayIncidentOpen,
  sayNudge,
  sayRequestNotice,
  sayUnreachable,
} from '../../src/messages/notice.js';
import type { Page } from '../../src/messages/pages.js';
import { plainText } from '../../src/messages/plain-text.js';
import { Words } from '../../src/messages/words.js';
import { render } from '../../src/platforms/slack/render.js';
import { CARD_BYTES, renderCards } from '../../src/platforms/teams/render.js';
import { aMigration, anOriginal, aReplacement, aRequest, at, aView } from '../support/builders.js';

const words = new Words('en', 'Europe/Berlin');
const NOW = '2026-12-02T08:00Z';
const TODAY = '2026-12-02';
const PAGE: Page = { page: 1, rows: Number.POSITIVE_INFINITY, command: 'digest' };
const TENANT = '22222222-2222-4222-8222-222222222222';
const MARIA: Person = { id: 'P1', rev: 1, name: 'Maria Silva', identities: ['slack:T0001/U0001'] };
const IGOR: Person = { id: 'P2', rev: 1, name: 'Igor', identities: ['slack:T0001/U0002'] };
const NOTHING = { renewing: 0, notMoved: 0, snoozed: 0, snoozedUntil: undefined, noticed: 0, notDue: 0 };

type ViewFacts = Parameters<typeof aView>[2];

function aLine(facts: Partial<Migration> = {}, line: Partial<DigestLine> = {}, view: ViewFacts = {}): DigestLine {
  const migration = aMigration(facts);
  const [original = anOriginal()] = migration.originals;
  const rung = nextRung(migration, original, at(NOW));
  if (!rung) throw new Error('nothing is next');
  return {
    view: aView(migration, NOW, view),
    about: { kind: 'rung', original, rung },
    snoozed: undefined,
    dueDay: TODAY,
    doubted: undefined,
    ...line,
  };
}

function aDigest(lines: readonly DigestLine[], facts: Partial<DigestView> = {}): DigestView {
  return {
    day: TODAY,
    person: undefined,
    lines,
    silence: NOTHING,
    unowned: 0,
    requests: [],
    checked: { at: at('2026-12-02T07:59Z'), originals: 412 },
    now: at(NOW),
    ...facts,
  };
}

const say = (lines: readonly DigestLine[], facts: Partial<DigestView> = {}) =>
  sayDigest(words, aDigest(lines, facts), PAGE);
const over: Partial<DigestLine> = { about: { kind: 'over', original: anOriginal() } };
const invited: Partial<DigestLine> = { about: { kind: 'invitation', days: 3 } };

function buttonsOf(message: Message): Button[] {
  return message.blocks.flatMap((block) => (block.kind === 'buttons' ? [...block.buttons] : []));
}

const runsOf = (message: Message) => buttonsOf(message).map(({ run }) => run);
const [first, second] = [
  aLine(),
  aLine({
    id: 'M2',
    originals: [anOriginal({ id: 'M2.1', renewal: 'auto-renews' })],
    replacements: [aReplacement({ id: 'M2.R1', covers: ['M2.1'] })],
  }),
];

describe('a digest', () => {
  it('has a line for each thing to be done, with its buttons, and mentions nobody', () => {
    const message = say([first]);
    expect(plainText(message)).toBe(
      [
        'Due today, Wed, 2 Dec 2026: 1 subscription',
        'M1.1 · contoso.com: provision by Sun, 24 Jan 2027, at the latest Sun, 31 Jan 2027',
        'Office 365 E3, 25 seats. Owner: Maria Silva.',
        '> Replacement of M1.1 is active: provision M1.1',
        '> Snooze a working day: snooze M1.1 next',
        '> Show M1: show M1',
        'Last full check: Wed, 2 Dec 2026, 08:59 CET, 412 subscriptions.',
      ].join('\n'),
    );
    expect(message.mentions).toBeUndefined();
  });

  it.each([
    [[first, second], 'Due today, Wed, 2 Dec 2026: 2 subscriptions'],
    [[first, aLine({}, over)], 'Due today, Wed, 2 Dec 2026: 1 subscription'],
    [[first, aLine({}, invited)], 'Due today, Wed, 2 Dec 2026: 1 subscription and 1 invitation'],
    [
      [first, second, aLine({}, invited), aLine({}, invited)],
      'Due today, Wed, 2 Dec 2026: 2 subscriptions and 2 invitations',
    ],
    [[aLine({}, invited)], 'Due today, Wed, 2 Dec 2026: 1 invitation'],
    [[aLine({}, over), aLine({}, over)], 'Due today, Wed, 2 Dec 2026: all done'],
    [[aLine({}, { snoozed: '2026-12-03' }), aLine({}, over)], 'Due today, Wed, 2 Dec 2026: nothing more'],
    [[], 'Due today, Wed, 2 Dec 2026: nothing'],
  ])('counts in its title what is open: %#', (lines, title) => {
    expect(say(lines).title).toBe(title);
  });

  it('that stands there from another day does not call that day today', () => {
    const later = { now: at('2026-12-02T23:00Z') };
    expect(say([first], later).title).toBe('Due on Wed, 2 Dec 2026: 1 subscription');
    expect(say([aLine({}, over)], later).title).toBe('Due on Wed, 2 Dec 2026: all done');
    expect(say([first], { ...later, person: MARIA }).title).toBe('Yours on Wed, 2 Dec 2026: 1 subscription');
  });

  it('strikes off what is over, and says what was given up', () => {
    const abandoned = aLine({ abandoned: { on: TODAY, reason: 'stays' } }, over);
    const message = say([aLine({}, over), abandoned, aLine({}, { about: { kind: 'over', original: undefined } })]);
    expect(plainText(message)).toContain('✓ M1.1 · contoso.com: done');
    expect(plainText(message)).toContain('✓ M1.1 · contoso.com: given up');
    expect(plainText(message)).toContain('✓ M1 · contoso.com: done');
    expect(runsOf(message)).toEqual(['show M1', 'show M1', 'show M1']);
  });

  it('says until when a line is quiet, with the button that ends it', () => {
    const message = say([aLine({}, { snoozed: '2026-12-03' })]);
    expect(plainText(message)).toContain('M1.1 · contoso.com: quiet until Thu, 3 Dec 2026');
    expect(runsOf(message)).toEqual(['snooze M1.1 off']);
  });

  it('says of an invitation for how long nobody has answered it', () => {
    const message = say([aLine({ invitation: { sentOn: '2026-11-27' } }, invited)]);
    expect(plainText(message)).toContain(
      'M1 · contoso.com: no answer to the invitation for 3 working days\nOwner: Maria',
    );
    expect(runsOf(message)).toEqual(['accept M1', 'decline M1', 'invite M1', 'show M1']);
  });

  it('says when nobody owns a line, and offers to take it', () => {
    const message = say([aLine({}, {}, { owner: undefined })], { unowned: 2 });
    expect(plainText(message)).toContain('Office 365 E3, 25 seats. Nobody owns it.');
    expect(plainText(message)).toContain('2 open migrations here have no owner: list unowned');
    expect(runsOf(message)).toContain('assign M1 me');
  });

  it('names the deputy while the owner is away', () => {
    const message = say([aLine({}, {}, { owner: { ...MARIA, awayUntil: '2026-12-31' }, deputy: IGOR })]);
    expect(plainText(message)).toContain('Owner: Maria Silva. Deputy: Igor.');
    expect(plainText(say([aLine({}, {}, { deputy: IGOR })]))).not.toContain('Igor');
  });

  it('marks what comes late, what may have been told already, and what is a sample', () => {
    const late = aLine({ sample: true }, { dueDay: '2026-12-01', doubted: '2026-12-01T08:00:00Z' });
    const text = plainText(say([late]));
    expect(text).toContain('M1.1 · contoso.com (sample): provision');
    // Nobody knows whether it was told then.
    expect(text).toContain(
      '\nThis was due on Tue, 1 Dec 2026.\nThis may have been told on Tue, 1 Dec 2026, 09:00 CET already.',
    );
    const untold = plainText(say([aLine({}, { dueDay: '2026-12-01' })]));
    expect(untold).toContain('\nThis was due on Tue, 1 Dec 2026, and was not told then.');
    expect(plainText(say([first]))).not.toMatch(/was due|may have been/);
  });

  it('that may stand there already says so first', () => {
    const message = sayDigest(words, aDigest([first]), PAGE, '2026-12-02T08:00:00Z');
    expect(message.blocks[0]).toMatchObject({
      tone: 'caution',
      text: expect.stringMatching(/^Second notice of Wed, 2 Dec/),
    });
  });

  it('never has more than five buttons or two primary ones in a line, and always how to look at all of it', () => {
    const { acceptedOn: _, ...fresh } = aMigration();
    const unanswered = { ...fresh, acceptedOn: undefined } as unknown as Partial<Migration>;
    for (const facts of [{}, unanswered, { ...unanswered, invitation: { sentOn: '2026-11-27' } }]) {
      for (const owner of [MARIA, undefined]) {
        const buttons = buttonsOf(say([aLine(facts, {}, { owner })]));
        expect(buttons.length).toBeLessThanOrEqual(5);
        expect(buttons.filter(({ style }) => style === 'primary').length).toBeLessThanOrEqual(1);
        expect(buttons.at(-1)?.run).toBe('show M1');
        expect(buttons.every(({ rev }) => rev === undefined)).toBe(true);
      }
    }
  });
});

describe('below its lines a digest', () => {
  it('names the requests that wait, at most three', () => {
    const requests = Array.from({ length: 5 }, (_, index) => aRequest({ id: `A${index + 1}` }));
    const text = plainText(say([first], { requests }));
    expect(text).toContain(
      'A1 waits for a second person: is M1.1 to be marked as cancelled on Fri, 8 Jan 2027 although 25 seats are missing? approve A1, or reject A1',
    );
    expect(text).toContain('approve A3');
    expect(text).not.toContain('approve A4');
    expect(text).toContain('2 more requests wait for a second person: requests');
  });

  it('says in one note what is not shown and why, and in another what was checked', () => {
    const silence = { renewing: 15, notMoved: 3, snoozed: 2, snoozedUntil: '2026-12-03', noticed: 1, notDue: 28 };
    const { blocks } = say([first], { silence });
    expect(blocks.slice(-2)).toEqual([
      {
        kind: 'note',
        tone: 'quiet',
        text: 'Not shown: 15 renew by themselves and nobody moves them, 3 given up, or declined by the customer, 2 snoozed, the first until Thu, 3 Dec 2026, 1 with a notice of its own and 28 with nothing due today.',
      },
      { kind: 'note', tone: 'quiet', text: 'Last full check: Wed, 2 Dec 2026, 08:59 CET, 412 subscriptions.' },
    ]);
  });

  it.each([
    [{ renewing: 1 }, 'Not shown: 1 renews by itself and nobody moves it.'],
    [{ snoozed: 1, snoozedUntil: '2026-12-03' }, 'Not shown: 1 snoozed until Thu, 3 Dec 2026.'],
    [{ noticed: 2 }, 'Not shown: 2 with notices of their own.'],
    [{ notDue: 1 }, 'Not shown: 1 with nothing due today.'],
  ])('counts only what there is: %j', (some, text) => {
    expect(plainText(say([first], { silence: { ...NOTHING, ...some } }))).toContain(`\n${text}\n`);
  });

  it('says nothing of what is not there, and when nothing was checked yet', () => {
    const text = plainText(say([first], { checked: undefined }));
    expect(text).not.toMatch(/Not shown|no owner|second person/);
    expect(text).toContain('No full check since the start yet.');
  });
});

describe("a person's own digest", () => {
  it('speaks of hers, and names an owner only where it is somebody else', () => {
    const theirs = aLine({ id: 'M2' }, {}, { owner: { ...IGOR, awayUntil: '2026-12-31' }, deputy: MARIA });
    const text = plainText(say([first, theirs], { person: MARIA, unowned: 3, silence: { ...NOTHING, notDue: 4 } }));
    expect(text).toContain('Yours today, Wed, 2 Dec 2026: 2 subscriptions');
    expect(text).toContain('Office 365 E3, 25 seats.\n');
    expect(text).toContain('Office 365 E3, 25 seats. Owner: Igor.\n');
    expect(text).toContain('Not shown of yours: 4 with nothing due today.');
    expect(text).not.toContain('no owner');
  });
});

describe('pages of a digest', () => {
  const many = (count: number, name: string, view: ViewFacts = {}) =>
    Array.from({ length: count }, (_, index) => {
      const id = `M${10_000 + index}`;
      const original = anOriginal({ id: `${id}.1`, offer: name, renewal: 'auto-renews', seats: 1_000_000 });
      const { acceptedOn: _accepted, ...migration } = aMigration({ id, originals: [original] });
      const customer = { id: 'C1', rev: 1, name };
      const rung = nextRung(migration, original, at('2027-01-30T08:00Z'));
      if (!rung) throw new Error('nothing is next');
      const doubted = '2026-12-01T08:00:00Z';
      return {
        view: aView(migration, '2027-01-30T08:00Z', { customer, ...view }),
        about: { kind: 'rung', original, rung },
        snoozed: undefined,
        dueDay: '2026-12-01',
        doubted,
      } satisfies DigestLine;
    });
  const rest: Partial<DigestView> = {
    silence: {
      renewing: 9_999,
      notMoved: 9_999,
      snoozed: 9_999,
      snoozedUntil: '2026-12-03',
      noticed: 9_999,
      notDue: 9_999,
    },
    unowned: 9_999,
    requests: Array.from({ length: 20 }, (_, index) => aRequest({ id: `A${10_000 + index}`, original: 'M10000.10' })),
  };

  /** Every page, by pressing the button for the next one until there is none. */
  function walk(view: DigestView): Message[] {
    const pages: Message[] = [];
    for (let page = 1; ; page += 1) {
      const message = sayDigest(words, view, { ...PAGE, page }, '2026-12-01T08:00:00Z');
      pages.push(message);
      const next = runsOf(message).filter((run) => run.startsWith('digest page='));
      if (next.length === 0) return pages;
      expect(next).toEqual([`digest page=${page + 1}`]);
    }
  }

  it('hold at most ten lines, lose none, and say how many follow', () => {
    const lines = many(23, 'contoso.com');
    const pages = walk(aDigest(lines));
    const shown = pages.map((page) => runsOf(page).filter((run) => run.startsWith('show ')));
    expect(shown.flat()).toEqual(lines.map(({ view }) => `show ${view.migration.id}`));
    for (const runs of shown) expect(runs.length).toBeLessThanOrEqual(10);
    const on = shown[0]?.length ?? 0;
    expect(plainText(pages[0] as Message)).toContain(`Lines 1 to ${on} of 23. ${23 - on} more: digest page=2`);
    expect(plainText(pages.at(-1) as Message)).toMatch(/Lines \d+ to 23 of 23\.$/);
  });

  it('are ten lines long where lines are as usual', () => {
    const lines = Array.from({ length: 12 }, (_, index) => aLine({ id: `M${index + 1}` }));
    const runs = runsOf(say(lines, { silence: { ...NOTHING, notDue: 28, renewing: 15 } }));
    expect(runs.filter((run) => run.startsWith('show ')).length).toBe(10);
    expect(runs).toContain('digest page=2');
  });

  it('beyond the last are the last, and say again what else waits only on the first', () => {
    const view = aDigest(many(23, 'contoso.com'), rest);
    const pages = walk(view);
    const beyond = sayDigest(words, view, { ...PAGE, page: 99 });
    expect(beyond).toEqual(pages.at(-1));
    expect(pages.map((page) => plainText(page).includes('Last full check'))).toEqual(
      pages.map((_, index) => index === 0),
    );
  });

  const widest = ['x', '"', '\\', '法', '😀', '&', '👩‍👩‍👧', 'x\n'].map((text) => text.repeat(200).slice(0, 200));

  it.each(widest)('fit into one post of Slack and one card of Teams, whatever the names are: %#', (name) => {
    for (const owner of [{ ...MARIA, name }, { ...MARIA, name, awayUntil: '2027-12-31' }, undefined]) {
      const view = aDigest(many(200, name, { owner, deputy: { ...IGOR, name } }), rest);
      for (const page of [1, 2, 3, 99]) {
        const message = sayDigest(words, view, { ...PAGE, page }, '2026-12-01T08:00:00Z');
        const blocks = render(message, 'T0001', 'post:k-12345678').blocks ?? [];
        expect(blocks.length).toBeLessThanOrEqual(50);
        expect(JSON.stringify(blocks).length).toBeLessThanOrEqual(12_000);
        expect(JSON.stringify(blocks)).not.toContain('…');
        expect(renderCards(message, TENANT)).toHaveLength(1);
        expect(Buffer.byteLength(JSON.stringify(renderCards(message, TENANT)))).toBeLessThanOrEqual(CARD_BYTES);
      }
    }
  });

  it('lose no line of any mixture', () => {
    const kinds = fc.array(fc.constantFrom('open', 'over', 'quiet', 'invitation'), { maxLength: 40 });
    const facts = { open: {}, over, quiet: { snoozed: '2026-12-03' }, invitation: invited };
    fc.assert(
      fc.property(kinds, (mixture) => {
        const pages = walk(aDigest(mixture.map((kind) => aLine({}, facts[kind as keyof typeof facts]))));
        const lines = pages.flatMap(({ blocks }) => blocks.filter(({ kind }) => kind === 'text'));
        const more = pages.length - 1;
        expect(lines).toHaveLength(mixture.length + more);
        for (const page of pages) expect(JSON.stringify(render(page, 'T0001').blocks)).not.toContain('…');
      }),
      { numRuns: 50 },
    );
  });
});

describe('a channel that takes no posts', () => {
  const address = 'slack:T0001/C0001';

  it('is told of to one person, with what it would have said and what mends it', () => {
    const snoozed = aLine({ id: 'M3' }, { snoozed: '2026-12-03' });
    const message = sayUnreachable(words, address, TODAY, [first, snoozed, aLine({}, over)], 'is_archived');
    expect(plainText(message)).toBe(
      [
        'Ferry cannot post in slack:T0001/C0001 (is_archived)',
        'What it would have said there on Wed, 2 Dec 2026:',
        'M1.1 · contoso.com: provision by Sun, 24 Jan 2027, at the latest Sun, 31 Jan 2027',
        'Office 365 E3, 25 seats. Owner: Maria Silva.',
        '> Replacement of M1.1 is active: provision M1.1',
        '> Show M1: show M1',
        '! Ferry tries again every hour. What helps: unarchive the channel, invite Ferry to it again, or have an administrator mend Ferry’s permissions. What is wrong: about',
        '> What is wrong?: about',
      ].join('\n'),
    );
  });

  it('is told of with ten lines at most, and how many more there are', () => {
    const lines = Array.from({ length: 14 }, () => first);
    const message = sayUnreachable(words, address, TODAY, lines, '');
    expect(message.title).toBe('Ferry cannot post in slack:T0001/C0001');
    expect(plainText(message)).toContain('4 more are due: due');
    expect(runsOf(message).slice(-2)).toEqual(['due', 'about']);
    expect(JSON.stringify(render(message, 'T0001').blocks)).not.toContain('…');
  });
});

describe('an incident that is still open', () => {
  const vera: Person = { id: 'P3', rev: 1, name: 'Vera', identities: ['slack:T0001/U0003'] };
  const ended = anOriginal({ ended: { how: 'expired', on: '2026-10-01' }, expiresOn: '2026-10-01' });
  const incident = { original: ended, what: 'service-lost', since: '2026-11-01' } as const;
  const view = (facts: ViewFacts = {}) => aView(aMigration({ originals: [ended] }), NOW, { deputy: IGOR, ...facts });
  const called = ({ mentions = [] }: Message) => mentions.map(({ name }) => name);

  it('calls owner and deputy at once', () => {
    expect(called(sayIncidentNotice(words, view(), incident))).toEqual(['Maria Silva', 'Igor']);
  });

  it('says why it calls the deputy, and later whom the channel names', () => {
    const next = sayIncidentOpen(words, view(), incident, 'deputy', vera);
    expect(next.title).toBe('INCIDENT, still open · M1.1 · contoso.com, since Sun, 1 Nov 2026');
    expect(called(next)).toEqual(['Maria Silva', 'Igor']);
    expect(plainText(next)).toContain('This was told before, and it is still open; Igor is the deputy.');
    const last = sayIncidentOpen(words, view(), incident, 'escalation', vera);
    expect(called(last)).toEqual(['Maria Silva', 'Igor', 'Vera']);
    expect(plainText(last)).toContain('This channel names Vera for what nobody has seen to.');
    const nobody = sayIncidentOpen(words, view({ owner: undefined, deputy: undefined }), incident, 'escalation', vera);
    expect(plainText(nobody)).toContain('This was told before, and it is still open.');
  });

  it('says first, as every notice does, when it may have been posted already', () => {
    const doubted = '2026-12-01T08:00:00Z';
    const line = { request: aRequest(), customer: 'contoso.com', by: 'Maria Silva' };
    for (const message of [
      sayIncidentNotice(words, view(), incident, doubted),
      sayIncidentOpen(words, view(), incident, 'deputy', undefined, doubted),
      sayNudge(words, view(), 3, doubted),
      sayRequestNotice(words, view(), line, [], doubted),
    ]) {
      expect(message.blocks[0]).toMatchObject({ text: expect.stringMatching(/^Second notice of Tue, 1 Dec 2026/) });
    }
  });
});
