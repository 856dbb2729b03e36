import type { Drawing, Reply } from '../protocol.js';

/** What one platform's part of the page draws a message or a board with. */
export interface DrawingProps {
  readonly drawing: Drawing;
  /** A button was clicked: what the platform's client sends of it. */
  click(given: unknown): Promise<Reply>;
}

/** A dialog of that platform: a form, or the answer to one. */
export interface DialogProps {
  readonly dialog: Drawing;
  readonly directory: Directory;
  /** The form is sent: what the platform's client sends of it. The page shows what comes back, or closes the dialog. */
  submit(given: unknown): Promise<Reply>;
  /** A button within it. */
  click(given: unknown): Promise<Reply>;
  /** What fits, while one types into an input that finds: what the platform's client is given. */
  suggest(lookup: string, typed: string): Promise<Drawing>;
  close(): void;
}

/** People and the channel, for inputs that pick them: the ids under which the platform knows them. */
export interface Directory {
  readonly people: readonly { readonly id: string; readonly called: string }[];
  readonly channel: { readonly id: string; readonly called: string };
}
