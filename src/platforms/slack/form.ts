import type { types } from '@slack/bolt';
import type { Form, Input } from '../../messages/form.js';
import { CHANNEL, FIELD, PROBLEM } from './filled.js';
import { cut, pieces } from './hygiene.js';
import { CHANNELS, type Element, inputElement } from './input-element.js';
import { filled, plainObject } from './plain-object.js';
import { remember } from './remembered.js';

// Slack's limits, in characters (counted here as UTF-16 units, which is never less).
const TITLE = 24;
const LABEL = 2000;
const HINT = 2000;
const SECTION = 3000;
const CONTEXT = 2000;
const MOST_BLOCKS = 100;
/** Blocks for what stands above the inputs: the whole form's problem, its introduction, and the channel. */
const MOST_ABOVE = 10;

/** Views of this kind hold a form of Ferry's. */
export const FORM = 'form';

/** Where a form is opened, and for whom. */
export interface Place {
  readonly team: string;
  /** The address in which what is filled in counts as said. */
  readonly channel: string;
  readonly label: string;
  /** Not in a conversation: a form whose card is to stand in a channel asks in which. */
  readonly outside: boolean;
  /** The channel that was chosen before, by its id. */
  readonly chosen?: string;
}

/** Draws a form as a modal. What was given and does not fit its kind of input is shown as text, to be mended and not lost. */
export function drawForm(form: Form, place: Place): types.ModalView {
  const { channel, label } = place;
  const above = [
    ...(form.problem === undefined ? [] : sections(PROBLEM, `⚠ ${form.problem}`)),
    ...(form.intro === undefined ? [] : sections('intro', form.intro)),
    ...(form.channelLabel !== undefined && place.outside ? [channelInput(place, form.channelLabel)] : []),
  ];
  const inputs = form.inputs.flatMap((input) => inputBlocks(input, place.team));
  const { command, rev } = form;
  return {
    type: 'modal',
    callback_id: FORM,
    title: plainObject(form.title, TITLE),
    submit: plainObject(form.submit, TITLE),
    private_metadata: remember({ channel, label, command, ...(rev === undefined ? {} : { rev }) }),
    blocks: [...above.slice(-MOST_ABOVE), ...inputs].slice(0, MOST_BLOCKS),
  };
}

/**
 * What is wrong, by the block that it is wrong in; undefined where Slack cannot show all of it at inputs that are on the
 * screen. `whole`: the block that is meant by the problem of the whole form.
 */
export function errorsOf(form: Form, shown: ReadonlySet<string>, whole?: string): Record<string, string> | undefined {
  if (form.problem !== undefined && whole === undefined) return undefined;
  const at = form.inputs.map(({ name, problem }) => [FIELD + name, problem] as const);
  const wrong = [...at, [whole ?? '', form.problem] as const].flatMap(([block, problem]) =>
    problem === undefined ? [] : [[block, cut(filled(problem), LABEL)] as const],
  );
  return wrong.length > 0 && wrong.every(([block]) => shown.has(block)) ? Object.fromEntries(wrong) : undefined;
}

function channelInput({ chosen }: Place, label: string): types.InputBlock {
  return {
    type: 'input',
    block_id: CHANNEL,
    label: plainObject(label, LABEL),
    element: {
      type: 'conversations_select',
      action_id: CHANNEL,
      filter: CHANNELS,
      ...(chosen === undefined ? { default_to_current_conversation: true } : { initial_conversation: chosen }),
    },
  };
}

function inputBlocks(input: Input, team: string): types.KnownBlock[] {
  const { name, label, hint, required, problem } = input;
  const element: Element = inputElement(input, team);
  // It tells what to type, and a list of channels takes no words.
  const isMute = element.type === 'conversations_select';
  const block: types.InputBlock = {
    type: 'input',
    block_id: FIELD + name,
    label: plainObject(label, LABEL),
    optional: !required,
    element,
    ...(hint === undefined || isMute ? {} : { hint: plainObject(hint, HINT) }),
  };
  if (problem === undefined) return [block];
  const said = plainObject(`⚠ ${problem}`, CONTEXT);
  return [{ type: 'context', block_id: `${PROBLEM}:${name}`, elements: [said] }, block];
}

function sections(id: string, text: string): types.KnownBlock[] {
  return pieces(filled(text), SECTION).map((piece, at) => ({
    type: 'section',
    block_id: `${id}:${at}`,
    text: plainObject(piece, SECTION),
  }));
}
