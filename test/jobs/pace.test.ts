import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Pace } from '../../src/jobs/pace.js';
import type { Allowance } from '../../src/messages/platform.js';
import { RecordingPlatform } from '../support/recording-platform.js';
import { wholeBot } from '../support/whole-bot.js';

const ONE_A_SECOND: readonly Allowance[] = [{ requests: 1, ms: 1_000 }];
const TEAMS: readonly Allowance[] = [
  { requests: 7, ms: 1_000 },
  { requests: 8, ms: 2_000 },
  { requests: 60, ms: 30_000 },
];

describe('the pace', () => {
  it('lets the first go at once, and says how long the next has to wait', () => {
    const pace = new Pace();
    expect(pace.wait('a', ONE_A_SECOND, 5_000)).toBe(0);
    pace.note('a', ONE_A_SECOND, 5_000);
    expect(pace.wait('a', ONE_A_SECOND, 5_300)).toBe(700);
    expect(pace.wait('a', ONE_A_SECOND, 6_000)).toBe(0);
    expect(pace.wait('b', ONE_A_SECOND, 5_300)).toBe(0);
  });

  it('forgets what a clock sent that has been put back since', () => {
    const pace = new Pace();
    pace.note('a', ONE_A_SECOND, 5_000);
    expect(pace.wait('a', ONE_A_SECOND, 1_000)).toBe(0);
  });

  it('never lets more go than any allowance has, and no less than the strictest', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 50, maxLength: 200 });
    const property = fc.property(gaps, (waits) => {
      const pace = new Pace();
      const sent: number[] = [];
      let now = 0;
      for (const gap of waits) {
        now += gap;
        now += pace.wait('a', TEAMS, now);
        pace.note('a', TEAMS, now);
        sent.push(now);
      }
      for (const { requests, ms } of TEAMS) {
        for (const [index, at] of sent.entries()) {
          const next = sent[index + requests];
          if (next !== undefined) expect(next - at).toBeGreaterThanOrEqual(ms);
        }
      }
    });
    fc.assert(property, { seed: 20_270_131 });
  });
});

describe('a lane', () => {
  const paced = (pace: RecordingPlatform['pace']) => Object.assign(new RecordingPlatform('chat'), { pace });

  it('posts no faster than its platform takes it, and each channel by itself', async () => {
    const platform = paced({ channel: [{ requests: 1, ms: 1_100 }], all: [] });
    const { bot, clock, answer } = await wholeBot({ platform });
    for (const name of ['contoso.com', 'fabrikam.com', 'adatum.com']) await answer(`start ${name}`);
    await answer('start example.com', { channel: 'chat:T1/other' });
    await bot.delivery.idle();
    expect(platform.calls).toEqual(['deliver chat:T1/moves', 'deliver chat:T1/other']);
    clock.set('2026-11-20T10:00:01Z');
    await bot.delivery.idle();
    expect(platform.calls).toHaveLength(2);
    clock.set('2026-11-20T10:00:01.100Z');
    await bot.delivery.idle();
    expect(platform.calls).toHaveLength(3);
    clock.set('2026-11-20T10:00:02.200Z');
    await bot.delivery.idle();
    expect(platform.calls).toHaveLength(4);
  });

  it('shares what its platform takes in all with the others', async () => {
    const platform = paced({ channel: [], all: [{ requests: 2, ms: 1_000 }] });
    const { bot, clock, answer } = await wholeBot({ platform });
    for (const [index, name] of ['contoso.com', 'fabrikam.com', 'adatum.com'].entries()) {
      await answer(`start ${name}`, { channel: `chat:T1/c${index}` });
    }
    await bot.delivery.idle();
    expect(platform.calls).toHaveLength(2);
    clock.set('2026-11-20T10:00:01Z');
    await bot.delivery.idle();
    expect(platform.calls).toHaveLength(3);
  });

  it('posts what people are called for before digests, and digests before cards', async () => {
    const platform = paced({ channel: [{ requests: 1, ms: 1_000 }], all: [] });
    const { bot, clock, say, at } = await wholeBot({ platform });
    const next = async (moment: string) => {
      clock.set(moment);
      await bot.delivery.idle();
    };
    await say('start contoso.com source=open offer=E3 seats=5 ends=2027-01-31 renewal=ends');
    await next('2026-11-20T10:01:00Z');
    await say('start fabrikam.com source=open offer=E3 seats=5 ends=2027-02-21 renewal=ends');
    await next('2026-11-20T10:02:00Z');
    clock.set('2027-01-22T07:59:59Z');
    await bot.router.answer({
      text: 'note M1 "called them"',
      actor: { identity: 'chat:T1/maria', name: 'Maria', member: true },
      channel: 'chat:T1/moves',
      once: 'note',
      named: [],
      rows: 20,
      reach: async () => 'ok',
    });
    const before = platform.texts.length;
    await at('2027-01-22T08:00:00Z');
    await next('2027-01-22T08:00:01Z');
    await next('2027-01-22T08:00:02Z');
    await next('2027-01-22T08:00:03Z');
    expect(platform.texts.slice(before).map((text) => text.slice(0, 9))).toEqual(['M1.1 · co', 'Due today']);
    expect(platform.calls.slice(-2)[0]).toBe('deliver chat:T1/moves');
  });
});
