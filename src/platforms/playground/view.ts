import { dayIn } from '../../domain/calendar.js';
import { Language } from '../../domain/language.js';
import type { PlannedPost } from '../../domain/view.js';
import { sayPlanned } from '../../messages/forecast.js';
import type { Message } from '../../messages/message.js';
import type { Words } from '../../messages/words.js';
import type { Chat } from './chat.js';
import { boardOf } from './entries.js';
import { customersView } from './partner-center.js';
import { MOST_DAYS } from './passage.js';
import { type Passed, sayPassage } from './passed.js';
import { actorOf, PEOPLE, type Surfaces } from './people.js';
import type { ClockView, Inside, PaneName, PersonName, State } from './protocol.js';
import { tourView } from './tour.js';
import type { World } from './world.js';

/** So far ahead the next reminder is looked for; first near by, since looking takes its time. In days. */
const AHEAD_DAYS = [14, 60, MOST_DAYS];

const EXAMPLES = ['/csp help', '/csp start', '/csp due 30', '/csp list', '/csp board', '/csp reminders'];

export interface Seen {
  readonly world: World;
  readonly words: Words;
  readonly chat: Chat;
  readonly surfaces: Surfaces;
  readonly folder: string;
  readonly partnerCountry: string | undefined;
  report(error: unknown, what: string): void;
  readonly passed: Passed | undefined;
  readonly inside: Inside | undefined;
  /** How far a move of the clock has come. */
  readonly moving: string | undefined;
}

/** All that the page shows beside the conversations. */
export async function stateOf(seen: Seen): Promise<State> {
  const { world, words, chat, surfaces, folder, partnerCountry, passed, inside } = seen;
  const { services, clock } = world;
  const [customers, tour, clockView] = await Promise.all([
    customersView(services, words, clock.now(), partnerCountry),
    tourView(services, words, clock.now(), partnerCountry),
    clockOf(seen),
  ]);
  const boards = [...chat.boards].flatMap(([person, board]) => boardsOf(person, board, seen));
  return {
    language: words.language,
    languages: Language.options.map((tag) => ({ tag, name: words.in(tag).languageName(tag) })),
    texts: words.allOf('page.'),
    people: await Promise.all(PEOPLE.map((person) => personView(person, seen))),
    channelIds: { slack: surfaces.slack.channelId, teams: surfaces.teams.channelId },
    clock: clockView,
    boards: Object.fromEntries(boards),
    customers,
    tour,
    examples: EXAMPLES,
    folder,
    ...(passed ? { passage: sayPassage(words, passed, (id) => chat.entry(id)) } : {}),
    ...(inside ? { inside } : {}),
  };
}

/** One that cannot be drawn, such as another version's, is let go: it is drawn anew when it is opened. */
function boardsOf(person: PersonName, board: Message, { chat, surfaces, report }: Seen) {
  try {
    return [[person, boardOf(board, surfaces)] as const];
  } catch (error) {
    report(error, 'a board of the playground could not be drawn');
    chat.removeBoard(person);
    return [];
  }
}

async function personView({ name, called }: (typeof PEOPLE)[number], { world, words, surfaces }: Seen) {
  const role = (await world.services.roles.of(actorOf(name))) ?? 'viewer';
  return { name, called, role: words.say(`role.${role}`), ids: idsOf(surfaces, name) };
}

async function clockOf({ world, words, moving }: Seen): Promise<ClockView> {
  const now = world.clock.now();
  const next = await nextPost(world);
  return {
    now: now.epochMilliseconds,
    shown: words.longMoment(now),
    day: dayIn(words.zone, now),
    ...(next ? { next: sayPlanned(words, next) } : {}),
    ...(moving === undefined ? {} : { moving }),
  };
}

/** What Ferry will post next, if nothing changes. */
export async function nextPost({ services }: World): Promise<PlannedPost | undefined> {
  for (const days of AHEAD_DAYS) {
    const [next] = (await services.forecast.planned(days)).posts;
    if (next) return next;
  }
  return undefined;
}

/** As the platform's client knows her: what stands after the workspace or the tenant. */
function idsOf(surfaces: Surfaces, person: PersonName): Record<PaneName, string> {
  const idOf = (pane: PaneName) => surfaces[pane].identityOf(person).replace(/^[^/]*\//, '');
  return { slack: idOf('slack'), teams: idOf('teams') };
}
