import { describe, expect, it } from 'vitest';
import { ladder } from '../../src/domain/ladder.js';
import { Words } from '../../src/messages/words.js';
import { aMigration, anOriginal, at } from '../support/builders.js';

const words = new Words('en', 'UTC');

describe('a day', () => {
  it.each([
    ['2027-01-31', 'Sun, 31 Jan 2027'],
    ['2028-02-29', 'Tue, 29 Feb 2028'],
    ['2027-06-01', 'Tue, 1 Jun 2027'],
  ])('%s is written %s, in every zone', (day, written) => {
    for (const zone of ['UTC', 'America/Los_Angeles', 'Pacific/Kiritimati']) {
      expect(new Words('en', zone).day(day)).toBe(written);
    }
  });

  it('is written so inside a sentence too', () => {
    expect(words.say('rung.end', { latest: { day: '2027-01-31' } })).toBe('ends on Sun, 31 Jan 2027');
  });
});

describe('a moment', () => {
  it.each([
    ['America/Los_Angeles', 'Sat, 30 Jan 2027, 16:00 GMT-8'],
    ['Asia/Tokyo', 'Sun, 31 Jan 2027, 09:00 GMT+9'],
    ['Europe/London', 'Sun, 31 Jan 2027, 00:00 GMT'],
    ['UTC', 'Sun, 31 Jan 2027, 00:00 UTC'],
    ['Asia/Kathmandu', 'Sun, 31 Jan 2027, 05:45 GMT+5:45'],
  ])('when renewal must be stopped is read in %s as %s', (zone, written) => {
    const migration = aMigration();
    const stop = ladder(migration, anOriginal(), at('2027-01-01T00:00Z')).find(({ name }) => name === 'stop-renewal');
    if (!stop) throw new Error('no such rung');
    expect(new Words('en', zone).moment(stop.before)).toBe(written);
  });

  it('tells the two hours of an autumn change apart', () => {
    const berlin = new Words('en', 'Europe/Berlin');
    expect(berlin.moment(at('2027-10-31T00:30Z'))).toBe('Sun, 31 Oct 2027, 02:30 CEST');
    expect(berlin.moment(at('2027-10-31T01:30Z'))).toBe('Sun, 31 Oct 2027, 02:30 CET');
  });
});

describe('a sentence', () => {
  it('counts in the right number', () => {
    const seats = (count: number) => words.say('reminder.body', { customer: 'contoso.com', offer: 'E3', seats: count });
    expect(seats(1)).toBe('contoso.com, E3, 1 seat.');
    expect(seats(25)).toBe('contoso.com, E3, 25 seats.');
    expect(seats(1000)).toBe('contoso.com, E3, 1,000 seats.');
  });

  it('takes values as they are, whatever marks stand in them', () => {
    for (const customer of ['<b>{id}</b>', "it's '{x}'", '#', '{count, plural, other {x}}', '<!channel>']) {
      expect(words.say('changed.started', { customer })).toBe(`started for ${customer}`);
    }
  });

  it('fails loudly when a value is missing', () => {
    expect(() => words.say('changed.started')).toThrow();
  });

  it('lists things as English does', () => {
    expect(words.list([])).toBe('');
    expect(words.list(['M1.1'])).toBe('M1.1');
    expect(words.list(['M1.1', 'M1.2', 'M1.3'])).toBe('M1.1, M1.2 and M1.3');
  });
});
