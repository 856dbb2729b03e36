// What the platforms' own libraries cost without Ferry: a Bolt app whose acknowledgement is always the same JSON, or a teams-ai
// bot that sends the same message back. `node bare.mjs slack <file of the answer>` · `node bare.mjs teams <times it answers>`
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const [platform, what] = process.argv.slice(2);
const port = Number(process.env.PORT);

if (platform === 'slack') {
  const { App } = await import('@slack/bolt');
  const answer = JSON.parse(readFileSync(what, 'utf8'));
  const app = new App({
    token: process.env.SLACK_BOT_TOKEN,
    signingSecret: process.env.SLACK_SIGNING_SECRET,
    clientOptions: { slackApiUrl: process.env.SLACK_API_URL },
    customRoutes: [{ path: '/healthz', method: 'GET', handler: (_request, response) => response.end('ok') }],
    logLevel: 'error',
  });
  app.command('/csp', async ({ ack }) => ack(answer));
  await app.start(port);
} else {
  const require = createRequire(import.meta.url);
  const { Application, TeamsAdapter } = require('@microsoft/teams-ai');
  const { default: express } = await import('express');
  const adapter = new TeamsAdapter({});
  const bot = new Application({ adapter, botAppId: '' });
  bot.activity('message', async (context) => {
    for (let count = 0; count < Number(what); count += 1) await context.sendActivity(context.activity.text);
  });
  const server = express();
  server.get('/healthz', (_request, response) => response.end('ok'));
  server.post('/api/messages', express.json(), (request, response) =>
    adapter.process(request, response, (context) => bot.run(context)).catch(() => response.destroyed || response.end()),
  );
  server.listen(port, '127.0.0.1');
}
process.stdout.write('ready\n');
process.on('SIGTERM', () => process.exit(0));
