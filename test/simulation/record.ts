import { createHash } from 'node:crypto';
import type { ChannelSettings } from '../../src/domain/channel-settings.js';
import type { Migration } from '../../src/domain/migration.js';
import type { Message } from '../../src/messages/message.js';
import type { OutboxRow } from '../../src/services/ports.js';

/** A message as a platform has taken it. All times are true ones, in ms since 1970. */
export interface Taken {
  readonly at: number;
  /** When the bot asked for it, and what its clock said then. */
  readonly asked: number;
  readonly wall: number;
  readonly channel: string;
  readonly key: string;
  readonly reference: string;
  readonly isUpdate: boolean;
  readonly message: Message;
}

/** What the store said from then on. */
export interface Change {
  readonly at: number;
  readonly wall: number;
  readonly migrations: ReadonlyMap<string, Migration>;
  /** By channel; undefined: as everywhere. */
  readonly settings: ReadonlyMap<string, ChannelSettings | undefined>;
}

/** The bot looked at what is due, or could have: something had changed. */
export interface Look {
  readonly at: number;
  readonly wall: number;
  /** The bot believed its clock. */
  isTrusted: boolean;
}

/** Something kept posts from a channel, until it can have been made up for. Without a channel: from all. */
export interface Trouble {
  readonly from: number;
  readonly until: number;
  readonly channel: string | undefined;
  readonly why: string;
}

/** Everything that a checker may know of a run. */
export interface RunRecord {
  readonly taken: Taken[];
  readonly changes: Change[];
  readonly looks: Look[];
  readonly troubles: Trouble[];
  /** What became of rows, for whoever replays a seed: nothing that a checker may know. */
  readonly rows: { readonly at: number; readonly row: OutboxRow }[];
  /** What the platforms themselves complain of, and what the bot does itself. */
  readonly complaints: string[];
  /** How everybody speaks, as the configuration says. */
  readonly standard: { readonly zone: string; readonly time: string; readonly leadDays: readonly number[] };
  /** Posts of incidents of which the bot cannot know whether they arrived, by channel and original: the answer never came. */
  readonly unanswered: Map<string, number>;
  /** How often what happened. */
  readonly happened: Map<string, number>;
  end: number;
}

export function newRecord(standard: RunRecord['standard']): RunRecord {
  return {
    taken: [],
    changes: [],
    looks: [],
    troubles: [],
    rows: [],
    complaints: [],
    standard,
    unanswered: new Map(),
    happened: new Map(),
    end: 0,
  };
}

export function countUnanswered({ unanswered }: RunRecord, channel: string, original: string): void {
  const name = `${channel} ${original}`;
  unanswered.set(name, (unanswered.get(name) ?? 0) + 1);
}

/** What a post is called for ever where it stands, by the id of its row. */
export function keyOfPost(id: string): string {
  const known = keys.get(id) ?? createHash('sha256').update(id).digest('hex').slice(0, 16);
  keys.set(id, known);
  return known;
}

const keys = new Map<string, string>();
