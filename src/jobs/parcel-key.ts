import { createHash } from 'node:crypto';

/** The row's name as the outside may see it: anyone in a workspace can read the metadata of a message. */
export function parcelKey(id: string): string {
  return createHash('sha256').update(id).digest('hex').slice(0, 16);
}
