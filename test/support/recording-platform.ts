import type { Message } from '../../src/messages/message.js';
import { plainText } from '../../src/messages/plain-text.js';
import type { BoardReader, Direct, Finding, Outcome, Parcel, Platform } from '../../src/messages/platform.js';

/** A platform that keeps what it is given; outcomes of the next calls can be set. */
export class RecordingPlatform implements Platform {
  readonly name: string;
  pace: Platform['pace'] = { channel: [], all: [] };
  /** Messages as they stand in the channels, by reference. */
  readonly posted = new Map<string, Parcel>();
  readonly calls: string[] = [];
  /** Taken one by one; afterwards everything is sent. */
  readonly outcomes: Outcome[] = [];
  /** Whether a post whose outcome was `unknown` has arrived all the same. */
  arrives = false;
  /** Every board that was shown, by whose it is. */
  readonly boards = new Map<string, Message[]>();
  hasBoards = false;
  /** Whom it does not know as members. */
  readonly strangers = new Set<string>();
  readable = true;
  /** Whether it can be read back at all. */
  reads = true;

  constructor(name: string) {
    this.name = name;
  }

  get texts(): string[] {
    return [...this.posted.values()].map((parcel) => plainText(parcel.message));
  }

  async start(): Promise<void> {}

  async deliver(parcel: Parcel): Promise<Outcome> {
    this.calls.push(`deliver ${parcel.destination}`);
    const reference = String(this.calls.length);
    const outcome = this.outcomes.shift() ?? { kind: 'sent', reference };
    if (outcome.kind === 'sent' || (outcome.kind === 'unknown' && this.arrives)) this.posted.set(reference, parcel);
    return outcome;
  }

  async update(reference: string, parcel: Parcel): Promise<Outcome> {
    this.calls.push(`update ${parcel.destination}`);
    const outcome = this.outcomes.shift() ?? { kind: 'sent', reference };
    if (outcome.kind === 'sent') this.posted.set(reference, parcel);
    return outcome;
  }

  async find(parcel: Parcel): Promise<Finding> {
    this.calls.push(`find ${parcel.destination}`);
    if (!this.reads) return { kind: 'never' };
    if (!this.readable) return { kind: 'unreadable', reason: 'this channel cannot be read back' };
    const found = [...this.posted].find(([, posted]) => posted.key === parcel.key);
    return found ? { kind: 'found', reference: found[0] } : { kind: 'absent' };
  }

  async direct(identity: string): Promise<Direct> {
    if (this.strangers.has(identity)) return { kind: 'none', reason: 'not_a_member' };
    return { kind: 'found', address: `${identity}/direct` };
  }

  link(reference: string): string | undefined {
    return `https://${this.name}.test/${reference}`;
  }

  async board(
    identity: string,
    board: Message,
    shown: string | undefined,
    to: BoardReader = 'member',
  ): Promise<Outcome> {
    if (!this.hasBoards) return { kind: 'stop', reason: 'no_board' };
    if (to === 'member' && this.strangers.has(identity)) return { kind: 'stop', reason: 'not_a_member' };
    const outcome = this.outcomes.shift() ?? { kind: 'sent', reference: shown ?? `board of ${identity}` };
    if (outcome.kind === 'sent') this.boards.set(identity, [...(this.boards.get(identity) ?? []), board]);
    return outcome;
  }

  async time(): Promise<number | undefined> {
    return undefined;
  }

  async stop(): Promise<void> {}
}
