import type { Asks, Reply, State } from '../protocol.js';

/** Asks the server for something; what comes of it in the conversations and in the state, the stream tells. */
export type Ask = <N extends keyof Asks>(name: N, body: Asks[N]) => Promise<Reply>;

/** What the panels beside the conversations are drawn from, and what they can do. */
export interface PanelProps {
  readonly state: State;
  readonly ask: Ask;
  /** Says a line as the acting person, in the channel. */
  sayInChannel(text: string): Promise<Reply>;
  /** Brings an entry of the conversations into sight, and the focus to it. */
  showEntry(id: string): void;
  /** Something was asked for and is not answered yet: buttons that act wait. */
  readonly busy: boolean;
}
