import { isDeepStrictEqual } from 'node:util';
import type { Language } from '../domain/language.js';
import type { Transaction } from './ports.js';

/** Somebody's conversation with Ferry in which nobody else is. */
export interface OwnConversation {
  readonly identity: string;
  /** What her platform told of her language when she last spoke there. */
  readonly language?: Language | undefined;
}

/** Notes whose own conversation that is, so that what is posted there unasked is in her language. */
export async function noteOwn(tx: Transaction, address: string, own: OwnConversation): Promise<void> {
  const channel = (await tx.get('channels', address)) ?? { id: address, rev: 0, reference: null };
  // An activity that does not tell her language does not take away what an earlier one told.
  const language = own.language ?? (channel.alone?.identity === own.identity ? channel.alone.language : undefined);
  const alone = { identity: own.identity, ...(language === undefined ? {} : { language }) };
  if (!isDeepStrictEqual(channel.alone, alone)) await tx.put('channels', { ...channel, alone });
}
