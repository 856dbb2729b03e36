import type { ReminderSettings } from '../domain/reminder.js';
import { Channels } from './channels.js';
import { Lookup } from './lookup.js';
import { Moves } from './moves.js';
import { Outbox } from './outbox.js';
import type { Clock, Store } from './ports.js';
import { Reminders } from './reminders.js';

export interface Services {
  readonly moves: Moves;
  readonly lookup: Lookup;
  readonly outbox: Outbox;
  readonly reminders: Reminders;
  readonly channels: Channels;
}

/** `changed` is called after each committed change. */
export function createServices(store: Store, clock: Clock, settings: ReminderSettings, changed: () => void): Services {
  return {
    moves: new Moves(store, clock, changed),
    lookup: new Lookup(store, clock),
    outbox: new Outbox(store),
    reminders: new Reminders(store, settings),
    channels: new Channels(store),
  };
}
