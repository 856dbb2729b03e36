import { describe, expect, it } from 'vitest';
import { escaped, undoEscapes } from '../../../src/platforms/slack/escapes.js';
import { user } from '../../support/fake-slack.js';
import { command, delivery, directMessage, signedForm, signedJson } from '../../support/slack-requests.js';
import { pending, startBot } from './bot.js';

const around = {
  team: 'T0001',
  bot: 'U0BOT',
  whoIs: async (id: string) => (id === 'U0002' ? { handle: 'jonas', name: 'Jonas Berg' } : undefined),
};

describe('what Slack made of words', () => {
  it.each([
    ['assign M1 <@U0001|maria>', 'assign M1 @maria'],
    ['assign M1 <@U0002>', 'assign M1 @jonas'],
    ['assign M1 <@W0009>', 'assign M1 @W0009'],
    ['move M1 <#C0001|general>', 'move M1 #general'],
    ['move M1 <#C0001>', 'move M1 #C0001'],
    ['move M1 <#C0001|>', 'move M1 #C0001'],
    ['start <http://contoso.com|contoso.com> country=FR', 'start contoso.com country=FR'],
    ['invite M1 link=<https://x.example/z?a=1&amp;b=2>', 'invite M1 link=https://x.example/z?a=1&b=2'],
    ['note M1 <mailto:a@contoso.com|a@contoso.com>', 'note M1 a@contoso.com'],
    ['note M1 <mailto:a@contoso.com>', 'note M1 a@contoso.com'],
    ['note M1 <tel:+33123|+33 123>', 'note M1 +33 123'],
    ['note M1 <!here> <!channel>', 'note M1 @here @channel'],
    ['note M1 <!subteam^S0001|@ops>', 'note M1 @ops'],
    ['note M1 <!subteam^S0001>', 'note M1 @S0001'],
    ['note M1 <!date^1800000000^{date}|15 Jan 2027>', 'note M1 15 Jan 2027'],
    ['start "A &amp; B" seats&lt;5&gt;', 'start "A & B" seats<5>'],
    ['note M1 &amp;lt;b&amp;gt;', 'note M1 &lt;b&gt;'],
    ['start “Contoso France” ends=2027-01-31', 'start “Contoso France” ends=2027-01-31'],
    ['<@U0BOT> due', 'due'],
    ['  <@U0BOT|ferry>: due', 'due'],
    ['<@U0BOT>', ''],
    ['<@U0001|maria> asks', '@maria asks'],
    ['<unclosed', '<unclosed'],
    ['a < b', 'a < b'],
    ['', ''],
  ])('%j was typed as %j', async (raw, typed) => {
    expect((await undoEscapes(raw, around)).text).toBe(typed);
  });

  it('names each person once, as they stand in the text, with their identity', async () => {
    const { named } = await undoEscapes('assign M1 <@U0002> not <@U0001|maria> but <@U0002>', around);
    expect(named).toEqual([
      { as: '@jonas', name: 'Jonas Berg', identities: ['slack:T0001/U0002'] },
      { as: '@maria', name: 'maria', identities: ['slack:T0001/U0001'] },
    ]);
  });

  it('names each channel once, as it stands in the text, with its address', async () => {
    const { text, places } = await undoEscapes(
      'move M1 <#C0001|general> <#C0002|> <#C0001|general> <!channel>',
      around,
    );
    expect(places).toEqual([
      { as: '#general', address: 'slack:T0001/C0001' },
      { as: '#C0002', address: 'slack:T0001/C0002' },
    ]);
    expect(text).toBe('move M1 #general #C0002 #general @channel');
    expect((await undoEscapes('move M1 &lt;#C0001|general&gt; #general', around)).places).toEqual([]);
  });

  it('does not count the bot among the persons', async () => {
    expect((await undoEscapes('<@U0BOT> tell <@U0BOT|ferry>', around)).named).toEqual([]);
  });

  it('asks Slack for all names at once', async () => {
    const asked: string[] = [];
    const answer = pending<undefined>();
    const whoIs = (id: string) => {
      asked.push(id);
      return answer.promise;
    };
    const undone = undoEscapes('note M1 <@U0001> <@U0002> <@U0001> <@U0003|eva>', { ...around, whoIs });
    expect(asked).toEqual(['U0001', 'U0002']);
    answer.resolve(undefined);
    expect((await undone).text).toBe('note M1 @U0001 @U0002 @U0001 @eva');
  });

  it('asks Slack for at most twenty names', async () => {
    let asked = 0;
    const whoIs = async () => {
      asked += 1;
      return undefined;
    };
    const many = Array.from({ length: 60 }, (_, at) => `<@U1${String(at).padStart(3, '0')}>`).join(' ');
    const { named } = await undoEscapes(many, { ...around, whoIs });
    expect([asked, named.length]).toEqual([20, 60]);
  });
});

describe('escapes are undone on every way in', () => {
  const typed = 'note M1 "A & B" contoso.com @jonas';
  const raw = 'note M1 "A &amp; B" <http://contoso.com|contoso.com> <@U0002>';

  it.each([
    ['a slash command', signedForm(command(raw))],
    ['a mention', signedJson(delivery({ text: `<@U0BOT> ${raw}` }))],
    ['a direct message', signedJson(directMessage(raw))],
  ])('%s', async (_, init) => {
    const bot = await startBot();
    bot.slack.users.set('U0002', user('U0002', 'jonas', { profile: { display_name: 'Jonas Berg' } }));
    await bot.send(init);
    expect(bot.heard).toMatchObject([
      { text: typed, named: [{ as: '@jonas', name: 'Jonas Berg', identities: ['slack:T0001/U0002'] }] },
    ]);
  });

  it('with the channels that are named, and whether Ferry can post there', async () => {
    const bot = await startBot();
    bot.slack.channels.set('C0002', { id: 'C0002', is_member: true });
    bot.slack.channels.set('C0003', { id: 'C0003', is_private: true });
    await bot.send(signedForm(command('move M1 <#C0002|ops>')));
    expect(bot.heard).toMatchObject([
      {
        text: 'move M1 #ops',
        places: [
          { as: '#ops', address: 'slack:T0001/C0002' },
          { as: '#migrations', address: 'slack:T0001/C0001' },
        ],
      },
    ]);
    expect(await bot.heard[0]?.reachOf?.('slack:T0001/C0002')).toBe('ok');
    expect(await bot.heard[0]?.reachOf?.('slack:T0001/C0003')).toBe('invite');
  });

  it('though Slack does not say who was named', async () => {
    const bot = await startBot();
    await bot.send(signedForm(command('assign M1 <@U0404>')));
    expect(bot.heard).toMatchObject([{ text: 'assign M1 @U0404', named: [{ identities: ['slack:T0001/U0404'] }] }]);
  });
});

it('escapes the three characters that Slack asks for', () => {
  expect(escaped('<!channel> & <@U1>')).toBe('&lt;!channel&gt; &amp; &lt;@U1&gt;');
});
