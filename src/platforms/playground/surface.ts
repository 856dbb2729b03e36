import type { Choice, Form } from '../../messages/form.js';
import type { Message } from '../../messages/message.js';

/**
 * How one platform draws what Ferry says, and reads what is done there: the real renderers and readers of that platform,
 * without its network. What they answer is the JSON that would go to the platform.
 */
export interface Surface {
  /** The address of one of the playground's people there, such as `slack:TPLAYGROUND/UMARIA`. */
  identityOf(person: string): string;
  /** Under which its client knows the channel. */
  readonly channelId: string;
  /** A post or an answer in a conversation. */
  message(message: Message): object;
  /** Where the platform keeps a person's board. */
  board(board: Message): object;
  /** A form in a dialog of its own. `own`: opened in the person's own conversation with Ferry. */
  form(form: Form, standing: { readonly own: boolean }): object;
  /** An answer in the dialog that its form stood in. */
  answer(message: Message): object;
  /** What a button runs, from what the client sends of it; undefined: it is none of Ferry's. */
  press(given: unknown): Press | undefined;
  /** What was filled into a form, from what the client sends of it; undefined: it is none of Ferry's. */
  filled(given: unknown): Sent | undefined;
  /** What an input that finds while one types is shown. */
  options(found: readonly Choice[], typed: string): object;
}

export interface Press {
  readonly run: string;
  readonly rev?: number | undefined;
  readonly form?: true | undefined;
}

export interface Sent {
  /** The command, with what the form is of: `change M12.1`. */
  readonly command: string;
  readonly rev?: number | undefined;
  /** By field, as it would be typed; people by their identity on the platform, the channel as `here`. */
  readonly filled: Readonly<Record<string, string>>;
  /** The form was opened in a person's own conversation, and its card is to stand in the channel. */
  readonly inChannel?: true;
}
