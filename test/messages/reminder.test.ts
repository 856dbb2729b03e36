import { describe, expect, it } from 'vitest';
import { nextRung } from '../../src/domain/ladder.js';
import type { Migration } from '../../src/domain/migration.js';
import type { Message } from '../../src/messages/message.js';
import { plainText } from '../../src/messages/plain-text.js';
import { sayReminder } from '../../src/messages/reminder.js';
import { Words } from '../../src/messages/words.js';
import { aMigration, anOriginal, aReplacement, at, aView } from '../support/builders.js';

const berlin = new Words('en', 'Europe/Berlin');

function remind(migration: Migration, now: string, dueDay: string, view: Parameters<typeof aView>[2] = {}): Message {
  const [original = anOriginal()] = migration.originals;
  const rung = nextRung(migration, original, at(now));
  if (!rung) throw new Error('nothing is next');
  return sayReminder(berlin, aView(migration, now, view), original, rung, dueDay);
}

function buttonsOf(message: Message): string[] {
  return message.blocks.flatMap((block) => (block.kind === 'buttons' ? block.buttons.map(({ run }) => run) : []));
}

const renews = [anOriginal({ renewal: 'auto-renews' })];

describe('a reminder', () => {
  it('says what and by when, and calls the owner', () => {
    const message = remind(aMigration(), '2027-01-22T08:00Z', '2027-01-22');
    expect(plainText(message)).toBe(
      [
        'M1.1 · contoso.com: provision by Sun, 24 Jan 2027, at the latest Sun, 31 Jan 2027',
        '@Maria Silva',
        'contoso.com, Office 365 E3, 25 seats.',
        '> M1.1 is provisioned: provision M1.1',
        '> Show M1: show M1',
      ].join('\n'),
    );
    expect(message.mentions).toEqual([{ name: 'Maria Silva', identities: ['slack:T0001/U0001'] }]);
  });

  it('calls nobody when nobody owns the migration', () => {
    expect(remind(aMigration(), '2027-01-22T08:00Z', '2027-01-22', { owner: undefined }).mentions).toEqual([]);
  });

  it('drops the recommended day once it has passed', () => {
    expect(remind(aMigration(), '2027-01-28T08:00Z', '2027-01-28').title).toBe(
      'M1.1 · contoso.com: provision by Sun, 31 Jan 2027',
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
    expect(at2330('2027-01-22')).toContain('! This was due on Fri, 22 Jan 2027; Ferry could not post it then.');
    expect(at2330('2027-01-23')).not.toContain('was due');
  });

  it('marks a sample', () => {
    expect(plainText(remind(aMigration({ sample: true }), '2027-01-22T08:00Z', '2027-01-22'))).toContain('a sample');
  });

  it('before the customer has accepted offers what helps with that', () => {
    const { acceptedOn: _, ...migration } = aMigration();
    const message = remind(migration, '2027-01-22T08:00Z', '2027-01-22');
    expect(message.title).toContain('once the customer has accepted');
    expect(buttonsOf(message)).toEqual(['invite M1', 'accept M1', 'decline M1', 'show M1']);
  });

  it('to stop a renewal before the customer has accepted names the risk', () => {
    const { acceptedOn: _, ...migration } = aMigration({ originals: renews });
    const message = remind(migration, '2027-01-30T08:00Z', '2027-01-30');
    expect(message.title).toMatch(/has not accepted yet.* ends on Sun, 31 Jan 2027/);
    expect(buttonsOf(message)).toEqual(['change M1.1 renewal=ends', 'show M1']);
  });

  it('asks what happened once the end has passed', () => {
    const message = remind(aMigration({ replacements: [aReplacement()] }), '2027-02-01T08:00Z', '2027-02-01');
    expect(message.title).toBe('M1.1 · contoso.com: its last day was Sun, 31 Jan 2027: expired, or renewed?');
    expect(buttonsOf(message)).toEqual(['end M1.1 expired', 'end M1.1 renewed', 'show M1']);
  });

  it('warns of lost access, and offers the replacement that prevents it', () => {
    const originals = [anOriginal({ ended: { how: 'expired', on: '2027-01-31' } })];
    const message = remind(aMigration({ originals }), '2027-02-16T08:00Z', '2027-02-16');
    expect(message.title).toBe('M1.1 · contoso.com: people lose access after Tue, 2 Mar 2027');
    expect(buttonsOf(message)).toEqual(['provision M1.1', 'show M1']);
  });
});
