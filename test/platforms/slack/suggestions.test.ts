import { describe, expect, it } from 'vitest';
import type { Search } from '../../../src/commands/invocation.js';
import type { Choice } from '../../../src/messages/form.js';
import { problemOfOptions } from '../../support/block-kit.js';
import { FakeSlack, user } from '../../support/fake-slack.js';
import { payloadForm, signedForm, typing } from '../../support/slack-requests.js';
import { type BotOptions, eventually, pending, startBot } from './bot.js';

type Json = Record<string, unknown>;

const found: Choice[] = [{ value: 'M1', label: 'M1 · contoso.com' }];

async function startSearchBot(suggest: (search: Search) => Promise<readonly Choice[]>, options: BotOptions = {}) {
  const searched: Search[] = [];
  const noting = (search: Search) => {
    searched.push(search);
    return suggest(search);
  };
  const bot = await startBot({ ...options, ask: { suggest: noting } });
  const type = async (action: string, value: string, fields: Json = {}): Promise<Json[]> => {
    const { status, text } = await bot.send(signedForm(payloadForm(typing(action, value, fields))));
    expect(status).toBe(200);
    const { options: offered } = JSON.parse(text) as { options: Json[] };
    expect(problemOfOptions(offered)).toBeUndefined();
    return offered;
  };
  return { ...bot, searched, type };
}

describe('what is typed into a field that searches', () => {
  it('is answered with what fits', async () => {
    const bot = await startSearchBot(async () => found);
    const text = { type: 'plain_text', text: 'M1 · contoso.com', emoji: false };
    expect(await bot.type('lookup:migration', 'cont')).toEqual([{ text, value: 'M1' }]);
    expect(bot.searched).toEqual([
      {
        actor: { identity: 'slack:T0001/U0001', name: 'Maria Silva', member: true },
        lookup: 'migration',
        typed: 'cont',
        limit: 100,
        locale: 'en-GB',
      },
    ]);
  });

  it('is answered with what Slack takes, whatever it is called', async () => {
    const hostile = ['<!channel>', '\u202egnp', 'half \ud83d', 'x'.repeat(200), '', 'two\nlines'];
    const many = Array.from({ length: 150 }, (_, at) => ({ value: `M${at}`, label: `${at}` }));
    const odd = hostile.flatMap((label) => [
      { value: label, label },
      { value: `of ${label.length}`, label },
    ]);
    const bot = await startSearchBot(async () => [...odd, ...many]);
    const offered = await bot.type('lookup:customer', '');
    expect(offered).toHaveLength(100);
    expect(JSON.stringify(offered)).not.toMatch(/\u202e|\\ud83d/);
  });

  it.each<[string, string, Json]>([
    ['a field that searches nothing', 'text', {}],
    ['a field that searches something else', 'lookup:password', {}],
    ['a workspace that is not served', 'lookup:customer', { team: { id: 'T0666' } }],
  ])('finds nothing in %s', async (_, action, fields) => {
    const bot = await startSearchBot(async () => found);
    expect(await bot.type(action, 'x', fields)).toEqual([]);
    expect(bot.searched).toEqual([]);
  });

  it('is asked for a guest as for a guest', async () => {
    const bot = await startSearchBot(async () => []);
    bot.slack.users.set('U0001', user('U0001', 'maria', { is_restricted: true }));
    await bot.type('lookup:customer', 'x');
    expect(bot.searched).toMatchObject([{ actor: { member: false } }]);
  });

  it('finds nothing when Slack does not say who types, or the search fails', async () => {
    const bot = await startSearchBot(() => Promise.reject(new Error('fabrikam.com')));
    expect(await bot.type('lookup:customer', 'x')).toEqual([]);
    bot.slack.users.delete('U0001');
    expect(await bot.type('lookup:customer', 'x', { user: { id: 'U0002' } })).toEqual([]);
    expect(bot.log.join()).not.toContain('fabrikam');
  });

  it('finds nothing rather than too late, for many people at once', async () => {
    const bot = await startSearchBot(() => pending<Choice[]>().promise, { ackAfterMs: 50 });
    const all = await Promise.all(Array.from({ length: 40 }, (_, at) => bot.type('lookup:offer', `office ${at}`)));
    expect(all.flat()).toEqual([]);
    expect(bot.searched).toHaveLength(40);
  });

  it('is answered over a socket too', async () => {
    const slack = await FakeSlack.start();
    await startSearchBot(async () => found, { slack, config: { appToken: slack.appToken } });
    const socket = await eventually(() => [...slack.sockets][0]);
    const envelope = socket.deliver('interactive', typing('lookup:migration', 'cont'));
    expect(await eventually(() => socket.ackOf(envelope))).toMatchObject({ options: [{ value: 'M1' }] });
  });
});
