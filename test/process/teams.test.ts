import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeTeams, startFakeTeams } from '../support/fake-teams.js';
import { type Ferry, startFerry, stopProcesses } from '../support/processes.js';
import { keptText } from '../support/store.js';
import {
  BOT,
  CHANNEL,
  dialog,
  execute,
  inChannel,
  MARIA,
  mention,
  message,
  recordedActivities,
  rosterEntry,
} from '../support/teams-activities.js';

const START = 'start contoso.com source=open offer="Office 365 E3" seats=25 ends=2027-01-31 renewal=auto';

let teams: FakeTeams;
let folder: string;

beforeEach(async () => {
  teams = await startFakeTeams();
  teams.members.set(MARIA.id, rosterEntry(MARIA));
  folder = mkdtempSync(join(tmpdir(), 'ferry-teams-'));
});

afterEach(async () => {
  await stopProcesses();
  await teams.close();
  rmSync(folder, { recursive: true });
});

async function start(environment: Record<string, string> = {}): Promise<Ferry> {
  const env = { PORT: '0', HOST: '127.0.0.1', TIME_ZONE: 'Europe/Berlin', ...teams.env(), ...environment };
  return startFerry({ cwd: folder, env });
}

async function send(ferry: Ferry, body: unknown, authorization?: string): Promise<Response> {
  return fetch(`${ferry.url}/api/messages`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: authorization ?? `Bearer ${await teams.token()}`,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

/** The text of everything posted or updated, as JSON. */
function said(route: 'post' | 'aside' | 'put'): string[] {
  return teams.of(route).map(({ body }) => JSON.stringify(body));
}

describe('the whole bot on Teams', () => {
  it('takes a message, posts the card once, and redraws it where it stands', async () => {
    const ferry = await start();
    expect((await send(ferry, message(teams.serviceUrl, `/csp ${START}`))).status).toBeLessThan(300);
    await expect
      .poll(() => said('post'))
      .toEqual([
        expect.stringContaining('M1.1 added: Office 365 E3, 25 seats'),
        expect.stringContaining('"summary":"M1 · contoso.com\\nStage: new'),
      ]);
    await send(ferry, message(teams.serviceUrl, 'accept M1'));
    await expect.poll(() => said('put')).toEqual([expect.stringContaining('Stage: provisioning')]);
  });

  it('understands its mention in a channel, and runs what a button carries', async () => {
    const ferry = await start();
    const text = `<at>${BOT.name}</at>&nbsp;${START.replaceAll('"', '“')}`;
    await send(ferry, message(teams.serviceUrl, text, { ...inChannel(), entities: [mention(BOT)] }));
    await expect.poll(() => [said('aside').length, said('post').length]).toEqual([1, 1]);
    const click = () => ({ ...execute(teams.serviceUrl, { run: 'accept M1', rev: 1 }), ...inChannel() });
    const clicks = await Promise.all([send(ferry, click()), send(ferry, click())]);
    expect(clicks.map((response) => response.status)).toEqual([200, 200]);
    await expect.poll(() => said('aside').filter((body) => body.includes('your click changed nothing')).length).toBe(1);
    await expect.poll(() => said('put').at(-1)).toContain('The customer accepted');
  });

  it('starts a migration by dialog, from the words that only began it to the card in the channel', async () => {
    const ferry = await start();
    await send(ferry, message(teams.serviceUrl, 'start', inChannel()));
    await expect.poll(() => said('aside').join()).toContain('"msteams":{"type":"task/fetch"},"run":"start"');
    const opened = await send(ferry, dialog(teams.serviceUrl, 'task/fetch', { run: 'start' }, inChannel()));
    expect(opened.status).toBe(200);
    const form = await opened.text();
    expect(form).toContain('"id":"field:customer"');
    const filled = { command: 'start', 'field:customer': 'contoso.com', 'field:source': 'open', 'field:seats': '0' };
    const again = await send(ferry, dialog(teams.serviceUrl, 'task/submit', filled, inChannel()));
    const wrong = await again.text();
    expect(wrong).toContain('"value":"contoso.com"');
    expect(wrong).toContain('⚠');
    const right = { ...filled, 'field:seats': '' };
    const done = await send(ferry, dialog(teams.serviceUrl, 'task/submit', right, inChannel()));
    expect(await done.text()).toContain('contoso.com');
    await expect.poll(() => said('post')).toEqual([expect.stringContaining('"summary":"M1 · contoso.com')]);
    expect(teams.of('post')[0]?.conversation).toBe(CHANNEL);
  });

  it('posts from the kept conversation after a new start', async () => {
    const first = await start();
    await send(first, message(teams.serviceUrl, START));
    // Only what is on disk survives: the answer to the post must have been written.
    await expect.poll(() => keptText(join(folder, 'data'))).toContain('"status":"sent"');
    await first.stop('SIGKILL');
    const second = await start();
    await send(second, message(teams.serviceUrl, 'accept M1'));
    await expect.poll(() => said('put').length).toBe(1);
  });

  it('lives on after every malformed body, and tells nothing', async () => {
    const ferry = await start();
    for (const body of ['{}', '[]', '"x"', '{', 'null', '{"type":5}', '[['.repeat(50_000)]) {
      const response = await send(ferry, body);
      expect(response.status, body.slice(0, 20)).toBeGreaterThanOrEqual(400);
      expect(response.status, body.slice(0, 20)).toBeLessThan(500);
      expect(await response.text()).not.toMatch(/Error|at \w|node_modules/);
    }
    expect((await fetch(`${ferry.url}/healthz`)).status).toBe(200);
  });

  it('runs nothing for who cannot prove to be Teams', async () => {
    const ferry = await start();
    const foreign = [
      '',
      'Bearer garbage',
      `Bearer ${await teams.token({ aud: '99999999-9999-4999-8999-999999999999' })}`,
      `Bearer ${await teams.token({ iss: 'https://issuer.example.com' })}`,
      `Bearer ${await teams.token({ exp: Math.floor(Date.now() / 1000) - 600 })}`,
    ];
    for (const authorization of foreign) {
      expect((await send(ferry, message(teams.serviceUrl, START), authorization)).status).toBe(401);
    }
    expect(teams.of('post')).toEqual([]);
  });

  it('says in /healthz that it does not speak to the public cloud', async () => {
    const ferry = await start();
    expect(await (await fetch(`${ferry.url}/healthz`)).json()).toMatchObject({ ok: true, platforms: ['teams'] });
  });
});

it('takes the recorded activities of the local client without authentication, on loopback only', async () => {
  const ferry = await startFerry({ cwd: folder, env: { PORT: '0', HOST: '127.0.0.1', TEAMS_LOCAL: 'true' } });
  for (const activity of recordedActivities()) {
    const local = { ...activity, serviceUrl: teams.serviceUrl };
    expect((await send(ferry, local, '')).status, activity.type).toBeLessThan(300);
  }
  const refused = () => said('post').filter((body) => body.includes('I don’t know the command'));
  await expect.poll(() => refused().length).toBe(2);
  expect(refused().join()).toContain('“ping”');
});
