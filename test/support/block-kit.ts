// What Slack would refuse in messages and views, by the limits of its reference. Each function answers the first problem.

type Json = Record<string, unknown>;
type Check = (value: unknown) => string | undefined;

const MOST_IN_MESSAGE = 50;
const MOST_IN_VIEW = 100;

export function problemOf(blocks: readonly Json[]): string | undefined {
  if (blocks.length > MOST_IN_MESSAGE) return 'more than 50 blocks';
  if (JSON.stringify(blocks).length > 13_200) return 'too long in all';
  return idProblem(blocks) ?? first(blocks, problemOfBlock);
}

/** A modal or a home, as views.open, views.update, views.publish and an acknowledgement take it. */
export function problemOfView(view: Json): string | undefined {
  const { type, blocks, private_metadata: kept = '', callback_id: callback = '' } = view as { type: string } & Json;
  const all = blocks as Json[];
  const modal = ['title', 'submit', 'close', 'clear_on_close', 'notify_on_close'];
  const known = ['type', 'blocks', 'private_metadata', 'callback_id', ...(type === 'modal' ? modal : [])];
  if (type !== 'modal' && type !== 'home') return `view type ${type}`;
  if (String(kept).length > 3000 || String(callback).length > 255) return 'private_metadata or callback_id';
  if (all.length < 1 || all.length > MOST_IN_VIEW) return `${all.length} blocks`;
  if (JSON.stringify(view).length > 250_000) return 'too large';
  const hasInput = all.some((block) => block.type === 'input');
  if (type === 'modal' && hasInput && view.submit === undefined) return 'inputs without submit';
  const heads = type === 'modal' ? [view.title, ...['submit', 'close'].flatMap((name) => view[name] ?? [])] : [];
  return (
    unknown(view, known) ??
    first(heads, (text) => textProblem(text, 24, ['plain_text'])) ??
    idProblem(all) ??
    first(all, (block) => (block.type === 'input' ? inputProblem(block) : problemOfBlock(block)))
  );
}

/** The answer to a search while somebody types. */
export function problemOfOptions(options: readonly Json[]): string | undefined {
  if (options.length > 100) return `${options.length} options`;
  if (new Set(options.map(({ value }) => value)).size < options.length) return 'two options of one value';
  return first(options, optionProblem);
}

function first<T>(all: readonly T[], check: (one: T) => string | undefined): string | undefined {
  return all.map(check).find((problem) => problem !== undefined);
}

function idProblem(blocks: readonly Json[]): string | undefined {
  const ids = blocks.map((block) => block.block_id).filter((id) => id !== undefined);
  return new Set(ids).size < ids.length || ids.some((id) => String(id).length > 255) ? 'block_id' : undefined;
}

function unknown(object: Json, known: readonly string[]): string | undefined {
  const strange = Object.keys(object).find((key) => !known.includes(key));
  return strange === undefined ? undefined : `${object.type} with ${strange}`;
}

function problemOfBlock(block: Json): string | undefined {
  switch (block.type) {
    case 'header':
      return textProblem(block.text, 150, ['plain_text']);
    case 'section': {
      const fields = block.fields as Json[] | undefined;
      if (fields === undefined) return textProblem(block.text, 3000);
      if (fields.length < 1 || fields.length > 10) return 'fields';
      return first(fields, (field) => textProblem(field, 2000));
    }
    case 'context': {
      const elements = block.elements as Json[];
      if (elements.length < 1 || elements.length > 10) return 'context elements';
      return first(elements, (element) => textProblem(element, 2000));
    }
    case 'actions': {
      const elements = block.elements as Json[];
      if (elements.length < 1 || elements.length > 25) return 'actions elements';
      if (new Set(elements.map((element) => element.action_id)).size < elements.length) return 'action_id';
      return first(elements, buttonProblem);
    }
    case 'rich_text': {
      const elements = block.elements as { type: string; elements: { text: string }[] }[];
      const texts = elements.flatMap((element) => element.elements.map(({ text }) => text));
      return texts.every((text) => text.length > 0 && text.length <= 3000) ? undefined : 'rich text';
    }
    default:
      return `type ${block.type}`;
  }
}

function buttonProblem(button: Json): string | undefined {
  if (String(button.value ?? '').length > 2000) return 'button value';
  if (button.url !== undefined && !/^https:\/\/\S{1,2990}$/.test(String(button.url))) return 'button url';
  if (!['undefined', 'primary', 'danger'].includes(String(button.style))) return 'button style';
  const spoken = button.accessibility_label;
  if (spoken !== undefined && (typeof spoken !== 'string' || spoken === '' || spoken.length > 75))
    return 'spoken label';
  const known = ['type', 'action_id', 'text', 'value', 'url', 'style', 'accessibility_label'];
  return unknown(button, known) ?? textProblem(button.text, 75, ['plain_text']);
}

function inputProblem(block: Json): string | undefined {
  const element = block.element as Json;
  const check = ELEMENTS[String(element.type)];
  if (check === undefined) return `element ${element.type}`;
  if (typeof element.action_id !== 'string' || element.action_id.length > 255) return 'action_id';
  return (
    unknown(block, ['type', 'block_id', 'label', 'hint', 'optional', 'element']) ??
    textProblem(block.label, 2000, ['plain_text']) ??
    (block.hint === undefined ? undefined : textProblem(block.hint, 2000, ['plain_text'])) ??
    unknown(element, ['type', 'action_id', ...check.known]) ??
    check.problem(element)
  );
}

interface ElementCheck {
  readonly known: readonly string[];
  problem(element: Json): string | undefined;
}

const ELEMENTS: Readonly<Record<string, ElementCheck>> = {
  plain_text_input: {
    known: ['initial_value', 'multiline', 'min_length', 'max_length', 'placeholder'],
    problem: ({ initial_value: held, multiline, max_length: most = 3000 }) => {
      if (Number(most) < 1 || Number(most) > 3000) return 'max_length';
      if (held === undefined) return undefined;
      const text = String(held);
      if (text === '' || text.length > Number(most)) return 'initial_value';
      return multiline !== true && text.includes('\n') ? 'a line break' : undefined;
    },
  },
  datepicker: {
    known: ['initial_date', 'placeholder'],
    problem: ({ initial_date: day = '2027-01-31' }) => {
      const date = new Date(`${day}T00:00:00Z`);
      return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(String(day)) ? undefined : 'initial_date';
    },
  },
  number_input: {
    known: ['is_decimal_allowed', 'initial_value', 'min_value', 'max_value', 'placeholder'],
    problem: ({ is_decimal_allowed: decimal, initial_value: held, min_value: least, max_value: most }) => {
      if (typeof decimal !== 'boolean') return 'is_decimal_allowed';
      const numbers = [held, least, most].filter((one) => one !== undefined);
      const pattern = decimal ? /^-?\d+(\.\d+)?$/ : /^-?\d+$/;
      if (!numbers.every((one) => typeof one === 'string' && pattern.test(one))) return 'a number that is none';
      const number = Number(held ?? least ?? most ?? 0);
      return number < Number(least ?? number) || number > Number(most ?? number) ? 'out of range' : undefined;
    },
  },
  static_select: {
    known: ['options', 'initial_option', 'placeholder'],
    problem: ({ options, initial_option: held }) => choiceProblem(options, 100, held === undefined ? [] : [held]),
  },
  multi_static_select: {
    known: ['options', 'initial_options', 'max_selected_items', 'placeholder'],
    problem: ({ options, initial_options: held = [] }) => choiceProblem(options, 100, held as Json[]),
  },
  checkboxes: {
    known: ['options', 'initial_options'],
    problem: ({ options, initial_options: held = [] }) => choiceProblem(options, 10, held as Json[]),
  },
  external_select: {
    known: ['initial_option', 'min_query_length', 'placeholder'],
    problem: ({ initial_option: held }) => (held === undefined ? undefined : optionProblem(held as Json)),
  },
  users_select: {
    known: ['initial_user', 'placeholder'],
    problem: ({ initial_user: id = 'U1' }) => (/^[UW][A-Z0-9]+$/.test(String(id)) ? undefined : 'initial_user'),
  },
  conversations_select: {
    known: ['initial_conversation', 'default_to_current_conversation', 'filter', 'placeholder'],
    problem: ({ initial_conversation: id = 'C1' }) =>
      /^[CDG][A-Z0-9]+$/.test(String(id)) ? undefined : 'initial_conversation',
  },
};

function choiceProblem(options: unknown, most: number, held: readonly unknown[]): string | undefined {
  const all = options as Json[];
  if (!Array.isArray(all) || all.length < 1 || all.length > most) return 'options';
  const texts = all.map((option) => JSON.stringify(option));
  const strange = held.some((one) => !texts.includes(JSON.stringify(one)));
  return strange ? 'initial option that is none of the options' : problemOfOptions(all);
}

const optionProblem: Check = (option) => {
  const { text, value } = option as Json;
  if (typeof value !== 'string' || value === '' || value.length > 150) return 'option value';
  return textProblem(text, 75, ['plain_text']);
};

function textProblem(
  object: unknown,
  limit: number,
  types: readonly string[] = ['plain_text', 'mrkdwn'],
): string | undefined {
  const { type, text, emoji } = (object ?? {}) as { type?: string; text?: string; emoji?: boolean };
  if (type === undefined || !types.includes(type)) return `text type ${type}`;
  if (type === 'mrkdwn' && emoji !== undefined) return 'emoji in mrkdwn';
  return text !== undefined && text.length > 0 && text.length <= limit
    ? undefined
    : `text of ${text?.length} where ${limit} fit`;
}
