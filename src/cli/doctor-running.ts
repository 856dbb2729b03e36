import type { HealthFinding } from '../domain/health.js';
import { broken, look, ok, reasonOf } from '../services/health.js';

const TIMEOUT_MS = 10_000;
const CHECK = 'running';

/** Asks what listens on PORT how it is. `isLocked`: something keeps the folder. */
export async function examineRunning(
  { host, port }: { readonly host: string; readonly port: number },
  isLocked: boolean,
): Promise<HealthFinding> {
  if (port === 0) return look(CHECK, 'running-port-0', 'give-port');
  let answer: Answer;
  try {
    answer = await askHealth(`http://${reachable(host)}:${port}/healthz`);
  } catch (error) {
    const reason = reasonOf(error);
    if (reason !== 'ECONNREFUSED') return broken('world', CHECK, 'running-odd', 'look-at-port', { port, reason });
    if (!isLocked) return ok(CHECK, 'running-none', { port });
    return look(CHECK, 'running-elsewhere', 'look-elsewhere', { port });
  }
  const { status, health } = answer;
  if (!health) return broken('settings', CHECK, 'running-other', 'free-port', { port });
  const at = momentIn(health.lastSweep);
  if (status === 200 && at) return ok(CHECK, 'running-well', { at });
  if (typeof health.clock === 'object') return broken('world', CHECK, 'running-doubts-clock', 'see-log', { status });
  if (at) return broken('world', CHECK, 'running-unwell', 'see-log', { at, status });
  return broken('world', CHECK, 'running-never-looked', 'see-log', { status });
}

interface Answer {
  readonly status: number;
  /** Undefined: it is no Ferry that answered. */
  readonly health: Readonly<Record<string, unknown>> | undefined;
}

async function askHealth(url: string): Promise<Answer> {
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

function momentIn(fact: unknown): { readonly moment: string } | undefined {
  const ms = typeof fact === 'string' ? Date.parse(fact) : Number.NaN;
  return Number.isNaN(ms) ? undefined : { moment: new Date(ms).toISOString() };
}
