import type { HealthCheck, HealthFact, HealthFinding, HealthMend, HealthNeeds, HealthValue } from '../domain/health.js';

/** Clocks that differ by more are put right before Ferry is relied on, in milliseconds. */
const CLOCK_MS = 60_000;

/** Exactly the values that the sentences need; nothing where they need none. */
type Values<Name extends string> = [Name] extends [never] ? [] : [values: Readonly<Record<Name, HealthValue>>];

export function ok<F extends HealthFact>(check: HealthCheck, says: F, ...given: Values<HealthNeeds<F>>): HealthFinding {
  return { state: 'ok', check, says, values: { ...given[0] } };
}

/** Nothing stands still because of it, but somebody should know. */
export function look<F extends HealthFact, M extends HealthMend>(
  check: HealthCheck,
  says: F,
  mend: M,
  ...given: Values<HealthNeeds<F, M>>
): HealthFinding {
  return { state: 'look', check, says, mend, values: { ...given[0] } };
}

export function broken<F extends HealthFact, M extends HealthMend>(
  lies: 'settings' | 'world' | 'store',
  check: HealthCheck,
  says: F,
  mend: M,
  ...given: Values<HealthNeeds<F, M>>
): HealthFinding {
  return { state: 'broken', lies, check, says, mend, values: { ...given[0] } };
}

/** Our clock beside another one, both in milliseconds of the epoch. `theirs` undefined: it does not tell. */
export function compareClocks(
  check: HealthCheck,
  whose: 'Slack' | 'Microsoft',
  theirs: number | undefined,
  ours: number,
): HealthFinding {
  if (theirs === undefined) return look(check, 'clock-untold', 'compare-clock', { whose });
  if (Math.abs(ours - theirs) <= CLOCK_MS) return ok(check, 'clock-same', { whose });
  const seconds = Math.round(Math.abs(ours - theirs) / 1000);
  const says = ours > theirs ? 'clock-ahead' : 'clock-behind';
  return broken('world', check, says, 'set-clock', { seconds, whose });
}

/** Why a request came to nothing, as a code: an error's text may hold an address with a secret in it. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.cause === undefined ? error.name : reasonOf(error.cause);
}
