import type { Message } from '../messages/message.js';
import type { Services } from '../services/index.js';
import type { Context } from './command.js';

const MINUTE_MS = 60_000;
/** So many answers are remembered, of some KB each. */
const MOST = 200;

interface Remembered {
  readonly revision: number;
  readonly message: Message;
}

const answers = new WeakMap<Services, Map<string, Remembered>>();

/**
 * The answer to a question; the last one if the same person asked the same in the same place within this minute and nothing
 * at all has changed since. Only for what is looked at, and hangs on nothing but what is kept and the time.
 */
export async function remembered(
  { services, words, ask, rows, now }: Context,
  question: string,
  answer: () => Promise<Message>,
): Promise<Message> {
  const known = answers.get(services) ?? new Map<string, Remembered>();
  answers.set(services, known);
  const minute = Math.floor(now().epochMilliseconds / MINUTE_MS);
  const { language, zone } = words;
  const key = JSON.stringify([question, ask.speaker.identity, ask.role, ask.from, language, zone, rows, minute]);
  const revision = await services.revision.now();
  const last = known.get(key);
  if (last?.revision === revision) return last.message;
  const message = await answer();
  // What changed meanwhile may be in it or not.
  if ((await services.revision.now()) !== revision) return message;
  if (known.size >= MOST) known.clear();
  known.set(key, { revision, message });
  return message;
}
