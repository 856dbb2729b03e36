import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Message } from '../src/messages/message.js';
import type { Parcel } from '../src/messages/platform.js';
import { FORM, slackPlace, teamsPlace, terminalPlace } from './parity/places.js';
import { eventually } from './platforms/slack/bot.js';
import { type FakeTeams, startFakeTeams, TENANT } from './support/fake-teams.js';
import {
  clickForm,
  command,
  delivery,
  memberJoined,
  messageShortcut,
  payloadForm,
  shortcut,
  signedForm,
  signedJson,
  typing as slackTyping,
} from './support/slack-requests.js';
import {
  BOT,
  dialog,
  execute,
  inChannel,
  installation,
  MARIA,
  mention,
  message,
  PERSONAL,
  typing as teamsTyping,
} from './support/teams-activities.js';

// What the README promises of each platform is tried on each, and must come true exactly where it says yes.

const PLATFORMS = ['Slack', 'Teams', 'terminal'] as const;
/** Tries a thing on a platform, and answers whether it is there. */
type Trials = Readonly<Record<(typeof PLATFORMS)[number], () => Promise<boolean>>>;

const IN_SLACK = 'slack:T0001/C0001';
const IN_TEAMS = `teams:${TENANT}/${PERSONAL}`;
const MARIA_IN_TEAMS = `teams:${TENANT}/${MARIA.aadObjectId}`;

const asks: Message = { title: 'Lacks something', blocks: [], opens: { label: 'Fill in', run: 'start' } };
const twins: Message = {
  title: 'Two',
  blocks: [
    {
      kind: 'buttons',
      buttons: [
        { label: 'Show', run: 'show M1', rev: 3 },
        { label: 'Show', run: 'show M2', rev: 3 },
      ],
    },
  ],
};
const csv: Message = { title: 'The list', blocks: [{ kind: 'code', text: 'id,customer\nM1,contoso.com' }] };
const parcel = (destination: string, title: string): Parcel => ({
  destination,
  key: 'k1',
  message: { title, blocks: [{ kind: 'text', text: `${title} in words` }] },
});

let fake: FakeTeams;
beforeAll(async () => {
  fake = await startFakeTeams();
});
afterAll(() => fake.close());

const slash = (text: string, fields: Record<string, string> = {}) => signedForm(command(text, fields));
const posted = () => JSON.stringify([...fake.of('post'), ...fake.of('aside')].map(({ body }) => body));

/** By the first cell of their row, in the order of the table. */
const TRIALS: Readonly<Record<string, Trials>> = {
  'commands typed': {
    Slack: async () => {
      const { send, asked } = await slackPlace();
      return (await send(slash('list'))).text.includes('Hello') && asked.heard[0]?.text === 'list';
    },
    Teams: async () => {
      const { send, asked } = await teamsPlace(fake);
      await send(message(fake.serviceUrl, 'list'));
      return asked.heard[0]?.text === 'list' && posted().includes('Hello');
    },
    terminal: async () => {
      const { type, asked } = await terminalPlace();
      return (await type('list\r')).includes('Hello') && asked.heard[0]?.text === 'list';
    },
  },
  '`@Ferry` in front': {
    Slack: async () => {
      const { send, asked } = await slackPlace();
      await send(signedJson(delivery({ text: '<@U0BOT> list' })));
      return (await eventually(() => asked.heard[0])).text.trim() === 'list';
    },
    Teams: async () => {
      const { send, asked } = await teamsPlace(fake);
      const text = `<at>${BOT.name}</at> list`;
      await send(message(fake.serviceUrl, text, { ...inChannel(), entities: [mention(BOT)] }));
      return asked.heard[0]?.text.trim() === 'list';
    },
    terminal: async () => {
      const { type, asked } = await terminalPlace();
      await type('@Ferry list\r');
      return asked.heard[0]?.text.trim() === 'list';
    },
  },
  'forms for what is left out': {
    Slack: async () => {
      const { send, slack } = await slackPlace(asks);
      await send(slash('start', { trigger_id: slack.trigger() }));
      return JSON.stringify([...slack.views.values()]).includes(FORM.title);
    },
    Teams: async () => {
      const { send } = await teamsPlace(fake);
      const response = await send(dialog(fake.serviceUrl, 'task/fetch', { run: 'start' }));
      return (await response.text()).includes(FORM.title);
    },
    terminal: async () => {
      const { type, asked } = await terminalPlace(asks);
      await type('start\rcontoso.com\r\r');
      return asked.submitted[0]?.filled?.customer === 'contoso.com';
    },
  },
  'suggestions while typing': {
    Slack: async () => {
      const { send } = await slackPlace();
      const { text } = await send(signedForm(payloadForm(slackTyping('lookup:customer', 'cont'))));
      return text.includes('contoso.com');
    },
    Teams: async () => {
      const { send } = await teamsPlace(fake);
      return (await (await send(teamsTyping(fake.serviceUrl, 'customer', 'cont'))).text()).includes('contoso.com');
    },
    terminal: async () => {
      const { type, asked } = await terminalPlace(asks);
      return (await type('start\rcont\t')).includes('contoso.com') || asked.searched.length > 0;
    },
  },
  'people picked from a list': {
    Slack: async () => {
      const { send, slack } = await slackPlace(asks);
      await send(slash('start', { trigger_id: slack.trigger() }));
      return JSON.stringify([...slack.views.values()]).includes('users_select');
    },
    Teams: async () => {
      const { send } = await teamsPlace(fake);
      const response = await send(dialog(fake.serviceUrl, 'task/fetch', { run: 'start' }));
      return (await response.text()).includes('graph.microsoft.com/users');
    },
    terminal: async () => {
      const { type } = await terminalPlace(asks);
      return (await type('start\rcontoso.com\r')).includes('Igor');
    },
  },
  'cards and reminders posted': {
    Slack: async () => {
      const { platform, slack } = await slackPlace();
      const { kind } = await platform.deliver(parcel(IN_SLACK, 'M12'));
      return kind === 'sent' && JSON.stringify(slack.messages).includes('M12');
    },
    Teams: async () => {
      const { platform } = await teamsPlace(fake);
      return (await platform.deliver(parcel(IN_TEAMS, 'M12'))).kind === 'sent' && posted().includes('M12');
    },
    terminal: async () => {
      const { platform, shown } = await terminalPlace();
      return (await platform.deliver(parcel('terminal:local', 'M12'))).kind === 'sent' && shown().includes('M12');
    },
  },
  'cards kept up to date': {
    Slack: async () => {
      const { platform, slack } = await slackPlace();
      const before = await platform.deliver(parcel(IN_SLACK, 'Before'));
      if (before.kind === 'sent') await platform.update(before.reference, parcel(IN_SLACK, 'After'));
      return slack.messages.length === 1 && JSON.stringify(slack.messages).includes('After');
    },
    Teams: async () => {
      const { platform } = await teamsPlace(fake);
      const before = await platform.deliver(parcel(IN_TEAMS, 'Before'));
      if (before.kind === 'sent') await platform.update(before.reference, parcel(IN_TEAMS, 'After'));
      return JSON.stringify(fake.of('put')).includes('After');
    },
    terminal: async () => {
      const { platform, shown } = await terminalPlace();
      await platform.update('terminal:local', parcel('terminal:local', 'After'));
      return shown().includes('After');
    },
  },
  buttons: {
    Slack: async () => {
      const { send, asked } = await slackPlace();
      await send(signedForm(clickForm(JSON.stringify({ run: 'accept M1' }))));
      return (await eventually(() => asked.heard[0])).text === 'accept M1';
    },
    Teams: async () => {
      const { send, asked } = await teamsPlace(fake);
      await send(execute(fake.serviceUrl, { run: 'accept M1' }));
      return asked.heard[0]?.text === 'accept M1';
    },
    terminal: async () => {
      const { type, asked } = await terminalPlace(twins);
      await type('list\rShow\r');
      return asked.heard.some(({ text }) => text === 'show M1');
    },
  },
  'old buttons change nothing': {
    Slack: async () => {
      const { send, asked } = await slackPlace();
      await send(signedForm(clickForm(JSON.stringify({ run: 'accept M1', rev: 3 }))));
      return (await eventually(() => asked.heard[0])).rev === 3;
    },
    Teams: async () => {
      const { send, asked } = await teamsPlace(fake);
      await send(execute(fake.serviceUrl, { run: 'accept M1', rev: 3 }));
      return asked.heard[0]?.rev === 3;
    },
    terminal: async () => {
      const { type, asked } = await terminalPlace(twins);
      await type('list\raccept M1\r');
      return asked.heard.some(({ rev }) => rev !== undefined);
    },
  },
  'buttons alike told apart aloud': {
    Slack: async () => {
      const { send } = await slackPlace(twins);
      return (await send(slash('list'))).text.includes('"accessibility_label":"Show: show M2"');
    },
    Teams: async () => {
      const { send } = await teamsPlace(fake, twins);
      await send(message(fake.serviceUrl, 'list'));
      return /"tooltip":"[^"]*show M2/.test(posted());
    },
    terminal: async () => {
      const { type } = await terminalPlace(twins);
      return (await type('list\r')).includes('Show: show M2');
    },
  },
  'a text form of each card': {
    Slack: async () => {
      const { platform, slack } = await slackPlace();
      await platform.deliver(parcel(IN_SLACK, 'M12'));
      return slack.messages[0]?.text === 'M12\nM12 in words';
    },
    Teams: async () => {
      const { platform } = await teamsPlace(fake);
      await platform.deliver(parcel(IN_TEAMS, 'M12'));
      return fake.of('post')[0]?.body.summary === 'M12\nM12 in words';
    },
    terminal: async () => {
      const { platform, shown } = await terminalPlace();
      await platform.deliver(parcel('terminal:local', 'M12'));
      return shown().includes('M12\nM12 in words');
    },
  },
  'links to cards': {
    Slack: async () => {
      const { platform } = await slackPlace();
      const card = await platform.deliver(parcel(IN_SLACK, 'M12'));
      return card.kind === 'sent' && platform.link(card.reference)?.startsWith('https://') === true;
    },
    Teams: async () => {
      const { platform } = await teamsPlace(fake, undefined, { isPublic: true });
      const reference = '19:moves@thread.tacv2 1795200056231';
      return platform.link(reference)?.startsWith('https://') === true;
    },
    terminal: async () => (await terminalPlace()).platform.link('terminal:local') !== undefined,
  },
  'a board of your own': {
    Slack: async () => {
      const { platform } = await slackPlace();
      return (await platform.board('slack:T0001/U0001', csv, undefined)).kind === 'sent';
    },
    Teams: async () => {
      const { platform } = await teamsPlace(fake);
      return (await platform.board(MARIA_IN_TEAMS, csv, undefined)).kind === 'sent';
    },
    terminal: async () => {
      const { platform } = await terminalPlace();
      return (await platform.board('terminal:local', csv, undefined)).kind === 'sent';
    },
  },
  'answers for you alone': {
    Slack: async () => {
      const { send, asked } = await slackPlace();
      return (await send(slash('list'))).text.includes('ephemeral') && asked.heard[0]?.aside === true;
    },
    Teams: async () => {
      const { send, asked } = await teamsPlace(fake);
      await send(message(fake.serviceUrl, 'list', inChannel()));
      return fake.of('aside').length === 1 && asked.heard[0]?.aside === true;
    },
    terminal: async () => {
      const { type, asked } = await terminalPlace();
      await type('list\r');
      return asked.heard[0]?.aside === true;
    },
  },
  'answers shared with all': {
    Slack: async () => {
      const { send } = await slackPlace({ title: 'Hello', blocks: [], everyone: true });
      return (await send(slash('share list'))).text.includes('in_channel');
    },
    Teams: async () => {
      const { send } = await teamsPlace(fake, { title: 'Hello', blocks: [], everyone: true });
      await send(message(fake.serviceUrl, 'share list', inChannel()));
      return fake.of('post').length === 1;
    },
    terminal: async () => {
      const shared = await (await terminalPlace({ title: 'Hello', blocks: [], everyone: true })).type('list\r');
      return shared !== (await (await terminalPlace({ title: 'Hello', blocks: [] })).type('list\r'));
    },
  },
  'a welcome': {
    Slack: async () => {
      const { send, asked } = await slackPlace();
      await send(signedJson(memberJoined()));
      return (await eventually(() => asked.greeted[0])) === IN_SLACK;
    },
    Teams: async () => {
      const { send, asked } = await teamsPlace(fake);
      await send(installation(fake.serviceUrl, 'add'));
      return asked.greeted[0] === IN_TEAMS;
    },
    terminal: async () => (await (await terminalPlace()).type('')).includes('Ferry in the terminal'),
  },
  'a shortcut to start a migration': {
    Slack: async () => {
      const { send, slack, asked } = await slackPlace();
      await send(signedForm(payloadForm(shortcut('start', { trigger_id: slack.trigger() }))));
      return (await eventually(() => asked.opened[0])).text === 'start';
    },
    Teams: () => extendsMessages({ commandId: 'start', commandContext: 'compose' }),
    terminal: async () => {
      const { type, asked } = await terminalPlace();
      // F2, as terminals send it.
      await type('\x1bOQ');
      return asked.opened.length > 0;
    },
  },
  'a note made of a message': {
    Slack: async () => {
      const { send, slack, asked } = await slackPlace();
      const fields = { trigger_id: slack.trigger() };
      await send(signedForm(payloadForm(messageShortcut('note', 'They like it', fields))));
      return (await eventually(() => asked.opened[0])).filled?.text === 'They like it';
    },
    Teams: () => extendsMessages({ commandId: 'note', commandContext: 'message' }),
    terminal: async () => {
      const { platform, type, asked } = await terminalPlace();
      await platform.deliver(parcel('terminal:local', 'They like it'));
      await type('note\r');
      return asked.opened.some(({ filled }) => filled?.text === 'They like it');
    },
  },
  'direct messages': {
    Slack: async () => (await (await slackPlace()).platform.direct('slack:T0001/U0001')).kind === 'found',
    Teams: async () => (await (await teamsPlace(fake)).platform.direct(MARIA_IN_TEAMS)).kind === 'found',
    terminal: async () => (await (await terminalPlace()).platform.direct('terminal:local')).kind === 'found',
  },
  'CSV to copy': {
    Slack: async () => (await (await slackPlace(csv)).send(slash('export'))).text.includes('M1,contoso.com'),
    Teams: async () => {
      const { send } = await teamsPlace(fake, csv);
      await send(message(fake.serviceUrl, 'export'));
      return posted().includes('M1,contoso.com');
    },
    terminal: async () => (await (await terminalPlace(csv)).type('export\r')).includes('M1,contoso.com'),
  },
  '“is typing”': {
    Slack: async () => {
      const { send, slack } = await slackPlace();
      await send(slash('list'));
      return slack.calls.some(({ method }) => /typing|setStatus/i.test(method));
    },
    Teams: async () => {
      let finish = (_message: Message): void => undefined;
      const answer = new Promise<Message>((resolve) => {
        finish = resolve;
      });
      const { send } = await teamsPlace(fake, answer);
      const sent = send(message(fake.serviceUrl, 'list'));
      await expect.poll(() => fake.of('typing').length).toBe(1);
      finish({ title: 'At last', blocks: [] });
      await sent;
      return true;
    },
    terminal: async () => (await (await terminalPlace()).type('list\r')).includes('typing'),
  },
  'a lost post looked for': {
    Slack: async () => {
      const { platform } = await slackPlace();
      const lost = parcel(IN_SLACK, 'M12');
      await platform.deliver(lost);
      return (await platform.find(lost, Date.now() - 60_000)).kind === 'found';
    },
    Teams: async () => {
      const { platform } = await teamsPlace(fake);
      return (await platform.find(parcel(IN_TEAMS, 'M12'), 0)).kind !== 'never';
    },
    terminal: async () => {
      const { platform } = await terminalPlace();
      const lost = parcel('terminal:local', 'M12');
      await platform.deliver(lost);
      return (await platform.find(lost, 0)).kind === 'found';
    },
  },
  'the time, for a clock in doubt': {
    Slack: async () => (await (await slackPlace()).platform.time()) !== undefined,
    Teams: async () => (await (await teamsPlace(fake)).platform.time()) !== undefined,
    terminal: async () => (await (await terminalPlace()).platform.time()) !== undefined,
  },
};

/** Whether Ferry in Teams opens a form for a command of a message extension. */
async function extendsMessages(value: Record<string, string>): Promise<boolean> {
  const { send, asked } = await teamsPlace(fake);
  const { value: _, ...invoke } = dialog(fake.serviceUrl, 'task/fetch', {});
  await send({ ...invoke, name: 'composeExtension/fetchTask', value });
  return asked.opened.length > 0;
}

/** The README's table, by the thing that it is about. */
function promised(): Map<string, readonly string[]> {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const [, table = ''] = /\n\| \| Slack \| Teams \| terminal \|\n\|[-|]+\|\n((?:\|.*\n)+)/.exec(readme) ?? [];
  const rows = table.trimEnd().split('\n');
  return new Map(
    rows.map((row) => {
      const [, name = '', ...cells] = row.split('|').map((cell) => cell.trim());
      return [name, cells.slice(0, PLATFORMS.length)] as const;
    }),
  );
}

const promises = promised();

it('is tried for every row of the table in the README, and tries nothing else', () => {
  expect([...promises.keys()]).toEqual(Object.keys(TRIALS));
  for (const cell of [...promises.values()].flat()) expect(cell).toMatch(/^(yes|no)\b/);
});

describe.each(Object.entries(TRIALS))('%s', (name, trials) => {
  it.each(PLATFORMS)('is on %s as the README says', async (platform) => {
    const cell = promises.get(name)?.[PLATFORMS.indexOf(platform)] ?? '';
    expect(await trials[platform]()).toBe(cell.startsWith('yes'));
  });
});
