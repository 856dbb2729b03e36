import type { Day } from '../../src/domain/calendar.js';
import type { Message } from '../../src/messages/message.js';
import type { Taken } from './record.js';

/** That one original was spoken of, as somebody who reads the channel sees it. */
export interface Telling {
  readonly kind: 'reminder' | 'line' | 'incident' | 'direct';
  readonly original: string;
  /** The day on which it should have been told, as far as the words say so. */
  readonly dueDay: Day | undefined;
  readonly isLate: boolean;
  /** It says that it may have been told before. */
  readonly isDoubted: boolean;
  readonly taken: Taken;
  /** Of a line: the day that its digest is of. */
  readonly digestDay: Day | undefined;
}

/** What the messages say, read from their words. An update tells only what was not there before. */
export function readTellings(taken: readonly Taken[]): Telling[] {
  const seen = new Set<string>();
  return taken.flatMap((one) =>
    tellingsOf(one).filter(({ original, kind, dueDay }) => {
      const name = `${one.reference} ${kind} ${original} ${dueDay}`;
      const isNew = !seen.has(name);
      seen.add(name);
      return isNew;
    }),
  );
}

function tellingsOf(taken: Taken): Telling[] {
  const { message } = taken;
  const { title } = message;
  const digest = digestDayOf(title);
  if (digest !== undefined) return lines(message).map((text) => lineOf(text, digest, taken, 'line'));
  if (title.startsWith('Ferry cannot post in '))
    return lines(message).map((text) => lineOf(text, undefined, taken, 'direct'));
  const [, incident] = /^INCIDENT[^·]* · (M\d+\.\d+) · /.exec(title) ?? [];
  const [, reminder] = /^(M\d+\.\d+) · /.exec(title) ?? [];
  const original = incident ?? reminder;
  if (original === undefined) return [];
  const late = lateDay(allText(message));
  const kind = incident === undefined ? 'reminder' : 'incident';
  const isDoubted = allText(message).includes('Second notice of ');
  return [{ kind, original, dueDay: late, isLate: late !== undefined, isDoubted, taken, digestDay: undefined }];
}

/** The day that a digest of a channel is of, by its title; undefined: it is another message. */
export function digestDayOf(title: string): Day | undefined {
  const [, day] = /^Due (?:today, |on )(.+? \d{4}):/.exec(title) ?? [];
  return day === undefined ? undefined : dayIn(day);
}

function lines(message: Message): string[] {
  return message.blocks.flatMap((block) => {
    if (block.kind !== 'text' || !/^M\d+\.\d+ · /.test(block.text)) return [];
    return /: quiet until /.test(block.text) ? [] : [block.text];
  });
}

function lineOf(text: string, digestDay: Day | undefined, taken: Taken, kind: 'line' | 'direct'): Telling {
  const late = lateDay(text);
  const isDoubted = text.includes('This may have been told on ');
  const original = text.slice(0, text.indexOf(' '));
  return { kind, original, dueDay: late ?? digestDay, isLate: late !== undefined, isDoubted, taken, digestDay };
}

function lateDay(text: string): Day | undefined {
  const [, day] = /This was due on (.+? \d{4})/.exec(text) ?? [];
  return day === undefined ? undefined : dayIn(day);
}

function allText({ blocks }: Message): string {
  return blocks.map((block) => ('text' in block ? block.text : '')).join('\n');
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Sun, 31 Jan 2027`. */
function dayIn(text: string): Day {
  const [, day = '', month = '', year = ''] = /(\d+) ([A-Z][a-z]{2})\w* (\d{4})/.exec(text) ?? [];
  const number = MONTHS.indexOf(month) + 1;
  return `${year}-${String(number).padStart(2, '0')}-${day.padStart(2, '0')}`;
}
