import { broken, type Finding, look, ok, reasonOf } from '../services/health.js';

const TIMEOUT_MS = 10_000;
const CHECK = 'Running Ferry';

/** Asks what listens on PORT how it is. `isLocked`: something keeps the folder. */
export async function examineRunning(
  { host, port }: { readonly host: string; readonly port: number },
  isLocked: boolean,
): Promise<Finding> {
  if (port === 0) return look(CHECK, 'with PORT 0 nobody knows where it listens', 'Give a PORT for real use.');
  let answer: { readonly status: number; readonly health: Record<string, unknown> | undefined };
  try {
    answer = await askHealth(`http://${reachable(host)}:${port}/healthz`);
  } catch (error) {
    const code = reasonOf(error);
    if (code !== 'ECONNREFUSED') {
      return broken(CHECK, `PORT ${port} does not answer as it should (${code})`, 'Look what listens there.', 'world');
    }
    if (!isLocked) return ok(CHECK, `none: nothing listens on PORT ${port}, and nobody keeps the folder`);
    return look(
      CHECK,
      `one keeps the folder, and nothing listens on PORT ${port}`,
      'It may be `ferry chat`, or one that was started with another PORT or HOST.',
    );
  }
  const { status, health } = answer;
  if (!health) {
    return broken(CHECK, `PORT ${port} is taken by another program`, 'Stop that one, or give another PORT.');
  }
  const facts = `last look at what is due: ${wordOf(health.lastSweep)}, clock: ${wordOf(health.clock)}`;
  if (status === 200) return ok(CHECK, `well; ${facts}`);
  return broken(
    CHECK,
    `not well (status ${status}); ${facts}`,
    'Its log says why; `about` in the chat says more.',
    'world',
  );
}

async function askHealth(url: string) {
  const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) });
  const body: unknown = await response.json().catch(() => undefined);
  const isFerry = typeof body === 'object' && body !== null && 'ok' in body && 'lastSweep' in body;
  return { status: response.status, health: isFerry ? (body as Record<string, unknown>) : undefined };
}

/** What listens everywhere listens here too. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

function wordOf(fact: unknown): string {
  if (typeof fact === 'string') return fact.replace(/\p{Cc}/gu, ' ').slice(0, 100);
  return fact === null || fact === undefined ? 'none yet' : 'in doubt';
}
