import { describe, expect, it } from 'vitest';
import type { Invocation } from '../../src/commands/invocation.js';
import { plainText } from '../../src/messages/plain-text.js';
import { type WholeBot, wholeBot } from '../support/whole-bot.js';

const FACTS = 'source=open offer="Office 365 E3" seats=25 ends=2027-01-31 renewal=ends';
const MOVES = 'chat:T1/moves';
const OTHER = 'chat:T1/other';
const THERE: Partial<Invocation> = { channel: OTHER };
const NAMED: Partial<Invocation> = { places: [{ as: '#other', address: OTHER }], reachOf: async () => 'ok' };

/** What stands in a channel, by its reference. */
function standing({ platform }: WholeBot, channel: string): Map<string, string> {
  const here = [...platform.posted].filter(([, { destination }]) => destination === channel);
  return new Map(here.map(([reference, { message }]) => [reference, plainText(message)]));
}

function texts(bot: WholeBot, channel: string): string[] {
  return [...standing(bot, channel).values()];
}

function posts({ platform }: WholeBot): string[] {
  return platform.calls.filter((call) => call.startsWith('deliver'));
}

describe('move', () => {
  it('posts the card where it is said, and leaves in the former channel where it went, without buttons', async () => {
    const bot = await wholeBot();
    await bot.say(`start contoso.com ${FACTS}`);
    expect(await bot.say('move M1 here', THERE)).toContain('M1 lives here now');
    const [reference] = [...standing(bot, OTHER).keys()];
    expect(texts(bot, OTHER)).toEqual([expect.stringMatching(/^M1 · contoso\.com\nStage: /)]);
    expect(texts(bot, MOVES)).toEqual([expect.stringContaining('lives in another channel now')]);
    expect(texts(bot, MOVES)[0]).toContain(`https://chat.test/${reference}`);
    const former = [...bot.platform.posted.values()].find(({ destination }) => destination === MOVES);
    expect(former?.message.blocks.map(({ kind }) => kind)).toEqual(['text', 'link']);
  });

  it('keeps the card in its new channel up to date from then on, and the former one alone', async () => {
    const bot = await wholeBot();
    await bot.say(`start contoso.com ${FACTS}`);
    await bot.say('move M1 here', THERE);
    const calls = bot.platform.calls.length;
    await bot.say('accept M1 agreement=2026-11-20');
    expect(bot.platform.calls.slice(calls)).toEqual([`update ${OTHER}`]);
    expect(texts(bot, OTHER)[0]).toContain('[x] The customer accepted');
  });

  it('takes a channel by its mention, and calls it by its name', async () => {
    const bot = await wholeBot();
    await bot.say(`start contoso.com ${FACTS}`);
    expect(await bot.say('move contoso.com #other', NAMED)).toContain('M1 lives in #other now');
    expect(texts(bot, MOVES)[0]).toContain('This migration lives in #other now.');
    expect(await bot.say('history M1')).toContain('moved to #other');
    expect(await bot.say('show M1')).toContain('Its card is in #other');
  });

  it('is refused before anything is changed where Ferry cannot post, and says how to mend it', async () => {
    const bot = await wholeBot();
    await bot.say(`start contoso.com ${FACTS}`);
    const invite = await bot.say('move M1 #other', { ...NAMED, reachOf: async () => 'invite' });
    expect(invite).toContain('Ferry is not in #other, which is private. Type /invite @Ferry there');
    expect(await bot.say('move M1 #other', { ...NAMED, reachOf: async () => 'closed' })).toContain(
      'cannot post in #other',
    );
    expect(await bot.say('move M1 here', { ...THERE, reach: async () => 'invite' })).toContain('/invite @Ferry here');
    expect(await bot.say('move M1 #nowhere')).toContain('It is not clear which channel #nowhere is');
    expect(await bot.say('move M1 #other', { places: NAMED.places ?? [] })).toContain('cannot post in #other');
    expect(texts(bot, MOVES)[0]).toContain('Stage: ');
    expect(await bot.say('history M1')).not.toContain('moved');
  });

  it('takes an operator', async () => {
    const bot = await wholeBot();
    await bot.say(`start contoso.com ${FACTS}`);
    await bot.say('roles default viewer', { actor: { identity: 'slack:TADMIN/UADMIN', name: 'Admin', member: true } });
    expect(await bot.say('move M1 here', THERE)).toContain('operator');
  });

  it('said again changes nothing, and brings a card back that somebody has deleted', async () => {
    const bot = await wholeBot();
    await bot.say(`start contoso.com ${FACTS}`);
    await bot.say('move M1 here', THERE);
    const before = posts(bot).length;
    expect(await bot.say('move M1 here', THERE)).toContain('M1 is here already');
    expect(posts(bot)).toHaveLength(before);
    const [reference = ''] = [...standing(bot, OTHER).keys()];
    bot.platform.posted.delete(reference);
    bot.platform.outcomes.push({ kind: 'gone', reason: 'message_not_found' });
    await bot.say('move M1 here', THERE);
    expect(posts(bot)).toHaveLength(before + 1);
    expect(texts(bot, OTHER)).toEqual([expect.stringMatching(/^M1 · contoso\.com\nStage: /)]);
    expect((await bot.say('history M1')).match(/moved/g)).toHaveLength(1);
  });

  it('does the same delivery once', async () => {
    const bot = await wholeBot();
    await bot.say(`start contoso.com ${FACTS}`);
    const first = await bot.say('move M1 here', { ...THERE, once: 'twice' });
    expect(await bot.say('move M1 here', { ...THERE, once: 'twice' })).toBe(first);
    expect(texts(bot, OTHER)).toHaveLength(1);
  });

  it('is not taken back, and says how to move it back', async () => {
    const bot = await wholeBot();
    await bot.say(`start contoso.com ${FACTS}`);
    await bot.say('note M1 they called');
    await bot.say('move M1 here', THERE);
    expect(await bot.say('undo M1')).toContain('type: move M1 here');
    await bot.say('move M1 here');
    expect(texts(bot, MOVES)).toEqual([expect.stringMatching(/^M1 · contoso\.com\nStage: /)]);
    expect(texts(bot, OTHER)).toEqual([expect.stringContaining('lives in another channel now')]);
  });

  it('moves several, each by itself, and names what was refused', async () => {
    const bot = await wholeBot();
    for (const name of ['contoso.com', 'fabrikam.com', 'adatum.com']) await bot.say(`start ${name} ${FACTS}`);
    const said = await bot.say('move M1+fabrikam.com+M9 here', THERE);
    expect(said).toContain('M1 and M2 live here now');
    expect(said).toContain('There is no migration M9');
    expect(texts(bot, OTHER).map((text) => text.slice(0, 2))).toEqual(['M1', 'M2']);
  });

  it('moves all open ones that were loaded in the terminal, with what waited there', async () => {
    const bot = await wholeBot();
    const terminal: Partial<Invocation> = { channel: 'terminal:local' };
    for (const name of ['contoso.com', 'fabrikam.com', 'adatum.com']) await bot.say(`start ${name} ${FACTS}`, terminal);
    await bot.say('abandon M3 "they stay"', terminal);
    await bot.say(`start tailspin.com ${FACTS}`);
    await bot.at('2026-12-03T08:00:00Z');
    // The channel is set up after the morning: what waits since yesterday is told all the same.
    await bot.say('settings time 08:30', THERE);
    expect(await bot.say('move loaded here', THERE)).toContain('M1 and M2 live here now');
    await bot.at('2026-12-03T08:01:00Z');
    expect(texts(bot, OTHER).filter((text) => text.startsWith('M'))).toHaveLength(2);
    const digest = texts(bot, OTHER).find((text) => text.startsWith('Due today'));
    expect(digest).toMatch(/M1\.1 · contoso\.com/);
    expect(digest).toMatch(/M2\.1 · fabrikam\.com/);
    expect(texts(bot, 'terminal:local')).toEqual([]);
    expect(await bot.say('move loaded here', THERE)).toContain('No open migration was loaded in the terminal.');
  });

  it('opens as a form that moves it here', async () => {
    const bot = await wholeBot();
    await bot.say(`start contoso.com ${FACTS}`);
    const how: Invocation = {
      text: 'move M1',
      actor: { identity: 'chat:T1/maria', name: 'Maria', member: true },
      channel: OTHER,
      once: 'form',
      named: [],
      rows: 20,
      reach: async () => 'ok',
    };
    const reply = await bot.bot.asking.open(how);
    expect(reply.kind === 'form' && reply.form.inputs.map(({ name, value }) => [name, value])).toEqual([
      ['migration', 'M1'],
      ['to', 'here'],
    ]);
    await bot.bot.asking.submit({ ...how, text: 'move', filled: { migration: 'M1', to: 'here' } });
    await bot.bot.delivery.idle();
    expect(texts(bot, OTHER)).toHaveLength(1);
  });
});
