import { dayIn, workingDaysAfter } from '../domain/calendar.js';
import { nextRung } from '../domain/ladder.js';
import { findOriginal, isGivenUp } from '../domain/migration.js';
import { dueIncidents, type Notice } from '../domain/notice.js';
import { chasedInvitation } from '../domain/nudge.js';
import type { Person } from '../domain/person.js';
import { chain, reminderKey } from '../domain/reminder.js';
import { isOpenRequest } from '../domain/request.js';
import { quietUntil } from '../domain/snooze.js';
import { isOpenLine, type MigrationView } from '../domain/view.js';
import { migrationCard } from '../messages/card.js';
import { sayDigest } from '../messages/digest.js';
import type { Message } from '../messages/message.js';
import { formerCard } from '../messages/moved.js';
import { sayIncidentNotice, sayIncidentOpen, sayNudge, sayRequestNotice, sayUnreachable } from '../messages/notice.js';
import { sayReminder } from '../messages/reminder.js';
import { sayWelcome } from '../messages/welcome.js';
import type { Words } from '../messages/words.js';
import type { Services } from '../services/index.js';
import type { OutboxRow } from '../services/ports.js';

/** What to post for a row, drawn from the state of this moment; undefined when it has become pointless. */
export type Draw = (row: OutboxRow) => Promise<Message | undefined>;

/** Notices that follow from what somebody did. */
const ASKED_FOR: ReadonlySet<Notice['about']> = new Set(['request', 'welcome']);

/** Made due by time alone, not by what somebody did. */
export function isTimeBound({ kind, notice }: OutboxRow): boolean {
  return kind === 'reminder' || kind === 'digest' || (notice !== undefined && !ASKED_FOR.has(notice.about));
}

/**
 * `wordsIn`: how Ferry speaks in a channel, or to the person who is written to there. `isTheirs`: whether that is the direct conversation of a full member still; who has
 * left is told nothing of customers. `link`: the https address of a post.
 */
export function createDraw(
  services: Services,
  wordsIn: (channel: string, whose?: Person) => Promise<Words>,
  isTheirs: (person: Person, address: string) => Promise<boolean>,
  link: (destination: string, reference: string) => string | undefined = () => undefined,
): Draw {
  const draw = async (row: OutboxRow, words: Words): Promise<Message | undefined> => {
    if (row.kind === 'digest') return drawDigest(row, services, words);
    if (row.notice?.about === 'unreachable') return drawUnreachable(row.notice, services, words);
    if (row.notice?.about === 'welcome') return drawWelcome(row, services, words);
    const [id = '', originalId = ''] = row.subjects;
    const view = await services.lookup.byId(id);
    if (!view) return undefined;
    if (row.kind === 'card') return drawCard(row, view, services, words, link);
    if (isGivenUp(view.migration)) return undefined;
    // It is told where the migration lives, but for what an attempt had begun to tell here before it went there.
    if (view.migration.channel !== row.destination && !row.stays) return undefined;
    if (row.notice) return drawNotice(row.notice, row, view, services, words);
    return drawReminder(row, originalId, view, services, words);
  };
  return async (row) => {
    const person = row.person === undefined ? undefined : await services.lookup.person(row.person);
    if (row.person !== undefined && !(person && (await isTheirs(person, row.destination)))) return undefined;
    const words = await wordsIn(row.destination, person);
    const drawn = await draw(row, words);
    return drawn && { language: words.language, ...drawn };
  };
}

async function drawCard(
  row: OutboxRow,
  view: MigrationView,
  services: Services,
  words: Words,
  link: (destination: string, reference: string) => string | undefined,
): Promise<Message | undefined> {
  const { channel } = view.migration;
  if (channel === row.destination) return migrationCard(words, await services.lastChange.with(view));
  // One that is not there leads nobody anywhere.
  if (row.reference === undefined) return undefined;
  const reference = (await services.outbox.card(view.migration))?.reference;
  const url = reference === undefined ? undefined : link(channel, reference);
  return formerCard(words, view, await services.channels.nameOf(channel), url);
}

async function drawDigest(row: OutboxRow, services: Services, words: Words): Promise<Message | undefined> {
  const view = row.person === undefined ? await services.digests.of(row) : await services.personal.digest(row);
  // One that stands there already shows that all is done.
  const isOpen = view?.lines.some(isOpenLine);
  if (!view || (row.reference === undefined && !isOpen)) return undefined;
  return sayDigest(
    words,
    view,
    { page: 1, rows: Number.POSITIVE_INFINITY, command: row.person === undefined ? 'digest' : 'digest mine' },
    row.doubted,
  );
}

async function drawUnreachable(
  word: Extract<Notice, { about: 'unreachable' }>,
  services: Services,
  words: Words,
): Promise<Message | undefined> {
  const lines = await services.unreachable.linesFor(word);
  if (lines.length === 0) return undefined;
  const name = (await services.channels.nameOf(word.channel)) ?? word.channel;
  return sayUnreachable(words, name, word.day, lines, word.reason);
}

/** Once: where nobody can look whether it arrived, it is not said again. */
async function drawWelcome(
  { destination, doubted }: OutboxRow,
  services: Services,
  words: Words,
): Promise<Message | undefined> {
  const isNew = doubted === undefined && (await services.welcome.isNewIn(destination));
  return isNew ? sayWelcome(words) : undefined;
}

async function drawReminder(
  row: OutboxRow,
  originalId: string,
  view: MigrationView,
  services: Services,
  words: Words,
): Promise<Message | undefined> {
  const { migration, now } = view;
  const original = findOriginal(migration, originalId);
  if (!original || !row.reminder) return undefined;
  const { dueDay } = row.reminder;
  const settings = await services.speaking.in(migration.channel);
  const today = dayIn(settings.zone, now);
  const rung = nextRung(migration, original, now, today);
  if (rung?.name !== row.reminder.rung || rung.latest !== row.reminder.latest) return undefined;
  if (quietUntil(original, rung, settings, today) !== undefined) return undefined;
  const links = chain(migration, original, rung, settings, now).filter(({ day }) => day <= dueDay);
  const next = workingDaysAfter(today, 1, settings);
  // Nobody is passed over: who was not told, because Ferry was not there, is told first.
  const told = await Promise.all(
    links.map(({ day }) => services.outbox.byId(reminderKey({ original, rung, dueDay: day }, row.destination))),
  );
  const reached = told.filter((one) => one?.status === 'sent' || one?.status === 'unsure').length;
  return sayReminder(words, view, original, rung, dueDay, {
    ...(row.doubted === undefined ? {} : { doubted: row.doubted }),
    links: links.slice(0, reached + 1),
    ...(today < rung.latest && next > rung.latest ? { silentUntil: next } : {}),
    ...(await escalation(services, settings.escalation)),
  });
}

async function escalation(services: Services, id: string | undefined): Promise<{ escalation?: Person }> {
  const person = id === undefined ? undefined : await services.lookup.person(id);
  return person === undefined ? {} : { escalation: person };
}

async function drawNotice(
  notice: Notice,
  { subjects, doubted }: OutboxRow,
  view: MigrationView,
  services: Services,
  words: Words,
): Promise<Message | undefined> {
  const { migration, now } = view;
  const originalId = subjects.at(-1);
  switch (notice.about) {
    case 'unreachable':
    case 'welcome':
      return undefined;
    case 'invitation':
      if (chasedInvitation(migration, now)?.sentOn !== notice.sentOn) return undefined;
      return sayNudge(words, view, notice.days, doubted);
    case 'incident':
    case 'incident-open': {
      const incident = dueIncidents(migration, now).find(
        ({ original, what, since }) => original.id === originalId && what === notice.what && since === notice.since,
      );
      if (!incident || notice.about === 'incident')
        return incident && sayIncidentNotice(words, view, incident, doubted);
      const { escalation: last } = await escalation(
        services,
        (await services.speaking.in(migration.channel)).escalation,
      );
      return sayIncidentOpen(words, view, incident, notice.to, last, doubted);
    }
    case 'request': {
      const line = await services.requests.byId(notice.request);
      const original = findOriginal(migration, originalId ?? '');
      if (!line || !isOpenRequest(line.request, now) || !original || original.ended) return undefined;
      return sayRequestNotice(words, view, line, await services.roles.deciders(line.request.by), doubted);
    }
  }
}
