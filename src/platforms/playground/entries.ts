import { Temporal } from 'temporal-polyfill';
import { dayIn } from '../../domain/calendar.js';
import type { Message } from '../../messages/message.js';
import { plainText } from '../../messages/plain-text.js';
import type { Words } from '../../messages/words.js';
import type { Kept } from './chat.js';
import { mentioning, type Surfaces } from './people.js';
import type { Drawing, Entry, PaneName } from './protocol.js';

/** What stands in a conversation, as both platforms draw it, with its day and time in the reader's words. */
export function entryOf(kept: Kept, words: Words, surfaces: Surfaces): Entry {
  const { id, place, of, by, at, only, posted, edited, text = '', message } = kept;
  const moment = Temporal.Instant.fromEpochMilliseconds(at);
  return {
    id,
    place,
    by,
    at,
    day: words.longDay(dayIn(words.zone, moment)),
    time: moment.toZonedDateTimeISO(words.zone).toPlainTime().toString({ smallestUnit: 'minute' }),
    text: message ? plainText(message) : text,
    ...(of === undefined ? {} : { of }),
    ...(only === undefined ? {} : { only }),
    ...(posted === undefined ? {} : { posted }),
    ...(edited === undefined ? {} : { edited }),
    ...(message ? { drawn: drawnOf(message, surfaces) } : {}),
  };
}

/** The JSON that goes to each platform. */
export function drawnOf(message: Message, surfaces: Surfaces): Readonly<Record<PaneName, Drawing>> {
  const { slack, teams } = surfaces;
  return {
    slack: slack.message(mentioning(message, slack)) as Drawing,
    teams: teams.message(mentioning(message, teams)) as Drawing,
  };
}

/** A board, as each platform keeps it. */
export function boardOf(board: Message, { slack, teams }: Surfaces): Readonly<Record<PaneName, Drawing>> {
  return { slack: slack.board(board) as Drawing, teams: teams.board(board) as Drawing };
}
