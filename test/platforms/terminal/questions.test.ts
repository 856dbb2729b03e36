import { describe, expect, it } from 'vitest';
import { type Seat, sitDown } from './seat.js';

const CTRL_C = '\x03';
const CTRL_D = '\x04';

const migrations = async ({ whole }: Seat) => (await whole.bot.services.lookup.counts()).migrations;

/** Passes over each question until these words are shown. */
async function passUntil({ type, until }: Seat, words: string): Promise<string> {
  type('\r'.repeat(30));
  return until(words);
}

describe('at a terminal', () => {
  it('a command that lacks something is asked for it, a question at a time, and done', async () => {
    const seat = await sitDown();
    seat.type('start\r');
    expect(await seat.until('Customer *: ')).toContain('A question at a time');
    expect(await migrations(seat)).toBe(0);
    seat.type('contoso.com\r');
    await passUntil(seat, 'started for contoso.com');
    expect(await migrations(seat)).toBe(1);
  });

  it('what is needed is asked again at once, and what the line has said is shown and not asked', async () => {
    const seat = await sitDown();
    seat.type('start contoso.com\r');
    await seat.until('started for');
    seat.type('add M1 seats=5\r');
    const begun = await seat.until('Offer *: ');
    expect(begun).toContain('Migration: M1 · contoso.com\nSeats: 5\nA question at a time');
    expect(begun).not.toContain('Migration *');
    seat.type('\r');
    expect(await seat.until('Offer *: ')).toContain('! This one is needed.');
    seat.type('Visio\r');
    await seat.until('(a day, 2027-01-31): ');
    seat.type('2027-01-31\r');
    await passUntil(seat, 'M1.1 added: Visio, 5 seats');
  });

  it('only what was wrong is asked again, with what is wrong about it', async () => {
    const seat = await sitDown();
    seat.type('start contoso.com\r');
    await seat.until('started for');
    seat.type('add M1 seats=5\r');
    await seat.until('Offer *: ');
    seat.type('Visio\rsoon\r');
    const wrong = await passUntil(seat, '! ');
    expect(wrong).not.toContain('added');
    // What was refused is not offered again.
    expect(await seat.until('(a day, 2027-01-31): ')).not.toContain('[soon]');
    seat.type('2027-01-31\r');
    await seat.until('M1.1 added: Visio, 5 seats');
  });

  it('of what the line has said, only what was wrong is asked after all', async () => {
    const seat = await sitDown();
    seat.type('start contoso.com\r');
    await seat.until('started for');
    seat.type('add M1 seats=many\r');
    await seat.until('Offer *: ');
    seat.type('Visio\r2027-01-31\r');
    const wrong = await passUntil(seat, 'Seats *: ');
    expect(wrong).not.toContain('added');
    seat.type('5\r');
    await seat.until('M1.1 added: Visio, 5 seats');
  });

  it('after a mistake Enter keeps what stood there before anybody answered', async () => {
    const seat = await sitDown();
    seat.type('settings time=08:30\r');
    await seat.until('go out at 08:30');
    seat.type('settings …\r\r');
    await seat.until('Time of day [08:30]: ');
    seat.type(`noon${'\r'.repeat(7)}`);
    await seat.until('! ');
    await seat.until('Time of day [08:30]: ');
    seat.type('\r');
    await seat.until('ferry> ');
    seat.type('settings\r');
    expect(await seat.until('Europe/Berlin')).toMatch(/ 08:30 +this channel/);
  });

  it.each([
    ['settings …', 'How Ferry speaks here'],
    ['settings ...', 'How Ferry speaks here'],
    ['note M1 …', 'Add a note'],
    ['change M1.1 …', 'Offer [Visio]: '],
  ])('%j opens the form, as the line of its button says', async (line, title) => {
    const seat = await sitDown();
    seat.type('start contoso.com offer=Visio seats=5 ends=2027-01-31\r');
    await seat.until('started for');
    seat.type(`${line}\r`);
    await seat.until(title);
    seat.type(CTRL_C);
    await seat.until('Nothing was done.');
    seat.type('history M1\r');
    expect(await seat.until('started for contoso.com')).not.toContain('note');
  });

  it('a line that says everything and asks for the form is asked once more, with it in brackets', async () => {
    const seat = await sitDown();
    seat.type('start contoso.com\r');
    await seat.until('started for');
    seat.type('note M1 they like it …\r');
    await seat.until('Migration * [M1 · contoso.com]: ');
    seat.type('\r');
    await seat.until('Note * [they like it]: ');
    seat.type('\r');
    await seat.until('note: they like it');
  });

  it('a dash empties what stands in brackets', async () => {
    const seat = await sitDown();
    seat.type('settings time=08:30\r');
    await seat.until('go out at 08:30');
    seat.type('settings …\r\r');
    expect(await seat.until('Time of day [08:30]: ')).toContain('A single - empties');
    seat.type('-\r');
    await passUntil(seat, 'go out at ');
    expect(await seat.until(' ')).not.toContain('08:30');
  });

  it('a yes is one in any language, and what is neither yes nor no is asked again', async () => {
    const seat = await sitDown();
    seat.type('start contoso.com offer=Visio seats=5 ends=2027-01-31\r');
    await seat.until('started for');
    for (const [typed, said] of [
      ['ja\rsi', 'no → yes'],
      ['perhaps\rnon', 'yes → no'],
      ['ｙｅｓ', 'no → yes'],
      ['N', 'yes → no'],
      ['oui', 'no → yes'],
    ] as const) {
      seat.type('change M1.1 …\r');
      await seat.until('Offer [Visio]: ');
      seat.type('\r'.repeat(10));
      await seat.until('It is a trial');
      seat.type(`${typed}\r`);
      await passUntil(seat, said);
    }
  });

  it.each([
    ['a dot', '.\r'],
    ['Ctrl+C', CTRL_C],
  ])('%s leaves a form with nothing done, and the conversation goes on', async (_, keys) => {
    const seat = await sitDown();
    seat.type('start\r');
    await seat.until('Customer *: ');
    seat.type('contoso.com\r');
    await seat.until(': ');
    seat.type(keys);
    await seat.until('Nothing was done.');
    await seat.until('ferry> ');
    seat.type('list\r');
    await seat.until('No migration here');
    expect(await migrations(seat)).toBe(0);
  });

  it.each([CTRL_C, CTRL_D, 'exit\r', 'QUIT\r'])('%j ends the conversation where nothing is asked', async (keys) => {
    const { type, until, ended } = await sitDown();
    await until('ferry> ');
    type(keys);
    await ended;
  });

  it('an end of the input in the middle of a form does nothing', async () => {
    const seat = await sitDown();
    seat.type('start\r');
    await seat.until('Customer *: ');
    seat.type(`contoso.com\r${CTRL_D}`);
    await seat.ended;
    expect(await migrations(seat)).toBe(0);
  });
});

it('in a pipe nothing is asked: the line is refused, and the next one is heard', async () => {
  const seat = await sitDown({ isTTY: false });
  seat.type('start\nstart contoso.com\n');
  await seat.until('1> start\n');
  await seat.until('started for contoso.com');
  expect(await migrations(seat)).toBe(1);
});

it('in a pipe no form is opened, and the words that ask for one are not taken for a value', async () => {
  const seat = await sitDown({ isTTY: false });
  seat.type('start contoso.com\nnote M1 …\nsettings ...\nhistory M1\n');
  await seat.until('2> note M1 …\n');
  await seat.until('3> settings ...\n');
  expect(await seat.until('History of M1')).not.toContain('note');
  expect(await seat.until('started for contoso.com')).not.toContain('note');
});
