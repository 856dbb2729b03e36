import type { Transaction } from './ports.js';

const COUNTERS = 'counters';

/** The next id of a kind, `M12`: counted, so that an id is never used twice, even for something that was removed. */
export async function nextId(tx: Transaction, letter: 'A' | 'C' | 'M' | 'P'): Promise<string> {
  const setting = (await tx.get('settings', COUNTERS)) ?? { id: COUNTERS, rev: 0, value: {} };
  const counts = new Map(Object.entries(setting.value as Record<string, number>));
  const next = (counts.get(letter) ?? 0) + 1;
  counts.set(letter, next);
  await tx.put('settings', { ...setting, value: Object.fromEntries(counts) });
  return `${letter}${next}`;
}
