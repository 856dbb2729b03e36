import type { PersonNamed } from '../services/people.js';
import type { Context } from './command.js';

/** The typed person with the mentions among the words, for the services to find out who is meant. */
export function personMeant({ named }: Context, typed: string): PersonNamed {
  return { typed, mentions: named };
}

/** Undefined: nobody. */
export function personOrNobody(context: Context, typed: string): PersonNamed | undefined {
  return typed.toLowerCase() === 'nobody' ? undefined : personMeant(context, typed);
}
