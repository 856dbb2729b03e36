import type { Form, Input } from '../../messages/form.js';
import { harmless } from '../../messages/harmless.js';
import type { Card, ChoiceInput, Element, InputElement } from './card.js';
import { idOf } from './filled.js';
import { jsonBytes } from './harmless.js';
import { paragraphs } from './paragraphs.js';
import { CARD_BYTES, cardOf } from './render.js';

/** The longest title that a dialog shows, in UTF-16 units: as the manifest's taskInfo has it. */
export const TITLE_UNITS = 64;

/**
 * Whom a picker offers. In a personal chat there is nobody else to choose from, so there it offers the organisation
 * (https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/people-picker).
 */
export type People = 'conversation' | 'organisation';

const PEOPLE: Readonly<Record<People, string>> = {
  conversation: 'graph.microsoft.com/users?scope=currentContext',
  organisation: 'graph.microsoft.com/users',
};

/** What is left out of a card that is too large, in this order; what people typed never is. */
interface Left {
  readonly hints: boolean;
  readonly options: boolean;
}
const ALL: Left = { hints: true, options: true };
const LESS: readonly Left[] = [
  { hints: false, options: true },
  { hints: false, options: false },
];

/** Draws a form as a card for a dialog, of at most 25 KB. Where it stands, in which channel, is where the dialog was opened. */
export function renderForm(form: Form, people: People): Card {
  const whole = drawForm(form, people, ALL);
  const fits = (card: Card) => jsonBytes(card) <= CARD_BYTES;
  if (fits(whole)) return whole;
  const smaller = LESS.map((left) => drawForm(form, people, left));
  return smaller.find(fits) ?? smaller.at(-1) ?? whole;
}

function drawForm(form: Form, people: People, left: Left): Card {
  const { command, rev } = form;
  return cardOf([
    ...(form.intro === undefined ? [] : paragraphs(form.intro)),
    ...(form.problem === undefined ? [] : wrong(form.problem)),
    ...form.inputs.flatMap((input) => drawInput(input, people, left)),
    {
      type: 'ActionSet',
      actions: [
        {
          type: 'Action.Submit',
          title: harmless(form.submit),
          data: rev === undefined ? { command } : { command, rev },
          style: 'positive',
        },
      ],
    },
  ]);
}

/** Colour alone would tell nothing to who cannot see it. */
function wrong(text: string): Element[] {
  return paragraphs(`⚠ ${text}`, { color: 'attention' });
}

function drawInput(input: Input, people: People, left: Left): Element[] {
  // Of a channel it tells of the `#`, with which Teams names none.
  const isHinted = left.hints && input.kind !== 'place';
  const hint = input.hint === undefined || !isHinted ? [] : paragraphs(input.hint, { size: 'small', isSubtle: true });
  const notes = [...(input.problem === undefined ? [] : wrong(input.problem)), ...hint];
  return [drawField(input, people, left), ...notes.map((note) => ({ ...note, spacing: 'none' as const }))];
}

function drawField(input: Input, people: People, { options }: Left): InputElement {
  const { kind, value } = input;
  switch (kind) {
    case 'text':
    case 'amount':
    // Teams names no channel in a message: only `here` can be meant.
    case 'place':
      return drawText(input);
    case 'long-text':
      return { ...drawText(input), isMultiline: true };
    case 'day':
      // A date input would swallow what it cannot show, such as a day that was typed in another way.
      if (value !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(value)) return drawText(input);
      return { type: 'Input.Date', ...partsOf(input, 'field'), ...valued(value) };
    case 'number':
      if (value !== undefined && !/^\d{1,15}$/.test(value)) return drawText(input);
      return {
        type: 'Input.Number',
        ...partsOf(input, 'field'),
        ...(input.least === undefined ? {} : { min: input.least }),
        ...(input.most === undefined ? {} : { max: input.most }),
        ...(value === undefined ? {} : { value: Number(value) }),
      };
    case 'yes':
      return {
        type: 'Input.Toggle',
        ...withoutLabel(partsOf(input, 'yes')),
        title: harmless(input.label),
        valueOn: 'yes',
        valueOff: 'no',
        value: value === 'yes' ? 'yes' : 'no',
      };
    case 'choice':
      return options ? drawChoices(input, 'compact') : drawText(input);
    case 'choices':
      return {
        ...drawChoices(input, 'compact', 'choices'),
        isMultiSelect: true,
        ...(value === undefined ? {} : { value: value.replaceAll('+', ',') }),
      };
    case 'lookup':
      return {
        ...drawChoices(input, 'filtered'),
        ...(input.lookup === undefined ? {} : { 'choices.data': { type: 'Data.Query', dataset: input.lookup } }),
      };
    case 'person':
      return drawPerson(input, people);
  }
}

function partsOf({ name, label, required, needed = label }: Input, kind: Parameters<typeof idOf>[0]) {
  const shown = harmless(label);
  return {
    id: idOf(kind, name),
    label: shown,
    ...(required ? { isRequired: true as const, errorMessage: `⚠ ${harmless(needed)}` } : {}),
  };
}

/** The box of a toggle says it already. */
function withoutLabel<T extends { readonly label: string }>({ label: _, ...parts }: T): Omit<T, 'label'> {
  return parts;
}

function valued(value: string | undefined): { value?: string } {
  return value === undefined ? {} : { value };
}

function drawText(input: Input): Extract<InputElement, { type: 'Input.Text' }> {
  const { value, limit } = input;
  return {
    type: 'Input.Text',
    ...partsOf(input, 'field'),
    ...(limit === undefined ? {} : { maxLength: limit }),
    ...valued(value),
  };
}

function drawChoices(input: Input, style: ChoiceInput['style'], kind: 'field' | 'choices' = 'field'): ChoiceInput {
  const { value, shown, options = [] } = input;
  const choices = options.map(({ label, value: as }) => ({ title: harmless(label), value: as }));
  const isOffered = kind === 'choices' || value === undefined || choices.some((choice) => choice.value === value);
  return {
    type: 'Input.ChoiceSet',
    ...partsOf(input, kind),
    style,
    // What was typed in a command and is none of the choices: it stays, and its problem is said.
    choices: isOffered ? choices : [{ title: harmless(shown ?? value), value }, ...choices],
    ...valued(value),
  };
}

/** A picker knows people by their object ids alone; whoever is named otherwise is a choice of its own. */
function drawPerson(input: Input, people: People): ChoiceInput {
  const objectId = /^teams:[^/]+\/(.+)$/.exec(input.value ?? '')?.[1];
  const value = objectId ?? input.value;
  return {
    ...drawChoices({ ...input, ...valued(value) }, 'compact'),
    id: idOf('person', input.name),
    'choices.data': { type: 'Data.Query', dataset: PEOPLE[people] },
  };
}
