import type { Act } from './protocol.js';

/** Something done outside of Ferry, with the command that tells Ferry, as it is said in a channel. */
export function act(label: string, run: string): Act {
  return { label, says: `/csp ${run}` };
}
