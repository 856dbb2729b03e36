import { z } from 'zod';
import { Happening } from './history.js';

/** What a change answered, kept so that the same delivery again gets the same answer. */
export const Answer = z.object({
  migration: z.string(),
  happening: Happening.optional(),
  /** Also entered with the same command: the first subscription of a new migration. */
  also: Happening.optional(),
  /** Why nothing was changed. */
  /** Facts that were given beside it and not taken over, by the words they are typed with. */
  ignored: z.array(z.string()).optional(),
  unchanged: z.enum(['stale', 'already', 'open-already', 'add-offer']).optional(),
});
export type Answer = z.infer<typeof Answer>;
