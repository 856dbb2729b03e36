import type { Command } from '../../src/commands/command.js';
import { COMMANDS } from '../../src/commands/index.js';
import { Language } from '../../src/domain/language.js';
import { Check } from '../../src/domain/refusal.js';
import { readingsOf } from './catalogues.js';

// What stands in a text to be typed, found by what the commands take: it stays as it is in every language.

const NAMES_OF_COMMANDS = COMMANDS.map(({ name }) => name).join('|');
const FIELDS = [...new Set(COMMANDS.flatMap((command) => command.fields.map(({ name }) => name)))].join('|');

const QUOTED = '"[^"]*"';
const VALUE = `(?:${QUOTED}|\\{\\w+\\}|[^\\s",;…“”«»，。；（）]*[^\\s",;.:…“”«»，。；：（）])?`;
const PAIR = `(?<![\\w-])(?:${FIELDS})=${VALUE}`;
const DAY = '\\d{4}-\\d\\d-\\d\\d';
/** Whatever can stand after a command besides the words that it takes itself: a value, an id, a day, somebody, somewhere. */
const THINGS = [
  '\\{\\w+\\}',
  '[MAP]\\d[\\w.]*\\w|[MAP]\\d',
  `${DAY}(?:\\.\\.${DAY})?`,
  '\\d\\d:\\d\\d',
  '\\d+(?:,\\d+)+',
  '(?:mon|tue|wed|thu|fri)[-,][a-z,-]*[a-z]',
  '[A-Z][a-z]+/[A-Z][a-z]+',
  '#\\w+',
  '@…',
  '(?:slack|teams):\\w+/\\w+',
  'contoso\\.com',
  QUOTED,
];
const WORDS = [
  'me',
  'nobody',
  'here',
  'next',
  'none',
  'off',
  'default',
  'all',
  'viewer',
  'approver',
  ...Language.options,
];

function alternatives(things: readonly string[]): string {
  const words = [...new Set(things)].sort((one, other) => other.length - one.length);
  return `(?:${words.join('|')})(?![\\w-])`;
}

/** A command with what it takes: `accept {id} on=2027-01-31`. */
function patternOf({ name, fields }: Command): string {
  const own = fields.flatMap((field) => field.options ?? []);
  // Of help and of what is shared, the next word is a command itself.
  const commands = name === 'help' || name === 'share' ? COMMANDS.map((one) => one.name) : [];
  const bare = `(?:${THINGS.join('|')}|${alternatives([...own, ...commands, ...WORDS])})`;
  const [first] = fields.filter(({ positional }) => positional);
  if (!first) return `${name}(?: ${PAIR})+`;
  return first.required ? `${name} ${bare}(?: (?:${PAIR}|${bare}))*` : `${name}(?: (?:${PAIR}|${bare}))+`;
}

const COMMAND = `(?<![\\w{./-])(?:${COMMANDS.map(patternOf).join('|')})`;
/** A command alone, where only something to be typed can stand. */
const ALONE = `(?<=: |：|:\\u00a0|, |，|“|«\\u00a0?|with )(?:${NAMES_OF_COMMANDS})(?=$|[.”»;)\\n。；])`;
/** Days and people as they are typed. */
const EXAMPLES = `${DAY}(?:T[\\d:]+(?:Z|[+-]\\d\\d:\\d\\d))?|(?:slack|teams):\\w+/\\w+|\\d+-before|[A-Z]{2}-[A-Z]{2}(?!\\w)`;
/** Variables, files, addresses and other programs. */
const NAMES = [
  '(?<!\\w)[A-Z]{2,}_[A-Z_]*[A-Z]',
  '(?<!\\w)ADMINS',
  '\\.env\\.example',
  'README\\.md',
  'manifest/[\\w/.]*\\w',
  'https?://[\\w/.]*[\\w/]',
  'npx ferry [a-z]+',
  '/csp',
  '/invite @Ferry',
].join('|');

const ANY = new RegExp(`${COMMAND}|${PAIR}|${ALONE}|${EXAMPLES}|${NAMES}`, 'gu');

/** What is to be typed and can be told from prose only by who knows the sentence. */
export const BESIDES: Readonly<Record<string, readonly string[]>> = {
  'card.more': ['export'],
  'error.reference': ['show'],
  'help.footer': ['help start'],
  'hint.until': ['next'],
  'kind.checks': Check.options,
  'kind.person': ['me'],
  'kind.place': ['here'],
  'kind.until': ['next', 'off'],
  'refusal.cancel-ended': ['undo'],
  'refusal.change-replacement': ['provision'],
  'refusal.field-until': ['next', 'off'],
  'refusal.provision-before-accepted': ['provision'],
  'refusal.remove-ended': ['undo'],
  'refusal.snooze-past': ['next'],
  'summary.help': ['all'],
  'summary.language': ['default'],
  'summary.snooze': ['off'],
  'word.failed': ['show'],
  // What an order may fail for is called as it is typed.
  ...Object.fromEntries(Check.options.map((name) => [`finding.${name}`, [name]])),
  'finding.country-unknown': ['country'],
  'finding.offer-suggest': ['offer'],
  'finding.seat-limit-together': ['seat-limit'],
};

/** What people say in their own words: it speaks their language. */
const OWN_WORDS =
  /(?<=(?:^|[\s])(?:reason|unneeded|text)=)"[^"]*"|(?<=^(?:abandon|note) \S+ )"[^"]*"|(?<=^snooze \S+ \S+ )"[^"]*"|(?<=\.\.\S+ )"[^"]*"/g;

/** The pieces of a text that are to be typed, without what people say in their own words. */
export function typedIn(text: string): string[] {
  return (text.match(ANY) ?? []).map((piece) => piece.replace(OWN_WORDS, '"'));
}

const prose = new Map<string, readonly string[]>();

/** All that a text can become, for reading: with `{}` for each value and for all that is to be typed. */
export function proseIn(language: Language, key: string): readonly string[] {
  const name = `${language} ${key}`;
  const known = prose.get(name) ?? [...new Set(readingsOf(language, key).map((text) => proseOf(key, text)))];
  prose.set(name, known);
  return known;
}

/** What was said, for reading: with `{}` for all that is to be typed. */
export function withoutTyped(text: string): string {
  return text.replace(ANY, '{}').replace(/"[^"]*"/g, '{}');
}

function proseOf(key: string, text: string): string {
  const besides = BESIDES[key] ?? [];
  const rest = withoutTyped(text);
  const typed = besides.length === 0 ? rest : rest.replace(new RegExp(alternatives(besides), 'g'), '{}');
  return typed.replace(/\{\w+\}/g, '{}');
}
