import { createRequire } from 'node:module';
import type * as Library from 'adaptivecards';

// Its ES modules leave out file extensions, which Node does not forgive.
const AC = createRequire(import.meta.url)('adaptivecards/dist/adaptivecards.js') as typeof Library;

type Json = Readonly<Record<string, unknown>>;

/** Teams takes messages of 28 KB on every route. */
const MOST_BYTES = 28_000;
/** A row of Teams shows no more. */
const MOST_ACTIONS = 6;

/**
 * What Teams documents beyond the schema of 1.5, by the place where it stands. Dynamic choices and people pickers:
 * https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/dynamic-search and …/people-picker, in
 * cards of any version. `msteams` on a card and in an action's data, and `$schema`, which is everywhere allowed.
 */
const BEYOND: readonly (readonly [type: string, property: string])[] = [
  ['Input.ChoiceSet', 'choices.data'],
  ['AdaptiveCard', 'msteams'],
  ['AdaptiveCard', '$schema'],
  // As the schema spells it (https://adaptivecards.io/explorer/Table.html); the library reads `firstRowAsHeaders`.
  ['Table', 'firstRowAsHeader'],
];

/** What the library reads besides the properties that it declares. */
const READ: readonly (readonly [type: string, property: string])[] = [
  ['AdaptiveCard', 'body'],
  ['RichTextBlock', 'inlines'],
  ['Container', 'items'],
  ['TableCell', 'items'],
  ['TableRow', 'cells'],
  ['Table', 'rows'],
  ['ActionSet', 'actions'],
  ['Action.Execute', 'fallback'],
];

/** What is not looked into: an action gives its data back as it is. */
const OPAQUE: ReadonlySet<string> = new Set(['data', 'msteams', 'choices.data']);

/** What Microsoft's own library, as a client of version 1.5, does not understand in this card, and what Teams would refuse. */
export function problemsOfCard(card: unknown): string[] {
  const context = new AC.SerializationContext(AC.Versions.v1_5);
  new AC.AdaptiveCard().parse(card as Json, context);
  const said = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message).filter(
    (message) => !BEYOND.some(([, property]) => message.includes(`"${property}"`)),
  );
  const bytes = Buffer.byteLength(JSON.stringify(card));
  const size = bytes > MOST_BYTES ? [`${bytes} bytes`] : [];
  const { version } = card as Json;
  const newer = version === '1.5' ? [] : [`version ${String(version)}`];
  return [...said, ...size, ...newer, ...objects(card).flatMap(problemsOf), ...repeatedIds(card)];
}

/** Every object of the card that the schema knows, outermost first. */
function objects(value: unknown): Json[] {
  if (Array.isArray(value)) return value.flatMap(objects);
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.entries(value).flatMap(([key, entry]) => (OPAQUE.has(key) ? [] : objects(entry)));
  return [value as Json, ...inner];
}

function problemsOf(object: Json): string[] {
  const { type } = object;
  const problems: string[] = [];
  if (typeof type === 'string') {
    const known = propertiesOf(type);
    if (!known) problems.push(`unknown type ${type}`);
    for (const key of Object.keys(object)) {
      if (key === 'type' || [...BEYOND, ...READ].some(([of, property]) => of === type && property === key)) continue;
      const version = known?.get(key);
      if (known && !version) problems.push(`${type} has no property ${key}`);
      else if (version && version.compareTo(AC.Versions.v1_5) > 0) problems.push(`${type}.${key} is newer than 1.5`);
    }
    if (type.startsWith('Input.')) problems.push(...problemsOfInput(object));
  }
  if (type === 'ActionSet' && (object.actions as unknown[]).length > MOST_ACTIONS) problems.push('too many actions');
  if (type === 'Action.OpenUrl' && !String(object.url).startsWith('https://'))
    problems.push('an address without https');
  return problems;
}

/** The library reads an input without these; Teams does not send it back, or shows nothing when it stays empty. */
function problemsOfInput(input: Json): string[] {
  const { type, id, label, title, isRequired, errorMessage, choices, value, isMultiSelect } = input;
  const problems: string[] = [];
  // Of a toggle the title is what stands at its box, and what is read out.
  const called = type === 'Input.Toggle' ? title : label;
  if (!id || !called) problems.push('an input without id or label');
  if (type === 'Input.Toggle' && label === title) problems.push(`${String(id)} says twice what it is`);
  if (isRequired && !errorMessage) problems.push(`${String(id)} is required and does not say so`);
  if (typeof value === 'string' && Array.isArray(choices)) {
    const offered = (choices as Json[]).map((choice) => choice.value);
    const chosen = isMultiSelect ? value.split(',') : [value];
    const isLost = (one: string) => !offered.includes(one);
    if (chosen.some(isLost)) problems.push(`${String(id)} has a value that is no choice`);
  }
  return problems;
}

function repeatedIds(card: unknown): string[] {
  const ids = objects(card).flatMap(({ type, id }) => (typeof type === 'string' && id !== undefined ? [id] : []));
  return ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `two inputs are ${String(id)}`);
}

/** The properties of a type and since which version of the schema; undefined: there is no such type. */
function propertiesOf(type: string): Map<string, Library.Version> | undefined {
  const object = instanceOf(type);
  if (!object) return undefined;
  const schema = object.getSchema();
  return new Map(
    Array.from({ length: schema.getCount() }, (_, index) => {
      const { name, targetVersion } = schema.getItemAt(index);
      return [name, targetVersion];
    }),
  );
}

function instanceOf(type: string): Library.SerializableObject | undefined {
  switch (type) {
    case 'AdaptiveCard':
      return new AC.AdaptiveCard();
    case 'TextRun':
      return new AC.TextRun();
    case 'TableRow':
      return new AC.TableRow();
    case 'TableCell':
      return new AC.TableCell();
    default: {
      const found =
        AC.GlobalRegistry.defaultElements.findByName(type) ?? AC.GlobalRegistry.defaultActions.findByName(type);
      return found && new found.objectType();
    }
  }
}
