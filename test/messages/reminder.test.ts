import { describe, expect, it } from 'vitest';
import { nextRung } from '../../src/domain/ladder.js';
import type { Migration } from '../../src/domain/migration.js';
import type { Person } from '../../src/domain/person.js';
import type { Message } from '../../src/messages/message.js';
import { plainText } from '../../src/messages/plain-text.js';
import { sayReminder } from '../../src/messages/reminder.js';
import { Words } from '../../src/messages/words.js';
import { aMigration, anOriginal, aReplacement, at, aView } from '../support/builders.js';

type Background = Parameters<typeof sayReminder>[5];

const berlin = new Words('en', 'Europe/Berlin');

function remind(
  migration: Migration,
  now: string,
  dueDay: string,
  view: Parameters<typeof aView>[2] = {},
  background?: Background,
): Message {
  const [original = anOriginal()] = migration.originals;
  const rung = nextRung(migration, original, at(now));
  if (!rung) throw new Error('nothing is next');
  return sayReminder(berlin, aView(migration, now, view), original, rung, dueDay, background);
}

function buttonsOf(message: Message): string[] {
  return message.blocks.flatMap((block) => (block.kind === 'buttons' ? block.buttons.map(({ run }) => run) : []));
}

const renews = [anOriginal({ renewal: 'auto-renews' })];
const igor: Person = { id: 'P2', rev: 1, name: 'Igor', identities: ['slack:T0001/U0002'] };

describe('a reminder', () => {
  it('says what and by when, and calls the owner', () => {
    const message = remind(aMigration(), '2027-01-22T08:00Z', '2027-01-22');
    expect(plainText(message)).toBe(
      [
        'M1.1 · contoso.com: provision by Sun, 24 Jan 2027, at the latest Sun, 31 Jan 2027',
        '@Maria Silva',
        'contoso.com, Office 365 E3, 25 seats.',
        '> Replacement of M1.1 is active: provision M1.1',
        '> Snooze a working day: snooze M1.1 next',
        '> Show M1: show M1',
      ].join('\n'),
    );
    expect(message.mentions).toEqual([{ name: 'Maria Silva', identities: ['slack:T0001/U0001'] }]);
  });

  it('calls nobody when nobody owns the migration', () => {
    expect(remind(aMigration(), '2027-01-22T08:00Z', '2027-01-22', { owner: undefined }).mentions).toEqual([]);
  });

  it('says when nobody owns the migration, and whether a deputy hears of it', () => {
    const nobody = plainText(remind(aMigration(), '2027-01-22T08:00Z', '2027-01-22', { owner: undefined }));
    expect(nobody).toContain('! Nobody owns M1. Name somebody, assign M1 @…, or take it yourself: assign M1 me');
    const message = remind(aMigration(), '2027-01-22T08:00Z', '2027-01-22', { owner: undefined, deputy: igor });
    expect(plainText(message)).toContain('! Nobody owns M1, so this goes to its deputy. Name somebody');
    expect(message.mentions?.map(({ name }) => name)).toEqual(['Igor']);
    expect(buttonsOf(message)).toEqual(['provision M1.1', 'snooze M1.1 next', 'assign M1 me', 'show M1']);
  });

  it.each([
    // The owner is away through the 22nd, by the clocks where Ferry speaks: midnight in Berlin is 23:00 UTC.
    ['2027-01-22T22:59Z', ['Igor'], true],
    ['2027-01-22T23:00Z', ['Maria Silva', 'Igor'], false],
  ])('goes to the deputy while the owner is away, and says so: %s', (now, called, said) => {
    const owner = { ...aView(aMigration(), now).owner, awayUntil: '2027-01-22' } as Person;
    const message = remind(aMigration(), now, '2027-01-22', { owner, deputy: igor });
    expect(message.mentions?.map(({ name }) => name)).toEqual(called);
    const why = 'Maria Silva is away until Fri, 22 Jan 2027, so this goes to the deputy.';
    expect(plainText(message).includes(why)).toBe(said);
  });

  it('calls the owner all the same when both are away', () => {
    const owner = { ...aView(aMigration(), '2027-01-22T08:00Z').owner, awayUntil: '2027-02-22' } as Person;
    const deputy = { ...igor, awayUntil: '2027-02-22' };
    const message = remind(aMigration(), '2027-01-22T08:00Z', '2027-01-22', { owner, deputy });
    expect(message.mentions?.map(({ name }) => name)).toEqual(['Maria Silva', 'Igor']);
    expect(plainText(message)).not.toContain('deputy');
  });

  describe('that nobody has seen to', () => {
    const vera: Person = { id: 'P3', rev: 1, name: 'Vera', identities: ['slack:T0001/U0003'] };
    const owner = { day: '2027-01-25', to: 'owner' } as const;
    const deputy = { day: '2027-01-26', to: 'deputy' } as const;
    const escalation = { day: '2027-01-27', to: 'escalation' } as const;
    const later = (view: Parameters<typeof aView>[2], background: Background) =>
      remind(aMigration(), '2027-01-27T08:00Z', '2027-01-27', view, background);
    const called = ({ mentions = [] }: Message) => mentions.map(({ name }) => name);
    const TOLD = 'This was told on Mon, 25 Jan 2027, and the step is still open';

    it('calls owner and deputy from the first day on, and says nothing of why', () => {
      const message = later({ deputy: igor }, { links: [owner], escalation: vera });
      expect(called(message)).toEqual(['Maria Silva', 'Igor']);
      expect(plainText(message)).not.toMatch(/was told|Vera/);
    });

    it('says on the next why it calls the deputy', () => {
      const message = later({ deputy: igor }, { links: [owner, deputy], escalation: vera });
      expect(called(message)).toEqual(['Maria Silva', 'Igor']);
      expect(plainText(message)).toContain(`${TOLD}; Igor is the deputy.`);
      expect(plainText(message)).not.toContain('Vera');
    });

    it('calls at last whom the channel names for it, and says so', () => {
      const message = later({ deputy: igor }, { links: [owner, deputy, escalation], escalation: vera });
      expect(called(message)).toEqual(['Maria Silva', 'Igor', 'Vera']);
      expect(plainText(message)).toContain(`${TOLD}; Igor is the deputy.`);
      expect(plainText(message)).toContain('This channel names Vera for what nobody has seen to.');
    });

    it('names no deputy where there is none', () => {
      const links = [owner, escalation];
      expect(plainText(later({}, { links, escalation: vera }))).toContain(`${TOLD}.`);
      const nobody = later({ owner: undefined }, { links, escalation: vera });
      expect(plainText(nobody)).toContain(`${TOLD}.`);
      expect(called(nobody)).toEqual(['Vera']);
    });

    it('calls nobody twice', () => {
      const links = [owner, deputy, escalation];
      expect(called(later({ deputy: igor }, { links, escalation: igor }))).toEqual(['Maria Silva', 'Igor']);
    });

    it('goes on without a person who is not known any more', () => {
      const message = later({ deputy: igor }, { links: [owner, deputy, escalation] });
      expect(called(message)).toEqual(['Maria Silva', 'Igor']);
    });
  });

  it('that may have been posted already says so first', () => {
    const doubted = '2027-01-22T08:00:00Z';
    const message = remind(aMigration(), '2027-01-22T09:00Z', '2027-01-22', {}, { doubted, links: [] });
    expect(message.blocks[0]).toEqual({
      kind: 'note',
      text: 'Second notice of Fri, 22 Jan 2027, 09:00 CET: the first may have arrived.',
      tone: 'caution',
    });
  });

  it('drops the recommended day once it has passed', () => {
    expect(remind(aMigration(), '2027-01-28T08:00Z', '2027-01-28').title).toBe(
      'M1.1 · contoso.com: provision by Sun, 31 Jan 2027 at the latest',
    );
  });

  it('adds that renewal is not off yet, with the last moment in the reader’s zone', () => {
    const text = plainText(remind(aMigration({ originals: renews }), '2027-01-22T08:00Z', '2027-01-22'));
    expect(text).toContain('! Its renewal is not off yet either: stop it before Sun, 31 Jan 2027, 01:00 CET.');
    const late = plainText(remind(aMigration({ originals: renews }), '2027-01-31T08:00Z', '2027-01-31'));
    expect(late).not.toContain('renewal');
  });

  it('says when it comes late, by the local day', () => {
    const at2330 = (dueDay: string) => plainText(remind(aMigration(), '2027-01-22T23:30Z', dueDay));
    expect(at2330('2027-01-22')).toContain('! This was due on Fri, 22 Jan 2027, and was not told then.');
    expect(at2330('2027-01-23')).not.toContain('was due');
    // Whether it was told then, nobody knows.
    const background = { doubted: '2027-01-21T08:00:00Z', links: [] };
    const doubted = remind(aMigration(), '2027-01-22T08:00Z', '2027-01-21', {}, background);
    expect(plainText(doubted)).toContain('! This was due on Thu, 21 Jan 2027.\n');
  });

  it('marks a sample', () => {
    expect(plainText(remind(aMigration({ sample: true }), '2027-01-22T08:00Z', '2027-01-22'))).toContain('a sample');
  });

  it('before the customer has accepted offers what helps with that', () => {
    const { acceptedOn: _, ...migration } = aMigration();
    const message = remind(migration, '2027-01-22T08:00Z', '2027-01-22');
    expect(message.title).toContain('once the customer has accepted');
    expect(buttonsOf(message)).toEqual(['invite M1', 'accept M1', 'decline M1', 'snooze M1.1 next', 'show M1']);
  });

  it('to stop a renewal before the customer has accepted names the risk, and offers first what helps with that', () => {
    const { acceptedOn: _, ...migration } = aMigration({ originals: renews });
    const message = remind(migration, '2027-01-30T08:00Z', '2027-01-30');
    expect(message.title).toMatch(/has not accepted yet.* ends on Sun, 31 Jan 2027/);
    expect(buttonsOf(message)).toEqual(['accept M1', ...['change M1.1 renewal=ends', 'snooze M1.1 next', 'show M1']]);
  });

  it('asks what happened once the end has passed', () => {
    const message = remind(aMigration({ replacements: [aReplacement()] }), '2027-02-01T08:00Z', '2027-02-01');
    expect(message.title).toBe('M1.1 · contoso.com: its last day was Sun, 31 Jan 2027: expired, or renewed?');
    expect(buttonsOf(message)).toEqual(['end M1.1 expired', 'end M1.1 renewed', 'snooze M1.1 next', 'show M1']);
  });

  it.each([
    ['auto-renews', 'renewed? Until when?', ['end M1.1 renewed', 'end M1.1 expired', 'snooze M1.1 next', 'show M1']],
    ['unknown', 'renewed, or expired?', ['end M1.1 expired', 'end M1.1 renewed', 'snooze M1.1 next', 'show M1']],
  ] as const)('asks it by what was to be expected: %s', (renewal, question, buttons) => {
    const migration = aMigration({ originals: [anOriginal({ renewal })], replacements: [aReplacement()] });
    const message = remind(migration, '2027-02-01T08:00Z', '2027-02-01');
    expect(message.title).toBe(`M1.1 · contoso.com: its last day was Sun, 31 Jan 2027: ${question}`);
    expect(buttonsOf(message)).toEqual(buttons);
  });

  describe('to stop a renewal of what was bought online', () => {
    const online = { source: 'web-direct', originals: renews, replacements: [aReplacement()] } as const;
    const mailOf = ({ blocks }: Message) => blocks.flatMap((block) => (block.kind === 'code' ? [block.text] : []));

    it('carries the mail for the customer, with the last moment in the zone', () => {
      const message = remind(
        aMigration({ ...online, replacements: [aReplacement()] }),
        '2027-01-28T08:00Z',
        '2027-01-28',
      );
      expect(plainText(message)).toContain(
        'Only the customer’s Global or Billing admin can turn recurring billing off.',
      );
      const [mail = ''] = mailOf(message);
      expect(mail).toContain('Please turn recurring billing off for Office 365 E3');
      expect(mail).toContain('have a Global or Billing admin of contoso.com turn its recurring billing off');
      expect(mail).toContain('before Sunday, 31 January 2027, 01:00 CET');
      expect(mail).toContain(
        'Nothing else changes: it runs on until Sunday, 31 January 2027, and the new subscription',
      );
    });

    it('promises no new subscription where there is none', () => {
      const { acceptedOn: _, ...migration } = aMigration({ source: 'web-direct', originals: renews });
      const [mail = ''] = mailOf(remind(migration, '2027-01-30T08:00Z', '2027-01-30'));
      expect(mail).toContain('It then runs on until Sunday, 31 January 2027, and ends. Please do not cancel it.');
    });

    it('warns of the end of service where there is no new subscription', () => {
      const warns = (facts: Partial<Migration>) =>
        plainText(
          remind(
            { ...aMigration({ ...online, replacements: [aReplacement()] }), ...facts },
            '2027-01-30T08:00Z',
            '2027-01-30',
          ),
        ).includes('! Nothing takes its place yet: with its renewal off, service would end on Sun, 31 Jan 2027.');
      expect(warns({ replacements: [] })).toBe(true);
      expect(warns({})).toBe(false);
      const unneeded = anOriginal({ renewal: 'auto-renews', unneeded: 'the team left' });
      expect(warns({ replacements: [], originals: [unneeded] })).toBe(false);
    });

    it('carries it in no other reminder', () => {
      const provision = aMigration({ source: 'web-direct', originals: renews });
      expect(mailOf(remind(provision, '2027-01-22T08:00Z', '2027-01-22'))).toEqual([]);
      const elsewhere = aMigration({ ...online, source: 'open-value', replacements: [aReplacement()] });
      expect(mailOf(remind(elsewhere, '2027-01-28T08:00Z', '2027-01-28'))).toEqual([]);
    });
  });

  it('warns of lost access, and offers the replacement that prevents it', () => {
    const originals = [anOriginal({ ended: { how: 'expired', on: '2027-01-31' } })];
    const message = remind(aMigration({ originals }), '2027-02-16T08:00Z', '2027-02-16');
    expect(message.title).toBe('M1.1 · contoso.com: provision now: people lose access after Tue, 2 Mar 2027');
    expect(buttonsOf(message)).toEqual(['provision M1.1', 'snooze M1.1 next', 'show M1']);
  });
});
