import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { Day, type Moment } from '../domain/calendar.js';
import { Language, languageNamed } from '../domain/language.js';
import { Check, type RefusalCode, UserError } from '../domain/refusal.js';
import type { Until } from '../domain/snooze.js';
import type { MessageKey } from '../messages/words.js';
import { type DateReader, daysMeant } from './read-day.js';
import { suggest } from './suggest.js';
import { yesOrNo } from './yes-or-no.js';

/** What a command takes, declared once: parsing, usage, help and forms are derived from it. */
export interface Field {
  readonly name: string;
  readonly kind: FieldKind;
  /** May be given without its name, in the order of declaration. */
  readonly positional?: true;
  readonly required?: true;
  /** `unknown` takes the fact away again, for a language also `default`. */
  readonly clearable?: true;
  /** For `one-of`: what can be typed, and for words that mean another value, which. */
  readonly options?: readonly string[];
  /** For a last positional text: it is the rest of the line, quotes and equals signs included. */
  readonly free?: true;
  /** For `count`: 0 is one too. */
  readonly zero?: true;
  /** For `count`: no more than so many. */
  readonly most?: number;
  /** For `text`, in UTF-16 units as the records count them; 200 when not given. */
  readonly limit?: number;
}

/** A field that the catalogue has a label for: a command with one that has none does not compile. */
export type LabelledField = Field & {
  readonly name: MessageKey extends infer Key ? (Key extends `label.${infer Name}` ? Name : never) : never;
};

export type FieldKind =
  | 'text'
  | 'customer'
  | 'offer'
  | 'day'
  | 'moment'
  | 'until'
  | 'count'
  | 'money'
  | 'one-of'
  | 'yes'
  | 'url'
  | 'country'
  | 'currency'
  | 'migration'
  | 'original'
  | 'originals'
  | 'subject'
  | 'request'
  | 'checks'
  | 'person'
  | 'place'
  | 'language';

interface KindValue {
  text: string;
  customer: string;
  offer: string;
  day: Day;
  moment: Moment;
  until: Until | 'off';
  count: number;
  money: number;
  yes: boolean;
  url: string;
  country: string;
  currency: string;
  migration: string;
  original: string;
  originals: string[];
  subject: string;
  request: string;
  checks: Check[];
  /** As typed: only the services know who is meant. */
  person: string;
  /** As typed: the platform has told which channels are meant. */
  place: string;
  language: Language;
}

type ValueOf<F extends Field> =
  | (F extends { kind: 'one-of'; options: readonly (infer O)[] }
      ? O
      : F['kind'] extends keyof KindValue
        ? KindValue[F['kind']]
        : never)
  | (F extends { clearable: true } ? null : never);

/** The checked values of a command's fields. */
export type Values<Fields extends readonly Field[]> = {
  readonly [F in Fields[number] as F['name']]: F extends { required: true } ? ValueOf<F> : ValueOf<F> | undefined;
};

const TEXT_LIMIT = 200;

/** What people wrote stays as it is; wide letters and digits of East Asian keyboards mean the plain ones in all else. */
const AS_WRITTEN: ReadonlySet<FieldKind> = new Set(['text', 'customer', 'offer', 'person', 'place', 'url']);

/** Reads one typed value, dates as `reader` writes them; throws a UserError that names the field and shows how to write it. */
export function readValue(field: Field, typed: string, reader: DateReader): unknown {
  const value = AS_WRITTEN.has(field.kind) ? typed.trim() : typed.trim().normalize('NFKC');
  if (field.clearable && isClearing(field, value.toLowerCase())) return null;
  switch (field.kind) {
    case 'text':
    case 'customer':
    case 'offer':
    case 'migration':
    case 'person':
    case 'place':
      return readText(field, value);
    case 'one-of':
      return readOption(field, value, field.options ?? []);
    case 'yes':
      return readYes(field, value);
    case 'checks':
      return [...new Set(value.split(/[+,]/).map((name) => readOption(field, name.trim(), Check.options)))];
    case 'language':
      return readLanguage(value);
    case 'day': {
      const day = readDay(field.name, value, reader);
      if (day !== undefined) return day;
      throw new UserError('field-day', { field: field.name, value: shorten(value) });
    }
    case 'until': {
      const until = readUntil(field.name, value, reader);
      if (until !== undefined) return until;
      throw new UserError('field-until', { field: field.name, value: shorten(value) });
    }
    case 'count':
      return readCount(field, value);
    default:
      return readBySchema(field, value, SCHEMAS[field.kind]);
  }
}

/** Whether it takes the fact away again; only of a language is there one that holds then, so that `default` means it. */
function isClearing({ kind }: Field, value: string): boolean {
  return value === '' || value === 'unknown' || (kind === 'language' && value === 'default');
}

const original = /^m\d{1,9}(\.\d{1,9})?$/i;
const anything = /^m\d{1,9}(\.r?\d{1,9})?$/i;

const MOST = 1_000_000;

/** A day and a time with their zone, so that it means one instant: `2027-01-24T10:12Z`, `2027-01-24T11:12+01:00`. */
const Instant = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dt\d\d:\d\d(:\d\d(\.\d{1,9})?)?(z|[+-]\d\d:\d\d)$/i)
  .transform((text, context) => {
    try {
      return Temporal.Instant.from(text).toString({ smallestUnit: 'second' });
    } catch {
      context.addIssue('no instant');
      return '';
    }
  })
  .refine((moment) => Day.safeParse(moment.slice(0, 10)).success);

const NEXT: ReadonlySet<string> = new Set(['next', 'tomorrow']);

/** `2027-01-20`, `next`, `7-before`, `off`. */
function readUntil(field: string, value: string, reader: DateReader): Until | 'off' | undefined {
  const typed = value.toLowerCase();
  if (typed === 'off') return 'off';
  if (NEXT.has(typed)) return { next: true };
  const [, days] = /^(\d{1,3})-before$/.exec(typed) ?? [];
  if (days !== undefined) return { before: Number(days) };
  const day = readDay(field, value, reader);
  return day === undefined ? undefined : { day };
}

/** The day as `reader` writes it, undefined: it is none; throws a UserError where it can be two. */
export function readDay(field: string, value: string, reader: DateReader): Day | undefined {
  const [first, second] = daysMeant(value, reader);
  if (first === undefined || second === undefined) return first;
  throw new UserError('day-ambiguous', {
    field,
    value: shorten(value),
    first: { day: first },
    second: { day: second },
    typedFirst: first,
    typedSecond: second,
  });
}

const SCHEMAS = {
  moment: { schema: Instant, refusal: 'field-moment' },
  count: {
    schema: z
      .string()
      .regex(/^\d{1,7}$/)
      .transform(Number)
      .pipe(z.int().min(1).max(MOST)),
    refusal: 'field-count',
  },
  money: {
    schema: z
      .string()
      // Not with three decimals: 1,000 is a thousand to one reader and one to another.
      .regex(/^\d{1,7}([.,](\d{1,2}|\d{4}))?$/)
      .transform((text) => Number(text.replace(',', '.')))
      .pipe(z.number().max(1_000_000)),
    refusal: 'field-money',
  },
  url: { schema: z.url({ protocol: /^https$/ }).max(2000), refusal: 'field-url' },
  country: {
    schema: z
      .string()
      .regex(/^[A-Za-z]{2}$/)
      .transform((text) => text.toUpperCase()),
    refusal: 'field-country',
  },
  currency: {
    schema: z
      .string()
      .regex(/^[A-Za-z]{3}$/)
      .transform((text) => text.toUpperCase()),
    refusal: 'field-currency',
  },
  original: {
    schema: z
      .string()
      .regex(original)
      .transform((text) => text.toUpperCase()),
    refusal: 'field-original',
  },
  originals: {
    schema: z
      .string()
      .transform((text) => text.split('+').map((part) => part.trim().toUpperCase()))
      .pipe(z.array(z.string().regex(anything)).min(1)),
    refusal: 'field-original',
  },
  subject: {
    schema: z
      .string()
      .min(1)
      .max(TEXT_LIMIT)
      .transform((text) => (anything.test(text) ? text.toUpperCase() : text)),
    refusal: 'field-original',
  },
  request: {
    schema: z
      .string()
      .regex(/^a\d{1,9}$/i)
      .transform((text) => text.toUpperCase()),
    refusal: 'field-request',
  },
} as const satisfies Record<string, { schema: z.ZodType; refusal: RefusalCode }>;

/** Reads yes or no, also as one of the languages says it. */
function readYes(field: Field, value: string): boolean {
  return yesOrNo(value) ?? readOption(field, value, ['yes', 'no']) === 'yes';
}

/** Reads `fr`, or the name of a language; throws a UserError. */
export function readLanguage(value: string): Language {
  const language = languageNamed(value);
  if (language) return language;
  throw new UserError('field-language', { value: shorten(value), options: Language.options.join(', ') });
}

function readBySchema(
  field: Field,
  value: string,
  { schema, refusal }: { schema: z.ZodType; refusal: RefusalCode },
): unknown {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  if (refusal === 'field-count') throw noCount(field, value);
  throw new UserError(refusal, { field: field.name, value: shorten(value) });
}

function readCount(field: Field, value: string): unknown {
  if (field.zero && /^0{1,7}$/.test(value)) return 0;
  const count = readBySchema(field, value, SCHEMAS.count);
  if (Number(count) > (field.most ?? MOST)) throw noCount(field, value);
  return count;
}

function noCount({ name, zero, most = MOST }: Field, value: string): UserError {
  return new UserError('field-count', { field: name, value: shorten(value), least: zero ? 0 : 1, most });
}

function readText(field: Field, value: string): string {
  const limit = field.limit ?? TEXT_LIMIT;
  // A line break in a name could pass for a row of its own in a list.
  const line = value.replace(/\s+/g, ' ');
  const { length } = line;
  if (length > limit) throw new UserError('too-long', { field: field.name, length, limit });
  return line;
}

function readOption(field: Field, value: string, options: readonly string[]): string {
  const wanted = value.toLowerCase();
  if (options.includes(wanted)) return wanted;
  const suggestion = suggest(wanted, options);
  const values = { field: field.name, value: shorten(value), options: options.join(', ') };
  if (suggestion === undefined) throw new UserError('field-one-of', values);
  throw new UserError('field-one-of-suggest', { ...values, suggestion });
}

const SHOWN = 60;

export function shorten(value: string): string {
  const characters = [...value];
  return characters.length <= SHOWN ? value : `${characters.slice(0, SHOWN).join('')}…`;
}
