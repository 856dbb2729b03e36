import { describe, expect, it } from 'vitest';
import { plainText } from '../../src/messages/plain-text.js';
import { type WholeBot, wholeBot } from '../support/whole-bot.js';

const FACTS = 'source=open offer="Office 365 E3" seats=25 ends=2027-01-31 renewal=ends';
const MOVES = 'chat:T1/moves';
const OTHER = 'chat:T1/other';
const THERE = { channel: OTHER };
/** 60 days before the end, a Wednesday: a line of the digest, at 09:00 in Berlin. */
const DUE = '2026-12-02T08:00:00Z';
/** A week before it, a Friday: a post of its own. */
const NEAR = '2027-01-22T08:00:00Z';

/** Lines of digests, and posts, that tell of M1.1 in a channel as it stands now. */
function told({ platform }: WholeBot, channel: string): string[] {
  const texts = [...platform.posted.values()].flatMap(({ destination, message }) =>
    destination === channel ? plainText(message).split('\n') : [],
  );
  return texts.filter((line) => /^(INCIDENT\b.* · )?M1\.1 · /.test(line));
}

async function started(more: readonly string[] = []): Promise<WholeBot> {
  const bot = await wholeBot();
  await bot.say(`start contoso.com ${FACTS}`);
  for (const text of more) await bot.say(text);
  return bot;
}

/** Goes on minute by minute, as the sweeps do, and lets the audit look. */
async function goOn(bot: WholeBot, from: string, minutes: number): Promise<void> {
  const start = Date.parse(from);
  for (let minute = 0; minute <= minutes; minute += 5) {
    await bot.at(new Date(start + minute * 60_000).toISOString());
  }
  await bot.bot.audit.run();
  expect(bot.bot.audit.last).toMatchObject({ missing: 0, stuck: 0 });
}

describe('a migration that moves at the moment of its reminder', () => {
  it('is told of once, wherever the sweep finds it', async () => {
    // Every step of the two may come before or after one of the other.
    for (let turns = 0; turns < 20; turns += 1) {
      const bot = await started();
      await bot.at('2027-01-22T07:59:00Z');
      bot.clock.set(NEAR);
      const moving = bot.answer('move M1 here', THERE);
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
      await Promise.all([moving, bot.bot.tick.run()]);
      await bot.bot.delivery.idle();
      await goOn(bot, '2027-01-22T08:01:00Z', 30);
      expect(told(bot, MOVES).length + told(bot, OTHER).length, `${turns} turns`).toBe(1);
      await bot.stop();
    }
  });

  it('is told of where its post had been begun', async () => {
    const bot = await started();
    await bot.at('2027-01-22T07:59:00Z');
    bot.clock.set(NEAR);
    await bot.bot.tick.run();
    await bot.say('move M1 here', THERE);
    await goOn(bot, '2027-01-22T08:01:00Z', 30);
    expect(told(bot, MOVES).length + told(bot, OTHER).length).toBe(1);
  });
});

describe('a migration that was moved', () => {
  it('is told of in its new channel alone, from the next morning on', async () => {
    const bot = await started();
    await bot.say('move M1 here', THERE);
    await goOn(bot, DUE, 30);
    expect([told(bot, MOVES).length, told(bot, OTHER).length]).toEqual([0, 1]);
    await goOn(bot, '2027-01-01T08:00:00Z', 30);
    expect([told(bot, MOVES).length, told(bot, OTHER).length]).toEqual([0, 2]);
  });

  it('is not told of again on the day on which its former channel was told, whose digest says that it is gone', async () => {
    const bot = await started();
    await bot.at(DUE);
    expect(told(bot, MOVES)).toHaveLength(1);
    await bot.say('move M1 here', THERE);
    await goOn(bot, '2026-12-02T08:30:00Z', 60);
    expect([told(bot, MOVES).length, told(bot, OTHER).length]).toEqual([0, 0]);
    expect(bot.platform.texts.join('\n')).toContain('→ M1.1 · contoso.com: lives in another channel now');
    expect(await bot.say('digest')).toContain('→ M1.1 · contoso.com: lives in another channel now');
    await goOn(bot, '2027-01-01T08:00:00Z', 30);
    expect(told(bot, OTHER)).toHaveLength(1);
  });

  it.each([
    ['further west, whose morning is to come', 'America/New_York', 6 * 60],
    ['further east, whose morning is over', 'Asia/Tokyo', 60],
  ])('is not told of twice on one day in a channel %s', async (_case, zone, minutes) => {
    const bot = await started();
    await bot.say(`settings zone ${zone}`, THERE);
    await bot.at(DUE);
    await bot.say('move M1 here', THERE);
    await goOn(bot, '2026-12-02T08:05:00Z', minutes);
    expect(told(bot, OTHER)).toEqual([]);
  });

  it('is told of at once where the morning is over and nobody was told, and in its turn where it is to come', async () => {
    const bot = await started();
    await bot.say('settings zone America/New_York');
    await bot.at(DUE);
    expect(told(bot, MOVES)).toEqual([]);
    await bot.say('move M1 here', THERE);
    await goOn(bot, '2026-12-02T08:05:00Z', 15);
    expect(told(bot, OTHER)).toHaveLength(1);
    await goOn(bot, '2026-12-02T14:00:00Z', 15);
    expect([told(bot, MOVES).length, told(bot, OTHER).length]).toEqual([0, 1]);
  });

  it('takes with it what its former channel did not take, which is not told there later', async () => {
    const bot = await started();
    bot.platform.outcomes.push({ kind: 'stop', reason: 'is_archived' });
    await bot.at(DUE);
    await bot.say('settings time 08:00', THERE);
    await bot.say('move M1 here', THERE);
    await goOn(bot, '2026-12-02T08:05:00Z', 120);
    expect([told(bot, MOVES).length, told(bot, OTHER).length]).toEqual([0, 1]);
  });

  it('leaves to its former channel what an attempt had begun there, and tells it once', async () => {
    for (const arrives of [true, false]) {
      const bot = await started();
      bot.platform.arrives = arrives;
      bot.platform.outcomes.push({ kind: 'unknown', reason: 'ETIMEDOUT' });
      await bot.at(DUE);
      await bot.say('move M1 here', THERE);
      await goOn(bot, '2026-12-02T08:05:00Z', 120);
      expect(bot.platform.calls.filter((call) => call === `deliver ${MOVES}`)).toHaveLength(arrives ? 2 : 3);
      expect(told(bot, OTHER)).toEqual([]);
      await goOn(bot, '2027-01-01T08:00:00Z', 30);
      expect(told(bot, OTHER)).toHaveLength(1);
    }
  });

  it('keeps its place in the chain: who was told is not told again, and who comes next is', async () => {
    const bot = await started(['accept M1 agreement=2026-11-20', 'deputy M1 @igor']);
    const named = [{ as: '@igor', name: 'Igor', identities: ['chat:T1/igor'] }];
    await bot.say('deputy M1 @igor', { named });
    await bot.at(NEAR);
    expect(told(bot, MOVES)).toHaveLength(1);
    await bot.say('move M1 here', THERE);
    await goOn(bot, '2027-01-22T09:00:00Z', 60);
    expect(told(bot, OTHER)).toEqual([]);
    await goOn(bot, '2027-01-25T08:00:00Z', 60);
    expect(told(bot, OTHER)).toHaveLength(1);
    const post = [...bot.platform.posted.values()].find(
      ({ destination, message }) => destination === OTHER && message.title.startsWith('M1.1'),
    );
    expect(post?.message.mentions?.map(({ name }) => name)).toEqual(['Maria', 'Igor']);
  });

  it('tells of an incident once, and the next day whoever comes next, in a channel of another zone too', async () => {
    const bot = await started(['accept M1 agreement=2026-11-20']);
    const named = [{ as: '@igor', name: 'Igor', identities: ['chat:T1/igor'] }];
    await bot.say('deputy M1 @igor', { named });
    await bot.say('settings zone Pacific/Auckland', THERE);
    await bot.at('2027-02-01T10:00:00Z');
    await bot.say('end M1.1 expired');
    const lost = '2027-03-03T00:00:00Z';
    await goOn(bot, lost, 15);
    const incidents = (channel: string) => told(bot, channel).filter((line) => line.startsWith('INCIDENT'));
    expect(incidents(MOVES)).toHaveLength(1);
    await bot.say('move M1 here', THERE);
    await goOn(bot, '2027-03-03T01:00:00Z', 60);
    expect(incidents(OTHER)).toEqual([]);
    await goOn(bot, '2027-03-03T20:00:00Z', 60);
    expect(incidents(OTHER)).toHaveLength(1);
    await bot.say('move M1 here');
    await goOn(bot, '2027-03-04T08:00:00Z', 60);
    expect(incidents(MOVES)).toHaveLength(1);
    expect(incidents(OTHER)).toHaveLength(1);
  });

  it('may go there and back, and is told of once', async () => {
    const bot = await started();
    bot.platform.outcomes.push({ kind: 'stop', reason: 'is_archived' });
    await bot.at(DUE);
    await bot.say('move M1 here', THERE);
    expect(told(bot, OTHER)).toHaveLength(1);
    for (const where of [{}, THERE, {}]) await bot.say('move M1 here', where);
    await goOn(bot, '2026-12-02T08:05:00Z', 180);
    expect(bot.platform.texts.filter((text) => text.startsWith('Due'))).toEqual([
      expect.stringContaining('→ M1.1 · contoso.com: lives in another channel now'),
    ]);
    await goOn(bot, '2027-01-01T08:00:00Z', 30);
    expect(told(bot, MOVES)).toHaveLength(1);
  });

  it('stays quiet where somebody has put it off', async () => {
    const bot = await started();
    await bot.say('snooze M1.1 2026-12-09');
    await bot.say('move M1 here', THERE);
    await goOn(bot, DUE, 30);
    expect(told(bot, OTHER)).toEqual([]);
    await goOn(bot, '2026-12-09T08:00:00Z', 30);
    expect(told(bot, OTHER)).toHaveLength(1);
  });

  it('takes the question to a second person with it while that is not posted', async () => {
    const bot = await started(['accept M1 agreement=2026-11-20']);
    await bot.at('2027-01-27T10:00:00Z');
    bot.platform.outcomes.push({ kind: 'stop', reason: 'is_archived' });
    await bot.say('end M1.1 cancelled on=2027-01-27 reason="they insist"');
    await bot.say('move M1 here', THERE);
    const asks = [...bot.platform.posted.values()].filter(({ message }) => /second person|A1/.test(message.title));
    expect(asks.map(({ destination }) => destination)).toEqual([OTHER]);
  });

  it('has no word entered for its former channel by a sweep that looked before it went', async () => {
    const bot = await started();
    bot.clock.set(DUE);
    const sweep = bot.bot.tick.run();
    const move = bot.say('move M1 here', THERE);
    await Promise.all([sweep, move]);
    await goOn(bot, '2026-12-02T08:01:00Z', 30);
    expect(told(bot, MOVES).length + told(bot, OTHER).length).toBeLessThanOrEqual(1);
    expect(await bot.bot.services.outbox.open()).toEqual([]);
  });

  it('has its card again where it comes straight back to, though that was just being redrawn', async () => {
    const bot = await started();
    const { platform } = bot;
    const update = platform.update.bind(platform);
    let release = () => {};
    const isReleased = new Promise<void>((resolve) => {
      release = resolve;
    });
    const isHeld = new Promise<void>((held) => {
      platform.update = async (reference, parcel) => {
        // The one that leads to the card in the other channel.
        if (JSON.stringify(parcel.message).includes('https://chat.test/')) {
          held();
          await isReleased;
        }
        return update(reference, parcel);
      };
    });
    await bot.answer('move M1 here', THERE);
    await isHeld;
    await bot.answer('move M1 here');
    release();
    await bot.bot.delivery.idle();
    const cards = [...platform.posted.values()].map(({ destination, message }) => [destination, plainText(message)]);
    expect(cards).toEqual([
      [MOVES, expect.stringContaining('Stage: new')],
      [OTHER, expect.stringContaining('lives in another channel now')],
    ]);
  });

  it.each([
    ['a line of a digest', DUE, 'Due today'],
    ['a post of its own', NEAR, 'M1.1'],
  ])(
    'is told of in its new channel where the former one refuses what was begun there: %s',
    async (_case, due, title) => {
      const bot = await started(['accept M1 agreement=2026-11-20']);
      bot.platform.outcomes.push({ kind: 'unknown', reason: 'ETIMEDOUT' });
      await bot.at(due);
      await bot.say('move M1 here', THERE);
      expect(told(bot, OTHER)).toEqual([]);
      const deliver = bot.platform.deliver.bind(bot.platform);
      bot.platform.deliver = async (parcel) =>
        parcel.destination === MOVES && parcel.message.title.startsWith(title)
          ? { kind: 'stop', reason: 'is_archived' }
          : deliver(parcel);
      await goOn(bot, due.replace('08:00', '08:05'), 120);
      expect([told(bot, MOVES).length, told(bot, OTHER).length]).toEqual([0, 1]);
      expect((await bot.bot.services.outbox.stopped()).map(({ kind }) => kind)).not.toContain('reminder');
    },
  );
});
