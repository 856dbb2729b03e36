import { describe, expect, it } from 'vitest';
import type { Button } from '../../src/messages/message.js';
import { plainText } from '../../src/messages/plain-text.js';
import { type WholeBot, wholeBot } from '../support/whole-bot.js';

const FACTS = 'source=open offer="Office 365 E3" seats=25 ends=2027-01-31 renewal=ends';

function standing({ platform }: WholeBot, beginning: RegExp): { reference: string; buttons: Button[]; text: string }[] {
  return [...platform.posted].flatMap(([reference, { message }]) => {
    const buttons = message.blocks.flatMap((block) => (block.kind === 'buttons' ? [...block.buttons] : []));
    return beginning.test(message.title) ? [{ reference, buttons, text: plainText(message) }] : [];
  });
}

const cards = (bot: WholeBot) => standing(bot, /^M1 · /);

function click(bot: WholeBot, { run, rev }: Button): Promise<string> {
  return bot.say(run, rev === undefined ? {} : { rev });
}

describe('a button of a card that something after this button was drawn', () => {
  it('does nothing, says so, and has the card drawn again where it stands', async () => {
    const bot = await wholeBot();
    await bot.say(`start contoso.com ${FACTS}`);
    const accept = cards(bot)[0]?.buttons.find(({ run }) => run === 'accept M1');
    await bot.say('note M1 they called');
    const calls = bot.platform.calls.length;
    expect(await click(bot, accept as Button)).toContain('after this button was drawn');
    expect(bot.platform.calls.slice(calls)).toEqual(['update chat:T1/moves']);
    expect(cards(bot)[0]?.text).toContain('Last change: Maria, Fri, 20 Nov 2026: note: they called');
    expect(await bot.say('history M1')).not.toContain('accepted');
  });

  it('brings the card back that somebody has deleted meanwhile', async () => {
    const bot = await wholeBot();
    await bot.say(`start contoso.com ${FACTS}`);
    const [card] = cards(bot);
    await bot.say('note M1 they called');
    bot.platform.posted.delete(card?.reference ?? '');
    bot.platform.outcomes.push({ kind: 'gone', reason: 'message_not_found' });
    await click(bot, card?.buttons.find(({ run }) => run === 'accept M1') as Button);
    expect(cards(bot)).toHaveLength(1);
    expect(cards(bot)[0]?.reference).not.toBe(card?.reference);
  });

  it('does nothing in a former channel either', async () => {
    const bot = await wholeBot();
    await bot.say(`start contoso.com ${FACTS}`);
    const accept = cards(bot)[0]?.buttons.find(({ run }) => run === 'accept M1');
    await bot.say('move M1 here', { channel: 'chat:T1/other' });
    expect(await click(bot, accept as Button)).toContain('after this button was drawn');
    expect(cards(bot)).toHaveLength(2);
    expect(await bot.say('history M1')).not.toContain('accepted');
  });

  it('of a digest, which is what could be typed, does what is still to be done and says so of the rest', async () => {
    const bot = await wholeBot();
    await bot.say(`start contoso.com ${FACTS}`);
    await bot.say('accept M1 agreement=2026-11-20');
    await bot.at('2026-12-02T08:00:00Z');
    const [digest] = standing(bot, /^Due today/);
    const provision = digest?.buttons.find(({ run }) => run === 'provision M1.1');
    await bot.say('provision M1.1');
    expect(await click(bot, provision as Button)).toContain('Nothing was changed: M1 says so already.');
    expect((await bot.say('history M1')).match(/M1\.R1/g)).toHaveLength(1);
    expect(standing(bot, /^Due today/)[0]?.buttons.map(({ run }) => run)).toEqual(['show M1']);
  });
});

describe('show', () => {
  it('leads to the card where it stands, and says in which channel that is if it is another one', async () => {
    const bot = await wholeBot();
    await bot.say(`start contoso.com ${FACTS}`);
    const [card] = cards(bot);
    const link = async (channel?: string) => {
      const { blocks } = await bot.answer('show M1', channel === undefined ? {} : { channel });
      return blocks.at(-1);
    };
    const url = `https://chat.test/${card?.reference}`;
    expect(await link()).toEqual({ kind: 'link', label: 'Open its card in this channel', url });
    expect(await link('chat:T1/other')).toEqual({ kind: 'link', label: 'Its card is in another channel', url });
  });

  it('leads nowhere while the card is not posted', async () => {
    const bot = await wholeBot();
    bot.platform.outcomes.push({ kind: 'stop', reason: 'is_archived' });
    await bot.say(`start contoso.com ${FACTS}`);
    expect((await bot.answer('show M1')).blocks.at(-1)?.kind).toBe('buttons');
  });
});

describe('the forms of a card', () => {
  it('open from its buttons', async () => {
    const bot = await wholeBot();
    await bot.say(`start contoso.com ${FACTS}`);
    await bot.say('accept M1 agreement=2026-11-20');
    const forms = cards(bot)[0]?.buttons.filter(({ form }) => form) ?? [];
    expect(forms.map(({ run }) => run)).toEqual(['provision M1.1', 'snooze M1.1', 'add M1', 'note M1']);
    for (const { run } of forms) {
      const reply = await bot.bot.asking.open({
        text: run,
        actor: { identity: 'chat:T1/maria', name: 'Maria', member: true },
        channel: 'chat:T1/moves',
        once: run,
        named: [],
        rows: 20,
        reach: async () => 'ok',
      });
      if (reply.kind !== 'form') throw new Error(`${run} opens no form`);
      const { command, inputs } = reply.form;
      // It is of what the button names: fixed in it, or filled in.
      expect([command, `${command} ${inputs[0]?.value}`]).toContain(run);
    }
  });
});
