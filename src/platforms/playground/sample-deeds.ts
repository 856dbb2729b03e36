import type { Day } from '../../domain/calendar.js';
import type { RouteStep } from '../../domain/migration.js';
import type { Services } from '../../services/index.js';
import type { Start } from '../../services/moves.js';
import type { NewOriginal } from '../../services/originals.js';
import type { Ask } from '../../services/record.js';
import type { PersonName } from './protocol.js';

/** One customer at one point of the way, and what led there. */
export interface Sample extends Pick<Start, 'customer' | 'source' | 'country' | 'language'> {
  readonly owner: PersonName;
  /** So many days ago the Microsoft Customer Agreement was signed. */
  readonly agreed?: number;
  readonly original: (days: Days) => NewOriginal;
  readonly deeds?: readonly Deed[];
}

export interface Days {
  /** So many days before today. */
  ago(days: number): Day;
  /** So many days after the next digest. */
  ahead(days: number): Day;
}

/** What somebody needs who does one thing for a customer. */
export interface Scene extends Days {
  readonly services: Services;
  readonly id: string;
  readonly ask: Ask;
  /** An invitation that was sent on that day is chased in the next digest. */
  readonly nudged: Day;
  /** What she would write, in the language of the channel. */
  say(key: `playground.sample-${'snoozed' | 'abandoned' | 'reason' | 'note'}`): string;
}

/** One thing that is done for a customer. */
export type Deed = (scene: Scene) => Promise<unknown>;

/** Another original. */
export function add(facts: (scene: Scene) => NewOriginal): Deed {
  return (scene) => scene.services.moves.add(scene.ask, scene.id, facts(scene), false);
}

/** A step of the route was done so many days ago. */
export function step(name: RouteStep, days: number): Deed {
  return ({ services, ask, id, ago }) => services.moves.step(ask, id, name, ago(days));
}

/** The invitation went out on that day. */
export function invite(sent: (scene: Scene) => Day): Deed {
  return (scene) => scene.services.moves.invite(scene.ask, scene.id, sent(scene), undefined);
}

/** The customer accepted so many days ago. */
export function accept(days: number): Deed {
  return ({ services, ask, id, ago }) => services.moves.accept(ask, id, ago(days));
}

/** The replacement of one original, named by its number, is ordered. */
export function provision(
  original: string,
  order: (days: Days) => { readonly on: Day; readonly offer?: string },
): Deed {
  return (scene) => {
    const { on, offer } = order(scene);
    // They are of many countries, wherever the partner who looks at them is.
    const wanted = { offer, seats: undefined, on, another: false, despite: ['country'] as const };
    return scene.services.moves.provision(scene.ask, [`${scene.id}${original}`], wanted);
  };
}

/** Asks a second person whether the second original may be cancelled before its time. */
export function cancelEarly({ services, ask, id, ago, say }: Scene, confirm: boolean): Promise<unknown> {
  const reason = say('playground.sample-reason');
  return services.moves.end(ask, `${id}.2`, ending({ how: 'cancelled', on: ago(0), confirm, reason }));
}

type End = Parameters<Services['moves']['end']>[2];

/** How it ended, with nothing else told. */
export function ending(end: Partial<End> & Pick<End, 'how'>): End {
  return {
    on: undefined,
    until: undefined,
    confirm: false,
    unneeded: undefined,
    reason: undefined,
    again: false,
    ...end,
  };
}
