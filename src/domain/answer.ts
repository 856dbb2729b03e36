import { z } from 'zod';
import { Happening } from './history.js';

/** What a change answered, kept so that the same delivery again gets the same answer. */
export const Answer = z.object({
  migration: z.string(),
  happening: Happening.optional(),
  /** Also entered with the same command: the first subscription of a new migration. */
  also: Happening.optional(),
  /** Facts that were given beside it and not taken over, by the words they are typed with. */
  ignored: z.array(z.string()).optional(),
  /** The original that was meant, or that it may be: it is there already. */
  original: z.string().optional(),
  /** Why nothing was changed. */
  unchanged: z.enum(['stale', 'already', 'open-already', 'add-offer']).optional(),
});
export type Answer = z.infer<typeof Answer>;
