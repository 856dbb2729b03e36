import { describe, expect, it } from 'vitest';
import type { Invocation } from '../../src/commands/invocation.js';
import { type WholeBot, wholeBot } from '../support/whole-bot.js';

/** In ADMINS. */
const PETRA: Partial<Invocation> = { actor: { identity: 'slack:TADMIN/UADMIN', name: 'Petra', member: true } };

/** M1 is over without a replacement of its own: its 25 people use the 30 seats of M2, which is still open. */
async function served(): Promise<WholeBot> {
  const bot = await wholeBot({ now: '2027-01-20T10:00:00Z' });
  for (const text of [
    'start contoso.com source=open offer="Office 365 E3" seats=25 ends=2027-01-31 renewal=ends',
    'start contoso.com source=open again=yes offer="Office 365 E3" seats=5 ends=2027-01-31 renewal=ends',
    'accept M2',
    'change M2 agreement=2027-01-20 country=BR',
    'provision M2.1 on=2027-01-20 seats=30',
  ]) {
    await bot.say(text);
  }
  bot.clock.set('2027-02-01T10:00:00Z');
  await bot.say('end M1.1 expired');
  return bot;
}

/** And M2 is over too. */
async function over(): Promise<WholeBot> {
  const bot = await served();
  await bot.say('end M2.1 expired');
  return bot;
}

describe('a migration that is served by the customer’s other one', () => {
  it('is done wherever it is spoken of', async () => {
    const bot = await served();
    expect(await bot.say('list')).not.toContain('M1');
    expect(await bot.say('list stage=done')).toContain('M1');
    // The name means the open one, and nobody is asked which.
    expect(await bot.say('show contoso.com')).toContain('M2 · contoso.com');
    expect(await bot.say('start contoso.com')).toContain('already has the open migration M2');
  });

  it('is not in the way of a new one', async () => {
    const bot = await over();
    expect(await bot.say('start contoso.com')).toContain('M3 · contoso.com');
  });

  it('is not in the way of taking back what ended the other one', async () => {
    const bot = await over();
    expect(await bot.say('undo M2')).not.toContain('M1');
    expect(await bot.say('list')).toContain('M2');
  });

  it('is not in the way of forgetting the customer', async () => {
    const bot = await over();
    await bot.say('forget contoso.com', PETRA);
    expect(await bot.say('forget contoso.com confirm=yes', PETRA)).toContain('C1: the name is erased');
  });

  it('needs nobody who stands in for its owner', async () => {
    const bot = await served();
    const answer = await bot.say('away until 2027-02-28');
    expect(answer).toContain('M2');
    expect(answer).not.toContain('M1');
    await bot.say('end M2.1 expired');
    expect(await bot.say('away until 2027-02-27')).not.toMatch(/M\d/);
  });
});
