/** What one look at Ferry's surroundings found, as plain data that the operator's tool prints. It never holds a secret. */
export interface Finding {
  /** What was looked at, in a word or three. */
  readonly check: string;
  readonly state: 'ok' | 'look' | 'broken';
  readonly text: string;
  /** What to do about it. */
  readonly mend?: string;
  /** What is broken if it is not a setting: the world around (a network, a disk, a clock), or what is kept. */
  readonly lies?: 'world' | 'store';
}

/** Clocks that differ by more are put right before Ferry is relied on, in milliseconds. */
const CLOCK_MS = 60_000;

export function ok(check: string, text: string): Finding {
  return { check, state: 'ok', text };
}

/** Nothing stands still because of it, but somebody should know. */
export function look(check: string, text: string, mend: string): Finding {
  return { check, state: 'look', text, mend };
}

export function broken(check: string, text: string, mend: string, lies?: Finding['lies']): Finding {
  return { check, state: 'broken', text, mend, ...(lies ? { lies } : {}) };
}

/** Our clock beside another one, both in milliseconds of the epoch. `theirs` undefined: it does not tell. */
export function compareClocks(check: string, whose: string, theirs: number | undefined, ours: number): Finding {
  if (theirs === undefined) {
    return look(check, `${whose} does not tell what time it is`, 'Compare the time by hand: date -u');
  }
  const seconds = Math.round(Math.abs(ours - theirs) / 1000);
  if (Math.abs(ours - theirs) <= CLOCK_MS) return ok(check, `the same as ${whose}'s, within a minute`);
  const way = ours > theirs ? 'ahead of' : 'behind';
  return broken(
    check,
    `this machine is ${seconds} seconds ${way} ${whose}`,
    'Set the clock, and let it be kept right (NTP); requests with another time are refused.',
    'world',
  );
}

/** Why a request came to nothing, as a code: an error's text may hold an address with a secret in it. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.cause === undefined ? error.name : reasonOf(error.cause);
}
