import { describe, expect, it } from 'vitest';
import { formOf } from '../../src/commands/form-of.js';
import { COMMANDS } from '../../src/commands/index.js';
import { BoardPart } from '../../src/domain/board.js';
import { Language } from '../../src/domain/language.js';
import { RouteStep } from '../../src/domain/migration.js';
import type { RefusalValue } from '../../src/domain/refusal.js';
import { Source } from '../../src/domain/subscription.js';
import { harmless } from '../../src/messages/harmless.js';
import { type MessageKey, Words } from '../../src/messages/words.js';
import { drawForm } from '../../src/platforms/slack/form.js';
import { renderForm } from '../../src/platforms/teams/form.js';
import { KEYS, shapeOf } from './catalogues.js';

// What Slack takes, in UTF-16 units (https://docs.slack.dev/reference/block-kit); Teams takes more of each.

/** The title of a modal, and what stands on the button that sends it. */
const MODAL = 24;
/** A button, and a choice of a list. */
const BUTTON = 75;
/** Ours: a label beside its input, and a hint below it, are not read when they are longer. */
const LABEL = 60;
const HINT = 150;

/** Long values of what stands on buttons. */
function longValues(words: Words): Readonly<Record<string, readonly RefusalValue[]>> {
  return {
    id: ['M99999.99'],
    count: [10_000],
    seats: [1, 2, 5, 21, 100_000, 1_000_000],
    known: ['yes', 'no'],
    name: [`#${'m'.repeat(39)}`],
    part: BoardPart.options.map((part) => words.say(`board.part-${part}`)),
    source: Source.options.map((source) => words.say(`source.${source}`)),
    step: RouteStep.options.map((step) => words.say(`routestep.${step}`)),
    language: Language.options.map((one) => words.in(one).languageName(one)),
    // What a button runs that is offered beside a refusal.
    command: ['end M99999.99 cancelled on=2027-01-31 confirm=yes'],
  };
}

/** All that a text can become with these values. */
function sayings(words: Words, key: MessageKey): string[] {
  const values = longValues(words);
  const names = [...shapeOf(words.language, key).values];
  const all = names.reduce<Readonly<Record<string, RefusalValue>>[]>(
    (known, name) => {
      const longest = values[name];
      if (!longest) throw new Error(`no long value is known of {${name}} in ${key}`);
      return known.flatMap((one) => longest.map((value) => ({ ...one, [name]: value })));
    },
    [{}],
  );
  return all.map((one) => words.say(key, one));
}

describe.each(Language.options)('what has little room in %s', (language) => {
  const words = new Words(language, 'Europe/Berlin');

  it.each([
    ['the title of a form', /^form\.title-/, MODAL],
    ['what sends a form', /^button\.send$/, MODAL],
    ['a button', /^button\./, BUTTON],
    ['a choice', /^choice\./, BUTTON],
    ['a label', /^(label\.|word\.channel$)/, LABEL],
    ['a hint', /^hint\./, HINT],
  ] as const)('keeps %s short enough', (_what, family, most) => {
    const long = KEYS.filter((key) => family.test(key)).flatMap((key) =>
      sayings(words, key as MessageKey)
        .filter((text) => text.length > most)
        .map((text) => `${language} ${key}: ${text.length} of ${most}: ${text}`),
    );
    expect(long).toEqual([]);
  });

  it('is whole in every form, on Slack and on Teams', () => {
    const cut = COMMANDS.flatMap((command) => {
      const form = formOf(words, command, { values: {} });
      if (!form) return [];
      const said = new Set(textsIn(form).map((text) => harmless(text)));
      const place = { team: 'T0001', channel: 'slack:T0001/C0001', label: 'moves', outside: true };
      const onSlack = shownIn(drawForm(form, place), ['text']);
      const onTeams = shownIn(renderForm(form, 'conversation'), ['label', 'title', 'text']);
      expect(onSlack.length, command.name).toBeGreaterThan(0);
      return [...onSlack, ...onTeams]
        .filter((text) => text.replace(/^⚠ /, '').trim() !== '' && !said.has(text))
        .map((text) => `${language} ${command.name}: ${text}`);
    });
    expect(cut).toEqual([]);
  });
});

function textsIn(part: unknown): string[] {
  if (typeof part === 'string') return part.split('\n');
  if (part === null || typeof part !== 'object') return [];
  return Object.values(part).flatMap(textsIn);
}

/** What stands under these names, wherever. */
function shownIn(part: unknown, names: readonly string[]): string[] {
  if (part === null || typeof part !== 'object') return [];
  return Object.entries(part).flatMap(([name, value]) =>
    typeof value === 'string' ? (names.includes(name) ? value.split('\n') : []) : shownIn(value, names),
  );
}
