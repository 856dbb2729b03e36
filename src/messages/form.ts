import type { Language } from '../domain/language.js';
import type { Message } from './message.js';

/**
 * A command to be filled in, as plain data: a modal in Slack, a dialog in Teams, questions in a terminal. It is made from the
 * command's own fields, so that a form can do nothing that could not be typed.
 */
export interface Form {
  /** In which it is written. */
  readonly language?: Language;
  /** The command's name, which comes back with what was filled in. */
  readonly command: string;
  readonly title: string;
  /** On the button that sends it. */
  readonly submit: string;
  readonly intro?: string;
  /** What stands against all of it, as the last try showed; what stands against one input is said there. */
  readonly problem?: string;
  readonly inputs: readonly Input[];
  /**
   * Its card is to stand in a channel: where the form was opened outside of one, it asks in which, under this label. Undefined:
   * it has no card to post.
   */
  readonly channelLabel?: string;
  /** The revision that its values are those of: on another one nothing is changed. */
  readonly rev?: number;
}

export interface Input {
  /** The field's name, under which the value comes back as it would be typed. */
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly required: boolean;
  readonly kind: InputKind;
  /** As it would be typed; undefined: empty. Of `choices` joined by `+`; of `yes` it is `yes` or nothing. */
  readonly value?: string;
  /** How the value is shown, where a person or something looked up is not shown as it is typed. */
  readonly shown?: string;
  /** Of `choice` and `choices`. */
  readonly options?: readonly Choice[];
  /** Of `lookup`: what is searched while typing. */
  readonly lookup?: Lookup;
  /** Of `text`, in UTF-16 units. */
  readonly limit?: number;
  /** Of `number`. */
  readonly least?: number;
  readonly most?: number;
  readonly problem?: string;
  /** Said where a required one is left empty. */
  readonly needed?: string;
}

/** `number`: whole; `amount`: with decimals. `place`: a channel, `here` or one
 * of the platform's. `lookup` also takes what is typed, where the field takes any text. */
export type InputKind =
  | 'text'
  | 'long-text'
  | 'day'
  | 'number'
  | 'amount'
  | 'choice'
  | 'choices'
  | 'yes'
  | 'person'
  | 'place'
  | 'lookup';

/** What can be searched while typing. */
export const LOOKUPS = ['customer', 'migration', 'original', 'subject', 'offer', 'request'] as const;
export type Lookup = (typeof LOOKUPS)[number];

/** `value` as it would be typed; `label` as people read it. */
export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** What became of words that may open a form, or of a form that was sent: an answer, or a form (once more, with what is wrong). */
export type Reply =
  | { readonly kind: 'message'; readonly message: Message }
  | { readonly kind: 'form'; readonly form: Form };
