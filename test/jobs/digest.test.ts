import { describe, expect, it } from 'vitest';
import { plainText } from '../../src/messages/plain-text.js';
import type { Outcome } from '../../src/messages/platform.js';
import { RecordingPlatform } from '../support/recording-platform.js';
import { type WholeBot, wholeBot } from '../support/whole-bot.js';

const ENDS = 'source=open offer="Office 365 E3" seats=25 ends=2027-01-31 renewal=ends';
/** 60 days before the end; 09:00 in Berlin. */
const DUE = '2026-12-02T08:00:00Z';
const DIGEST = /^(Due|Yours)( today)?, /;
const LOST: Outcome = { kind: 'unknown', reason: 'ETIMEDOUT' };
const REFUSED: Outcome = { kind: 'not-sent', reason: 'ECONNREFUSED' };

function digests({ platform }: WholeBot, channel = 'chat:T1/moves'): string[] {
  return [...platform.posted.values()]
    .filter(({ destination }) => destination === channel)
    .map(({ message }) => plainText(message))
    .filter((text) => DIGEST.test(text));
}

function lines(text: string | undefined): string[] {
  return (text ?? '').split('\n').filter((line) => /^M\d+(\.\d+)? · /.test(line));
}

async function withMoves(names: readonly string[], options: Parameters<typeof wholeBot>[0] = {}): Promise<WholeBot> {
  const bot = await wholeBot(options);
  for (const name of names) await bot.say(`start ${name} ${ENDS}`);
  return bot;
}

describe('the digest of a channel', () => {
  it('is one post for all that is due there on that day, and each channel has its own', async () => {
    const bot = await withMoves(['contoso.com', 'fabrikam.com']);
    await bot.say(`start adatum.com ${ENDS}`, { channel: 'chat:T1/other' });
    await bot.at(DUE);
    expect(digests(bot).map(lines)).toEqual([
      [expect.stringMatching(/^M1\.1 · contoso\.com/), expect.stringMatching(/^M2\.1 · fabrikam\.com/)],
    ]);
    expect(digests(bot, 'chat:T1/other').map(lines)).toEqual([[expect.stringMatching(/^M3\.1 · adatum\.com/)]]);
    await bot.at('2026-12-02T20:00:00Z');
    await bot.at('2026-12-03T08:00:00Z');
    expect(digests(bot)).toHaveLength(1);
  });

  it('has what must be done first in front', async () => {
    const bot = await wholeBot();
    await bot.say('start contoso.com source=open offer=E3 seats=5 ends=2027-03-02 renewal=ends');
    await bot.say(`start fabrikam.com ${ENDS}`);
    // 90 days before the end of the one, 60 before that of the other.
    await bot.at(DUE);
    expect(lines(digests(bot)[0]).map((line) => line.slice(0, 4))).toEqual(['M2.1', 'M1.1']);
  });

  it('shows in place what was done, and says so when all is', async () => {
    const bot = await withMoves(['contoso.com', 'fabrikam.com']);
    await bot.at(DUE);
    const calls = bot.platform.calls.length;
    await bot.say('accept M1 agreement=2026-11-20');
    await bot.say('provision M1.1 on=2027-01-24');
    expect(lines(digests(bot)[0])[0]).toMatch(/^M2\.1 · /);
    expect(digests(bot)[0]).toMatch(/✓ M1\.1 · contoso\.com/);
    await bot.say('abandon M2 "they stay"');
    expect(digests(bot)).toHaveLength(1);
    expect(digests(bot)[0]).toMatch(/^Due today, Wed, 2 Dec 2026: all done/);
    expect(bot.platform.calls.slice(calls).filter((call) => call.startsWith('deliver'))).toEqual([]);
  });

  it('is not posted when nothing of it is left to do at its time', async () => {
    const bot = await withMoves(['contoso.com']);
    await bot.say('settings time 12:00');
    await bot.say('accept M1 agreement=2026-11-20');
    await bot.at('2026-12-02T10:59:00Z');
    await bot.say('provision M1.1 on=2027-01-24');
    await bot.at('2026-12-02T11:00:00Z');
    expect(digests(bot)).toEqual([]);
  });

  it('only counts what has a post of its own today, and is not posted for that alone', async () => {
    const bot = await withMoves(['contoso.com']);
    await bot.say('start fabrikam.com source=open offer=E3 seats=5 ends=2027-02-21 renewal=ends');
    // 7 days before the end of M1.1 is a Sunday; 30 days before that of M2.1 is that Friday.
    await bot.at('2027-01-22T08:00:00Z');
    expect(bot.platform.texts.filter((text) => text.startsWith('M1.1 · '))).toHaveLength(1);
    expect(lines(digests(bot).at(-1)).map((line) => line.slice(0, 4))).toEqual(['M2.1']);
    expect(digests(bot).at(-1)).toContain('1 with a notice of its own');
    const before = digests(bot).length;
    // 3 days before: nothing but the notice.
    await bot.at('2027-01-28T08:00:00Z');
    expect(bot.platform.texts.filter((text) => text.startsWith('M1.1 · '))).toHaveLength(2);
    expect(digests(bot)).toHaveLength(before);
  });

  it('says what is silent and why, and when everything was last checked', async () => {
    const bot = await withMoves(['contoso.com', 'fabrikam.com', 'adatum.com']);
    await bot.say('start stays.example.com source=open offer=E3 seats=5 ends=2027-06-30 renewal=auto');
    await bot.say('abandon M4 "they stay"');
    await bot.say('start later.example.com source=open offer=E3 seats=5 ends=2027-11-30 renewal=ends');
    await bot.say('snooze M2.1 2026-12-14');
    await bot.say('assign M3 nobody');
    await bot.at('2026-12-02T07:59:00Z');
    await bot.bot.audit.run();
    await bot.at(DUE);
    expect(digests(bot)[0]).toContain(
      'Not shown: 1 renews by itself and nobody moves it, 1 snoozed until Mon, 14 Dec 2026 and 1 with nothing due today.',
    );
    expect(digests(bot)[0]).toContain('Last full check: Wed, 2 Dec 2026, 08:59 CET, 4 subscriptions.');
    expect(digests(bot)[0]).toMatch(/1 open migration here has no owner/);
  });

  it('holds what a day of silence kept back, each once, marked with the day it was due', async () => {
    const bot = await withMoves(['contoso.com', 'fabrikam.com']);
    await bot.say('start adatum.com source=open offer=E3 seats=5 ends=2027-02-03 renewal=ends');
    // Due on Wed 2 Dec, and 60 days before 3 Feb on Sat 5, so on Fri 4 Dec.
    await bot.at('2026-12-07T09:00:00Z');
    expect(digests(bot)).toHaveLength(1);
    expect(lines(digests(bot)[0])).toHaveLength(3);
    expect(digests(bot)[0]).toContain('This was due on Wed, 2 Dec 2026');
    expect(digests(bot)[0]).toContain('This was due on Fri, 4 Dec 2026');
  });

  it('takes over what its platform did not take in days', async () => {
    const bot = await withMoves(['contoso.com']);
    await bot.say('start fabrikam.com source=open offer=E3 seats=5 ends=2027-02-02 renewal=ends');
    bot.platform.outcomes.push(REFUSED);
    await bot.at(DUE);
    bot.platform.outcomes.push(REFUSED, REFUSED);
    await bot.at('2026-12-04T08:00:00Z');
    bot.platform.outcomes.length = 0;
    await bot.at('2026-12-04T09:00:00Z');
    const [only, ...others] = digests(bot);
    expect(others).toEqual([]);
    expect(lines(only)).toHaveLength(2);
    expect(only).toMatch(/^Due today, Fri, 4 Dec 2026/);
    expect(only).toContain('This was due on Wed, 2 Dec 2026');
  });

  it('that a person removed is not posted again', async () => {
    const bot = await withMoves(['contoso.com', 'fabrikam.com']);
    await bot.at(DUE);
    bot.platform.outcomes.push({ kind: 'gone', reason: 'message_not_found' });
    await bot.say('snooze M1.1 next');
    await bot.say('snooze M2.1 next');
    expect(bot.platform.calls.filter((call) => call.startsWith('deliver'))).toHaveLength(3);
  });

  it('that a person removed comes again when it has news', async () => {
    const bot = await withMoves(['contoso.com']);
    await bot.say('start fabrikam.com source=open offer=E3 seats=5 ends=2027-01-31 renewal=ends');
    await bot.say('snooze M2.1 2027-01-20');
    await bot.at(DUE);
    expect(digests(bot).map((text) => lines(text).length)).toEqual([1]);
    bot.clock.set('2026-12-02T10:00:00Z');
    await bot.say('undo M2');
    bot.platform.outcomes.push({ kind: 'gone', reason: 'message_not_found' });
    const posts = bot.platform.calls.filter((call) => call.startsWith('deliver')).length;
    await bot.at('2026-12-02T10:01:00Z');
    expect(bot.platform.calls.filter((call) => call.startsWith('deliver'))).toHaveLength(posts + 1);
    expect(lines(digests(bot).at(-1))).toHaveLength(2);
  });

  it('is known, wherever its reply was lost, by reading back', async () => {
    const bot = await withMoves(['contoso.com']);
    bot.platform.outcomes.push(LOST);
    bot.platform.arrives = true;
    await bot.at(DUE);
    await bot.at('2026-12-02T08:05:00Z');
    expect(digests(bot)).toHaveLength(1);
    await bot.say('accept M1 agreement=2026-11-20');
    await bot.say('provision M1.1 on=2027-01-24');
    expect(digests(bot)).toEqual([expect.stringMatching(/all done/)]);
  });
});

describe('where nobody can read back', () => {
  const deaf = () => Object.assign(new RecordingPlatform('chat'), { reads: false });

  it('the lines of a digest that may have got lost stand in the next one, marked', async () => {
    const bot = await withMoves(['contoso.com'], { platform: deaf() });
    bot.platform.outcomes.push(LOST);
    await bot.at(DUE);
    await bot.at('2026-12-02T08:05:00Z');
    await bot.at('2026-12-03T07:59:00Z');
    expect(digests(bot)).toEqual([]);
    expect(await bot.say('about')).toMatch(/1 post/);
    await bot.at('2026-12-03T08:00:00Z');
    expect(digests(bot)).toHaveLength(1);
    expect(digests(bot)[0]).toMatch(/may have been told on Wed, 2 Dec 2026/);
    await bot.at('2026-12-04T08:00:00Z');
    expect(digests(bot)).toHaveLength(1);
    expect(await bot.say('about')).not.toMatch(/1 post/);
  });

  it('a notice that may have got lost comes once more, marked, and not a third time', async () => {
    const bot = await withMoves(['contoso.com'], { platform: deaf() });
    bot.platform.outcomes.push(LOST, LOST);
    bot.platform.arrives = true;
    await bot.at('2027-01-22T08:00:00Z');
    for (const time of ['08:05', '08:10', '12:00', '20:00']) await bot.at(`2027-01-22T${time}:00Z`);
    const posts = bot.platform.texts.filter((text) => text.startsWith('M1.1 · '));
    expect(posts).toHaveLength(2);
    expect(posts[0]).not.toContain('Second notice');
    expect(posts[1]).toContain('Second notice of Fri, 22 Jan 2027, 09:00 CET: the first may have arrived.');
  });
});

describe('a final notice', () => {
  const IGOR = { named: [{ as: '@igor', name: 'Igor', identities: ['chat:T1/igor'] }] };
  const BOSS = { named: [{ as: '@anna', name: 'Anna', identities: ['chat:T1/anna'] }] };
  const posts = ({ platform }: WholeBot) => platform.texts.filter((text) => text.startsWith('M1.1 · '));

  async function watched(): Promise<WholeBot> {
    const bot = await withMoves(['contoso.com']);
    await bot.say('deputy M1 @igor', IGOR);
    await bot.say('settings escalation @anna', BOSS);
    return bot;
  }

  it('that nobody sees to goes to the deputy on the next working day, then to whom the channel names', async () => {
    const bot = await watched();
    await bot.at('2027-01-22T08:00:00Z');
    expect(posts(bot)[0]).toContain('@Maria @Igor\n');
    expect(posts(bot)[0]).not.toContain('is still open');
    await bot.at('2027-01-25T08:00:00Z');
    expect(posts(bot)[1]).toContain(
      'This was told on Fri, 22 Jan 2027, and the step is still open; Igor is the deputy.',
    );
    await bot.at('2027-01-26T08:00:00Z');
    expect(posts(bot)[2]).toContain('@Maria @Igor @Anna');
    await bot.at('2027-01-27T08:00:00Z');
    expect(posts(bot)).toHaveLength(3);
  });

  it('says when there is none after it before the last day is over', async () => {
    const bot = await withMoves(['contoso.com']);
    await bot.at('2027-01-28T08:00:00Z');
    await bot.at('2027-01-29T08:00:00Z');
    expect(posts(bot)[0]).not.toContain('no working day here');
    // The last day is a Sunday.
    expect(posts(bot)[1]).toContain(
      '! There is no working day here after today before that: Ferry speaks of it again only on Mon, 1 Feb 2027.',
    );
  });

  it('says so also before a freeze', async () => {
    const bot = await withMoves(['contoso.com']);
    await bot.say('settings freeze 2027-01-25 2027-02-05');
    await bot.at('2027-01-22T08:00:00Z');
    expect(posts(bot)).toEqual([expect.stringContaining('Ferry speaks of it again only on Mon, 8 Feb 2027.')]);
  });

  it('goes to nobody else once somebody acts, or snoozes it', async () => {
    const bot = await watched();
    await bot.at('2027-01-22T08:00:00Z');
    await bot.say('snooze M1.1 2027-01-27');
    await bot.at('2027-01-25T08:00:00Z');
    await bot.at('2027-01-26T08:00:00Z');
    expect(posts(bot)).toHaveLength(1);
    await bot.at('2027-01-27T08:00:00Z');
    expect(posts(bot)).toHaveLength(2);
    expect(posts(bot)[1]).not.toContain('is still open');
    await bot.say('accept M1 agreement=2026-11-20');
    await bot.say('provision M1.1 on=2027-01-28');
    await bot.at('2027-01-28T08:00:00Z');
    expect(posts(bot)).toHaveLength(2);
  });

  it('tells the owner first, when Ferry was not there to tell her on the day', async () => {
    const bot = await watched();
    await bot.at('2027-01-26T12:00:00Z');
    expect(posts(bot)).toHaveLength(1);
    expect(posts(bot)[0]).not.toContain('is still open');
    expect(posts(bot)[0]).not.toContain('@Anna');
  });

  it('of an incident that is open still waits for its platform, whatever else is due meanwhile', async () => {
    const bot = await watched();
    const OTHER = { channel: 'chat:T1/other' };
    await bot.say('start fabrikam.com source=open offer=E3 seats=5 ends=2027-05-03 renewal=ends', OTHER);
    await bot.say('settings time 12:00', OTHER);
    await bot.say('accept M1 agreement=2026-11-20');
    await bot.at('2027-02-01T10:00:00Z');
    await bot.say('end M1.1 expired');
    await bot.at('2027-03-03T00:00:00Z');
    const incidents = () => bot.platform.texts.filter((text) => /^INCIDENT/.test(text));
    expect(incidents()).toHaveLength(1);
    await bot.at('2027-03-04T07:59:00Z');
    bot.platform.outcomes.push({ kind: 'not-sent', reason: '503', retryAfterMs: 60 * 60_000 });
    await bot.at('2027-03-04T08:00:00Z');
    bot.platform.outcomes.push({ kind: 'not-sent', reason: '503', retryAfterMs: 60 * 60_000 });
    await bot.at('2027-03-04T10:30:00Z');
    // Sixty days before the end of M2.1, at noon in its channel.
    await bot.at('2027-03-04T11:00:00Z');
    await bot.at('2027-03-04T11:30:01Z');
    expect(incidents()).toHaveLength(2);
    expect(lines(digests(bot, 'chat:T1/other').at(-1))).toHaveLength(1);
  });

  it('of an incident goes the same way, a day after the other', async () => {
    const bot = await watched();
    await bot.say('accept M1 agreement=2026-11-20');
    await bot.at('2027-02-01T10:00:00Z');
    await bot.say('end M1.1 expired');
    await bot.at('2027-03-03T00:00:00Z');
    const incidents = () => bot.platform.texts.filter((text) => /^INCIDENT/.test(text));
    expect(incidents()).toHaveLength(1);
    await bot.at('2027-03-04T08:00:00Z');
    expect(incidents()).toHaveLength(2);
    await bot.at('2027-03-05T08:00:00Z');
    expect(incidents()).toHaveLength(3);
    expect(incidents()[2]).toContain('@Anna');
    await bot.at('2027-03-08T08:00:00Z');
    expect(incidents()).toHaveLength(3);
  });
});

describe('a digest of one’s own', () => {
  it('comes in a direct message on each working day on which something is hers, until she wants none', async () => {
    const bot = await withMoves(['contoso.com']);
    await bot.say(`start fabrikam.com ${ENDS}`, { actor: { identity: 'chat:T1/igor', name: 'Igor', member: true } });
    expect(await bot.say('digest on')).toContain('at 09:00 (Europe/Berlin)');
    await bot.at('2026-12-01T08:00:00Z');
    const mine = () => digests(bot, 'chat:T1/maria/direct');
    expect(mine()).toEqual([]);
    await bot.at(DUE);
    expect(mine().map(lines)).toEqual([[expect.stringMatching(/^M1\.1 · contoso\.com/)]]);
    await bot.at('2026-12-02T12:00:00Z');
    expect(mine()).toHaveLength(1);
    expect(await bot.say('digest off')).toContain('You get no digest of your own any more.');
    await bot.at('2027-01-22T08:00:00Z');
    expect(mine()).toHaveLength(1);
  });

  it('comes when her direct conversation is to hear from Ferry', async () => {
    const direct = 'chat:T1/maria/direct';
    const bot = await withMoves(['contoso.com']);
    await bot.say('digest on');
    await bot.say('settings time 11:30', { channel: direct, reach: async () => 'closed' });
    await bot.at('2026-12-02T10:29:00Z');
    expect(digests(bot)).toHaveLength(1);
    expect(digests(bot, direct)).toEqual([]);
    await bot.at('2026-12-02T10:30:00Z');
    expect(digests(bot, direct).map(lines)).toEqual([[expect.stringMatching(/^M1\.1 · contoso\.com/)]]);
  });

  it('has the invitations whose answer is overdue', async () => {
    const bot = await withMoves(['contoso.com']);
    await bot.say('invite M1');
    await bot.say('digest on');
    await bot.at('2026-11-24T08:00:00Z');
    expect(digests(bot, 'chat:T1/maria/direct')).toEqual([]);
    await bot.at('2026-11-25T08:00:00Z');
    expect(digests(bot, 'chat:T1/maria/direct').map(lines)).toEqual([
      ['M1 · contoso.com: no answer to the invitation for 3 working days'],
    ]);
  });

  it('has what has gone wrong each day until it is seen to, also what is quiet', async () => {
    const bot = await withMoves(['contoso.com']);
    await bot.say('accept M1 agreement=2026-11-20');
    await bot.say('digest on');
    await bot.at('2027-02-01T10:00:00Z');
    await bot.say('end M1.1 expired');
    await bot.at('2027-03-03T10:00:00Z');
    await bot.say('snooze M1.1 2027-03-09');
    const mine = () => digests(bot, 'chat:T1/maria/direct');
    const before = mine().length;
    for (const day of ['04', '05']) await bot.at(`2027-03-${day}T08:00:00Z`);
    expect(mine().slice(before).map(lines)).toEqual([
      [expect.stringMatching(/^M1\.1 · contoso\.com: without service/)],
      [expect.stringMatching(/^M1\.1 · contoso\.com: without service/)],
    ]);
    await bot.say('provision M1.1 on=2027-03-05');
    await bot.at('2027-03-08T08:00:00Z');
    expect(mine()).toHaveLength(before + 2);
  });

  it('can be asked for at any time', async () => {
    const bot = await withMoves(['contoso.com']);
    expect(await bot.say('digest')).toContain('has not posted a digest here yet');
    await bot.at(DUE);
    expect(lines(await bot.say('digest mine'))).toHaveLength(1);
    expect(lines(await bot.say('digest'))).toHaveLength(1);
    const nobody = { actor: { identity: 'chat:T1/new', name: 'New', member: true } };
    expect(await bot.say('digest mine', nobody)).toContain('Nothing is yours');
  });
});

describe('a channel that takes no posts', () => {
  const STOP: Outcome = { kind: 'stop', reason: 'is_archived' };

  it('is left alone, and its people hear of what is due in direct messages, once a day', async () => {
    const bot = await withMoves(['contoso.com', 'fabrikam.com']);
    bot.platform.outcomes.push(STOP);
    await bot.at(DUE);
    const direct = [...bot.platform.posted.values()].filter(
      ({ destination }) => destination === 'chat:T1/maria/direct',
    );
    expect(direct.map(({ message }) => lines(plainText(message)).length)).toEqual([2]);
    expect(plainText(direct[0]?.message ?? { title: '', blocks: [] })).toContain('is_archived');
    const calls = bot.platform.calls.length;
    for (const time of ['08:01', '08:30', '08:59']) await bot.at(`2026-12-02T${time}:00Z`);
    expect(bot.platform.calls).toHaveLength(calls);
    expect(await bot.say('about', { channel: 'chat:T1/other' })).toContain('post');
  });

  it('is tried again after an hour, and gets what waited, once', async () => {
    const bot = await withMoves(['contoso.com']);
    bot.platform.outcomes.push(STOP);
    await bot.at(DUE);
    await bot.at('2026-12-02T09:00:01Z');
    expect(digests(bot)).toHaveLength(1);
    await bot.at('2026-12-02T10:00:02Z');
    expect(digests(bot)).toHaveLength(1);
  });

  it('is tried again as soon as somebody speaks to Ferry there', async () => {
    const bot = await withMoves(['contoso.com']);
    bot.platform.outcomes.push(STOP);
    await bot.at(DUE);
    await bot.say('list');
    expect(digests(bot)).toHaveLength(1);
  });
});
