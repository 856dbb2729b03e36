import { readFileSync } from 'node:fs';
import { BOT_ID, TENANT } from './fake-teams.js';

type Json = Record<string, unknown>;

/** Eight activities as Microsoft's local client sent them, ids included: installations, updates, messages in a group and a channel. */
export function recordedActivities(): (Json & { type: string })[] {
  const lines = readFileSync(new URL('teams-activities.jsonl', import.meta.url), 'utf8')
    .trim()
    .split('\n');
  return lines.map((line) => JSON.parse(line));
}

export const BOT = { id: `28:${BOT_ID}`, name: 'Ferry' };
export const MARIA = { id: '29:maria', name: 'Maria Diaz', aadObjectId: '33333333-3333-4333-8333-333333333333' };
export const IGOR = { id: '29:igor', name: 'Igor Petrov', aadObjectId: '44444444-4444-4444-8444-444444444444' };
export const PERSONAL = 'a:personal-chat';
export const CHANNEL = '19:moves@thread.tacv2';
export const TEAM = '19:team@thread.tacv2';

/** What the roster of Teams says of a member. */
export function rosterEntry(person: typeof MARIA, more: Json = {}): Json {
  return {
    id: person.id,
    name: person.name,
    aadObjectId: person.aadObjectId,
    tenantId: TENANT,
    userRole: 'user',
    userPrincipalName: `${person.id.slice(3)}@contoso.com`,
    ...more,
  };
}

let count = 0;

/** A message in a personal chat with the bot; each has its own id. */
export function message(serviceUrl: string, text: string, more: Json = {}): Json {
  count += 1;
  return {
    type: 'message',
    id: `activity-${count}`,
    timestamp: '2026-11-20T18:40:44.190Z',
    channelId: 'msteams',
    serviceUrl,
    from: MARIA,
    recipient: BOT,
    conversation: { id: PERSONAL, conversationType: 'personal', tenantId: TENANT },
    channelData: { tenant: { id: TENANT } },
    textFormat: 'plain',
    locale: 'en-GB',
    text,
    ...more,
  };
}

/** The parts of an activity that was said in a thread of a team's channel. */
export function inChannel(): Json {
  return {
    conversation: {
      id: `${CHANNEL};messageid=1795200056231`,
      conversationType: 'channel',
      isGroup: true,
      tenantId: TENANT,
    },
    channelData: { tenant: { id: TENANT }, team: { id: TEAM }, channel: { id: CHANNEL } },
  };
}

export function mention(person: { id: string; name: string; aadObjectId?: string }): Json {
  return { type: 'mention', text: `<at>${person.name}</at>`, mentioned: person };
}

/** A click on a button with Action.Execute. */
export function execute(serviceUrl: string, data: unknown, verb = 'ferry'): Json {
  const { text: _text, textFormat: _format, ...rest } = message(serviceUrl, '');
  const action = { type: 'Action.Execute', id: '', verb, data };
  return {
    ...rest,
    type: 'invoke',
    name: 'adaptiveCard/action',
    replyToId: 'post-1',
    value: { action, trigger: 'manual' },
  };
}

/** A click on the same button in a client that knows only Action.Submit. */
export function submit(serviceUrl: string, value: unknown): Json {
  const { text: _text, ...rest } = message(serviceUrl, '');
  return { ...rest, replyToId: 'post-1', value };
}

/** A click on a button that opens a dialog, or, `task/submit`, on one within a dialog. */
export function dialog(serviceUrl: string, name: 'task/fetch' | 'task/submit', data: unknown, more: Json = {}): Json {
  const { text: _text, textFormat: _format, ...rest } = message(serviceUrl, '');
  return { ...rest, type: 'invoke', name, value: { data, context: { theme: 'default' } }, ...more };
}

/** Something is being typed into an input of a dialog. */
export function typing(serviceUrl: string, dataset: unknown, queryText: unknown, more: Json = {}): Json {
  const { text: _text, textFormat: _format, ...rest } = message(serviceUrl, '');
  const value = { queryText, queryOptions: { skip: 0, top: 15 }, dataset };
  return { ...rest, type: 'invoke', name: 'application/search', value, ...more };
}

/** The app was added to a conversation, or was taken out of it (`remove`). */
export function installation(serviceUrl: string, action: string, more: Json = {}): Json {
  const { text: _text, textFormat: _format, ...rest } = message(serviceUrl, '');
  return { ...rest, type: 'installationUpdate', action, ...more };
}
