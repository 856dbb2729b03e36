// What a question costs over the whole process, beside the same answer from the platforms' own libraries alone. All servers run
// side by side and are asked in turn, so that a slow or busy machine changes all alike; the steal is said, since it does not.
import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { atOnce, atRate, client, cpuOf, memoryOf, percentile, stolen } from './load.mjs';
import { migration } from './records.mjs';
import { built, inTurn, median, print, ratioOf } from './rounds.mjs';

if (process.platform !== 'linux') {
  console.log('\nConversations are measured on Linux only, which tells what a process costs.');
  process.exit(0);
}

const { openStore } = await built('store/index.js');

const MIGRATIONS = 10_000;
const ORIGINALS = 3;
const PER_SECOND = 200;
const SECONDS = 3;
/** Each takes some ten seconds. */
const ROUNDS = 3;
const TOGETHER = 32;
const SECRET = 'the-signing-secret-of-the-bench';
const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const BARE = fileURLToPath(new URL('bare.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'ferry-bench-'));
const children = [];
/** Interrupted, it leaves no server behind. */
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    for (const child of children) child.kill('SIGKILL');
    process.exit(1);
  });
}

async function fill(data) {
  mkdirSync(data);
  const opened = await openStore(data, { now: () => Date.now(), onDiskFailure: (error) => console.error(error) });
  await opened.store.change(async (tx) => {
    await tx.put('people', { id: 'P1', rev: 0, name: 'Bench', identities: ['slack:T0001/U0001'] });
    for (let number = 1; number <= MIGRATIONS; number += 1) {
      const [day, month] = [1 + (number % 28), 1 + (number % 12)].map((part) => String(part).padStart(2, '0'));
      const one = migration(number, `2028-${month}-${day}`);
      const originals = Array.from({ length: ORIGINALS }, (_, index) => ({
        ...one.originals[0],
        id: `M${number}.${index + 1}`,
      }));
      await tx.put('customers', {
        id: `C${number}`,
        rev: 0,
        name: `customer${number}.com`,
        domain: `customer${number}.com`,
      });
      await tx.put('migrations', { ...one, originals, nextOriginal: ORIGINALS + 1 });
    }
  });
  await opened.close();
}

/** What both sides call: enough of Slack's Web API and of the Bot Connector for questions to be answered. */
async function startPlatform() {
  let posts = 0;
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    request.resume().on('end', () => {
      if (request.method === 'POST' && path.includes('/activities')) posts += 1;
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(answerOf(path)));
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}`, posts: () => posts, close: () => server.close() };
}

function answerOf(path) {
  if (path.includes('/members/')) {
    return { ...PERSON, tenantId: TENANT, userRole: 'user', userPrincipalName: 'bench@contoso.com' };
  }
  if (path.includes('/v3/')) return { id: 'post' };
  if (path.includes('auth.test')) {
    return {
      ok: true,
      team_id: 'T0001',
      team: 'Contoso',
      user_id: 'U0BOT',
      user: 'ferry',
      bot_id: 'B0BOT',
      url: 'https://contoso.slack.com/',
    };
  }
  const user = { id: 'U0001', name: 'bench', real_name: 'Bench', team_id: 'T0001', profile: {}, is_bot: false };
  return { ok: true, user, channel: { id: 'C0001', is_member: true }, messages: [] };
}

async function start(name, args, env) {
  const from = performance.now();
  const port = 20_000 + Math.floor(Math.random() * 30_000);
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: { PATH: process.env.PATH, HOST: '127.0.0.1', PORT: String(port), LOG_LEVEL: 'silent', ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  children.push(child);
  const { send, close } = client(port);
  for (let isUp = false; !isUp; ) {
    if (child.exitCode !== null) throw new Error(`${name} ended with ${child.exitCode}`);
    isUp = await send({ path: '/healthz' }).then(
      () => true,
      () => false,
    );
    if (!isUp) await wait(5);
  }
  const stop = async () => {
    close();
    child.kill('SIGTERM');
    if (child.exitCode === null) await new Promise((resolve) => child.on('exit', resolve));
  };
  return { name, pid: child.pid, send, stop, took: performance.now() - from };
}

const TENANT = '11111111-1111-4111-8111-111111111111';
const PERSON = { id: '29:bench', name: 'Bench', aadObjectId: '33333333-3333-4333-8333-333333333333' };
let asked = 0;

function slackCommand(text) {
  asked += 1;
  const body = new URLSearchParams({
    ...{ team_id: 'T0001', team_domain: 'contoso', channel_id: 'C0001', channel_name: 'moves', user_id: 'U0001' },
    ...{ user_name: 'bench', command: '/csp', text, api_app_id: 'A0001', is_enterprise_install: 'false' },
    ...{ response_url: 'http://127.0.0.1:9/', trigger_id: `1.2.${asked}` },
  }).toString();
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', SECRET).update(`v0:${timestamp}:${body}`).digest('hex');
  return {
    path: '/slack/events',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': Buffer.byteLength(body),
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${signature}`,
    },
    body,
  };
}

function teamsMessage(text, serviceUrl) {
  asked += 1;
  const body = JSON.stringify({
    ...{ type: 'message', id: `activity-${asked}`, timestamp: new Date().toISOString(), channelId: 'msteams' },
    ...{
      serviceUrl,
      from: PERSON,
      recipient: { id: '28:bot', name: 'Ferry' },
      locale: 'en-GB',
      textFormat: 'plain',
      text,
    },
    conversation: { id: 'a:personal', conversationType: 'personal', tenantId: TENANT },
    channelData: { tenant: { id: TENANT } },
  });
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  return { path: '/api/messages', headers, body };
}

/** Asks at a fixed rate, then as fast as it goes. */
async function ask(server, request) {
  const one = async () => {
    const { status, text } = await server.send(request());
    if (status >= 300) throw new Error(`${server.name} answered ${status}: ${text.slice(0, 200)}`);
  };
  const before = cpuOf(server.pid);
  const latencies = await atRate(PER_SECOND, SECONDS, one);
  const cpu = (cpuOf(server.pid) - before) / (PER_SECOND * SECONDS);
  const rate = await atOnce(TOGETHER, SECONDS / 2, one);
  return { cpu, p50: percentile(latencies, 0.5), p99: percentile(latencies, 0.99), rate };
}

async function compare(name, ferry, bare) {
  for (const side of [ferry, bare]) await ask(...side);
  const before = stolen();
  const { ours, theirs } = await inTurn({ ours: () => ask(...ferry), theirs: () => ask(...bare) }, ROUNDS);
  const steal = `${(100 * stolen(before).share).toFixed(1)} % of the CPU was stolen`;
  const values = (of) => [ours.map(of), theirs.map(of)];
  const say = (what, of, unit, wanted) => {
    const [one, other] = values(of);
    const facts = `${median(one).toFixed(2)} and ${median(other).toFixed(2)} ${unit}; ${steal}`;
    print(`${name}: ${what}`, ratioOf(one, other), 'times', { ...wanted, facts });
  };
  say('CPU per request', ({ cpu }) => cpu, 'ms', { most: 1.25 });
  say(`median at ${PER_SECOND} a second`, ({ p50 }) => p50, 'ms', {});
  say(`p99 at ${PER_SECOND} a second`, ({ p99 }) => p99, 'ms', { most: 1.5 });
  say('throughput', ({ rate }) => rate, 'a second', { least: 0.8 });
}

const platform = await startPlatform();
const slackEnv = {
  SLACK_BOT_TOKEN: 'xoxb-of-the-bench',
  SLACK_SIGNING_SECRET: SECRET,
  SLACK_API_URL: `${platform.url}/api/`,
};
const teamsEnv = { TEAMS_LOCAL: 'true' };
const full = join(folder, 'full');
const ferry = (env, data) => [[MAIN], { ...env, DATA_DIR: data }];

async function starting(name, env, bareArgs) {
  let count = 0;
  const memory = { ours: [], theirs: [] };
  const once = async (side, args, more) => {
    const server = await start(name, args, more);
    await wait(1_500);
    memory[side].push(memoryOf(server.pid));
    await server.stop();
    return server.took;
  };
  const measured = await inTurn({
    ours: () => {
      count += 1;
      return once('ours', ...ferry(env, join(folder, `empty ${name} ${count}`)));
    },
    theirs: () => once('theirs', [BARE, ...bareArgs], env),
  });
  const facts = ({ ours, theirs }, unit) => `${median(ours).toFixed(0)} and ${median(theirs).toFixed(0)} ${unit}`;
  print(`${name}: start-up`, ratioOf(measured.ours, measured.theirs), 'times', {
    most: 1.3,
    facts: facts(measured, 'ms'),
  });
  print(`${name}: idle memory, empty`, ratioOf(memory.ours, memory.theirs), 'times', {
    most: 1.3,
    facts: facts(memory, 'KB'),
  });
  return median(memory.ours);
}

console.log(`\nQuestions over ${MIGRATIONS} migrations of ${ORIGINALS}, beside the platforms' own libraries:`);
try {
  const answer = join(folder, 'answer.json');
  writeFileSync(answer, '{}');
  await fill(full);
  const empty = await starting('Slack', slackEnv, ['slack', answer]);
  await starting('Teams', teamsEnv, ['teams', '1']);
  const ours = await start('Ferry on Slack', ...ferry(slackEnv, full));
  // The first look goes through everything; a minute's tick may still be at it.
  await ours.send(slackCommand('list'));
  await wait(3_000);
  const more = (memoryOf(ours.pid) - empty) / MIGRATIONS;
  print('Slack: memory per migration, before the load', more, 'KB', { most: 6 });
  for (const text of ['list', 'show M5000']) {
    const { text: said } = await ours.send(slackCommand(text));
    writeFileSync(answer, said);
    const bare = await start('Bolt', [BARE, 'slack', answer], slackEnv);
    await compare(`/csp ${text}`, [ours, () => slackCommand(text)], [bare, () => slackCommand(text)]);
    await bare.stop();
  }
  await ours.stop();
  const onTeams = await start('Ferry on Teams', ...ferry(teamsEnv, full));
  await onTeams.send(teamsMessage('show M5000', platform.url));
  await wait(1_000);
  const posts = platform.posts();
  await onTeams.send(teamsMessage('show M5000', platform.url));
  await wait(1_000);
  const calls = platform.posts() - posts;
  const echo = await start('teams-ai', [BARE, 'teams', String(calls)], teamsEnv);
  const request = () => teamsMessage('show M5000', platform.url);
  console.log(`Teams: ${calls} outbound calls for a message`);
  await compare('Teams, show M5000', [onTeams, request], [echo, request]);
  await onTeams.stop();
  await echo.stop();
} finally {
  for (const child of children) if (child.exitCode === null) child.kill('SIGKILL');
  platform.close();
  rmSync(folder, { recursive: true, force: true });
}
