import type { Language } from '../domain/language.js';

/**
 * What the bot says, as plain data. Text carries no markup: emphasis comes from the kind of block, so a customer called
 * `<!channel>` or `[x](http://…)` harms nobody. Each platform draws it in one total `switch`.
 */
export interface Message {
  /** In which it is said: a name stands apart from its value as that language writes it. */
  readonly language?: Language;
  readonly title: string;
  /** People to be notified by this message, drawn as real mentions where their platform has them. */
  readonly mentions?: readonly Mention[];
  /** The command was not done; whoever counts, such as a pipe, need not read the words. */
  readonly refused?: true;
  /** For all who are there, where answers are otherwise for the asker alone. False: it tells nobody else anything. */
  readonly everyone?: boolean;
  /**
   * What was asked for stands in this conversation already. It is said at the button that was clicked, or not at all, where a
   * platform can do that.
   */
  readonly passing?: true;
  /** What was said is only the beginning of a command: its form, opened at once where a platform can, else by a button. */
  readonly opens?: { readonly label: string; readonly run: string };
  readonly blocks: readonly Block[];
}

export interface Mention {
  readonly name: string;
  /** All identities of the person, such as `slack:T1/U1`: a platform mentions the one that is its own, else shows the name. */
  readonly identities: readonly string[];
}

export type Block =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  | { readonly kind: 'steps'; readonly steps: readonly Step[] }
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: 'buttons'; readonly buttons: readonly Button[] }
  /** Leads to an https address, such as that of a posted card. */
  | { readonly kind: 'link'; readonly label: string; readonly url: string }
  /** Text to copy as it stands, such as CSV. */
  | { readonly kind: 'code'; readonly text: string }
  /** An aside in small type; a caution is something the reader should not overlook. */
  | { readonly kind: 'note'; readonly text: string; readonly tone?: 'quiet' | 'caution' };

export interface Fact {
  readonly label: string;
  readonly value: string;
}

export interface Step {
  readonly state: 'done' | 'next' | 'open' | 'late';
  readonly text: string;
}

/** A button is a command: what a click runs is what its clicker could have typed. */
export interface Button {
  readonly label: string;
  readonly run: string;
  /** The revision of the migration that the button was drawn from: a click on an older one changes nothing. */
  readonly rev?: number;
  readonly style?: 'primary' | 'danger';
  /** The command is completed in a form, where a platform has forms. */
  readonly form?: true;
}
