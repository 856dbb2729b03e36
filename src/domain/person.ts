import { z } from 'zod';

/** `slack:<team>/<user>`, `teams:<tenant>/<Entra object id>` or `terminal:local`. */
export const Identity = z.string().regex(/^[a-z]+:\S+$/);
export type Identity = z.infer<typeof Identity>;

/** One human, however many chats she is in: state and history name the person, so that she counts once. */
export const Person = z.object({
  id: z.string().regex(/^P\d+$/),
  rev: z.int().nonnegative(),
  name: z.string().min(1).max(200),
  identities: z.array(Identity).min(1),
});
export type Person = z.infer<typeof Person>;

export type Role = 'viewer' | 'operator' | 'admin';

const RANK: Record<Role, number> = { viewer: 0, operator: 1, admin: 2 };

export function mayActAs(role: Role | undefined, needed: Role): boolean {
  return role !== undefined && RANK[role] >= RANK[needed];
}
