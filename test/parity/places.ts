import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { onTestFinished } from 'vitest';
import type { Asking, Invocation, Search } from '../../src/commands/invocation.js';
import type { Form } from '../../src/messages/form.js';
import type { Message } from '../../src/messages/message.js';
import { createTerminal } from '../../src/platforms/terminal/index.js';
import { startBot as startSlackBot } from '../platforms/slack/bot.js';
import { startBot as startTeamsBot } from '../platforms/teams/bot.js';
import { asking } from '../support/asking.js';
import type { FakeTeams } from '../support/fake-teams.js';
import { IGOR, MARIA, message, rosterEntry } from '../support/teams-activities.js';

/** What the bot was asked by a platform. */
export interface Asked {
  readonly heard: Invocation[];
  readonly opened: Invocation[];
  readonly submitted: Invocation[];
  readonly searched: Search[];
  readonly greeted: string[];
}

export const FORM: Form = {
  command: 'start',
  title: 'Start a migration',
  submit: 'Save',
  inputs: [
    { name: 'customer', label: 'Customer', required: true, kind: 'lookup', lookup: 'customer' },
    { name: 'person', label: 'Owner', required: false, kind: 'person' },
  ],
};

/** A bot that notes what it is asked; its answer is the test's, and every form is this one. */
function noting(): { readonly asked: Asked; readonly ask: Partial<Asking> } {
  const asked: Asked = { heard: [], opened: [], submitted: [], searched: [], greeted: [] };
  const ask: Partial<Asking> = {
    open: async (invocation) => {
      asked.opened.push(invocation);
      return { kind: 'form', form: FORM };
    },
    submit: async (invocation) => {
      asked.submitted.push(invocation);
      return { kind: 'message', message: { title: 'Done', blocks: [] } };
    },
    suggest: async (search) => {
      asked.searched.push(search);
      return [{ value: 'contoso.com', label: 'contoso.com' }];
    },
    greet: async (address) => void asked.greeted.push(address),
  };
  return { asked, ask };
}

type Answer = Message | Promise<Message>;

/** Ferry in a workspace. */
export async function slackPlace(answer: Answer = { title: 'Hello', blocks: [] }) {
  const { asked, ask } = noting();
  const bot = await startSlackBot({ answer: async () => answer, ask });
  return { ...bot, asked: { ...asked, heard: bot.heard } };
}

/** Ferry in a tenant; Maria has written to it in her personal chat. */
export async function teamsPlace(
  fake: FakeTeams,
  answer: Answer = { title: 'Hello', blocks: [] },
  options: { isPublic?: true } = {},
) {
  for (const person of [MARIA, IGOR]) fake.members.set(person.id, rosterEntry(person));
  const { asked, ask } = noting();
  const config = options.isPublic ? { config: { cloud: undefined } } : {};
  const met = { first: true };
  const said = async () => (met.first ? { title: 'Welcome', blocks: [] } : answer);
  const bot = await startTeamsBot(fake, { answer: said, ask, typingAfterMs: 1, ...config });
  onTestFinished(() => bot.close());
  if (!options.isPublic) await bot.send(message(fake.serviceUrl, 'hello'));
  met.first = false;
  fake.requests.length = 0;
  bot.heard.length = 0;
  return { ...bot, fake, asked: { ...asked, heard: bot.heard } };
}

/** Ferry in a terminal. */
export async function terminalPlace(answer: Answer = { title: 'Hello', blocks: [] }) {
  const { asked, ask } = noting();
  const [input, output] = [Object.assign(new PassThrough(), { isTTY: true }), new PassThrough()];
  let shown = '';
  output.on('data', (chunk: Buffer) => {
    shown += chunk;
  });
  const { platform, talk } = createTerminal({
    input,
    output,
    name: 'Maria',
    session: 'parity',
    ask: asking(async (invocation) => {
      asked.heard.push(invocation);
      return answer;
    }, ask),
    delivered: async () => undefined,
  });
  const ended = talk();
  const leave = async () => {
    input.end();
    await ended;
  };
  onTestFinished(leave);
  return {
    platform,
    asked,
    shown: () => stripVTControlCharacters(shown),
    /** Types, leaves, and answers all that was shown. */
    type: async (keys: string) => {
      input.write(keys);
      await leave();
      return stripVTControlCharacters(shown);
    },
  };
}
