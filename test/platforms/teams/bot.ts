import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { pino } from 'pino';
import type { Asking, Invocation } from '../../../src/commands/invocation.js';
import type { TeamsConfig } from '../../../src/config.js';
import type { Message } from '../../../src/messages/message.js';
import type { Platform } from '../../../src/messages/platform.js';
import { wordsIn } from '../../../src/messages/words.js';
import { createTeams } from '../../../src/platforms/teams/index.js';
import { asking } from '../../support/asking.js';
import { BOT_ID, BOT_PASSWORD, type FakeTeams, ISSUER, TENANT } from '../../support/fake-teams.js';
import { problemsOfAnswer } from '../../support/teams-answers.js';

const ENGLISH = wordsIn('en', 'UTC');
/** What Ferry says without an answer, to whom no test gives another language. */
export const WORDS = {
  working: ENGLISH.say('word.working'),
  whoUnknown: ENGLISH.say('word.who-unknown'),
  answered: ENGLISH.say('word.answered'),
  notUnderstood: ENGLISH.say('word.not-understood'),
};

const NOW = Date.UTC(2026, 10, 20, 9, 0);

export interface Bot {
  platform: Platform;
  heard: Invocation[];
  /** References as JSON, as a store on disk would keep them. */
  kept: Map<string, string>;
  writes: string[];
  logged(): string;
  url: string;
  now: number;
  /** Posts a body as it is. */
  raw(body: string, headers?: Record<string, string>): Promise<Response>;
  /** Posts an activity with a good token for its serviceUrl, or with the given one. */
  send(activity: object, token?: string | null): Promise<Response>;
  close(): Promise<void>;
}

export function configFor(fake: FakeTeams, more: Partial<TeamsConfig> = {}): TeamsConfig {
  return {
    botId: BOT_ID,
    botPassword: BOT_PASSWORD,
    botType: 'SingleTenant',
    tenantId: TENANT,
    cloud: {
      openIdMetadataUrl: `${fake.url}/openid`,
      tokenIssuer: ISSUER,
      loginUrl: `${fake.url}/login`,
      serviceHosts: [fake.host],
    },
    local: false,
    ...more,
  };
}

/** Teams as the whole process would mount it, with an answer of the test's choice. */
export async function startBot(
  fake: FakeTeams,
  options: {
    config?: Partial<TeamsConfig>;
    answer?: (invocation: Invocation) => Promise<Message>;
    ask?: Partial<Asking>;
    answerAfterMs?: number;
    typingAfterMs?: number;
    requestTimeoutMs?: number;
    kept?: Map<string, string>;
  } = {},
): Promise<Bot> {
  const heard: Invocation[] = [];
  const writes: string[] = [];
  const kept = options.kept ?? new Map<string, string>();
  const lines: string[] = [];
  const bot = { now: NOW };
  const { platform, routes } = createTeams({
    config: configFor(fake, options.config),
    ask: asking(async (invocation) => {
      heard.push(invocation);
      return options.answer ? options.answer(invocation) : { title: `heard ${invocation.text}`, blocks: [] };
    }, options.ask),
    channels: {
      remember: async (address, reference) => {
        writes.push(address);
        kept.set(address, JSON.stringify(reference));
      },
      recall: async (address) => (kept.has(address) ? JSON.parse(kept.get(address) ?? '') : undefined),
    },
    log: pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) }),
    now: () => bot.now,
    ...(options.answerAfterMs === undefined ? {} : { answerAfterMs: options.answerAfterMs }),
    ...(options.typingAfterMs === undefined ? {} : { typingAfterMs: options.typingAfterMs }),
    ...(options.requestTimeoutMs === undefined ? {} : { requestTimeoutMs: options.requestTimeoutMs }),
  });
  const server = createServer(express().use(routes));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/messages`;
  const raw: Bot['raw'] = (body, headers = {}) =>
    fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });
  return Object.assign(bot, {
    platform,
    heard,
    kept,
    writes,
    logged: () => lines.join(''),
    url,
    raw,
    send: async (activity: object, token?: string | null) => {
      const { serviceUrl, type, name } = activity as { serviceUrl?: string; type?: string; name?: string };
      const bearer = token === undefined ? await fake.token({ serviceurl: serviceUrl }) : token;
      const response = await raw(
        JSON.stringify(activity),
        bearer === null ? {} : { authorization: `Bearer ${bearer}` },
      );
      if (type === 'invoke' && response.ok) {
        const body = await response.clone().text();
        fake.complaints.push(...problemsOfAnswer(name, response.status, body ? JSON.parse(body) : undefined));
      }
      return response;
    },
    close: async () => {
      await platform.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}
