import { z } from 'zod';

/** The parts of a person's board. `week`: what needs her in the next seven days. */
export const BoardPart = z.enum(['week', 'mine', 'unowned', 'incidents', 'all']);
export type BoardPart = z.infer<typeof BoardPart>;
