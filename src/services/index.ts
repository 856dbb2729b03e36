import type { ReminderSettings } from '../domain/reminder.js';
import { Changes } from './changes.js';
import { Channels } from './channels.js';
import { Forgetting } from './forget.js';
import { Linking } from './linking.js';
import { Lookup } from './lookup.js';
import { Moves } from './moves.js';
import { Outbox } from './outbox.js';
import { Owners } from './owners.js';
import type { Clock, Store } from './ports.js';
import { Reminders } from './reminders.js';
import { Requests } from './requests.js';
import { Roles } from './roles.js';

export interface Services {
  readonly moves: Moves;
  readonly requests: Requests;
  readonly owners: Owners;
  readonly roles: Roles;
  readonly linking: Linking;
  readonly forgetting: Forgetting;
  readonly lookup: Lookup;
  readonly outbox: Outbox;
  readonly reminders: Reminders;
  readonly channels: Channels;
}

/**
 * `changed` is called after each committed change; `admins`: identities of the configuration; `partnerCountry`: where the
 * partner's own tenant is.
 */
export function createServices(
  store: Store,
  clock: Clock,
  settings: ReminderSettings,
  changed: () => void,
  admins: readonly string[] = [],
  partnerCountry?: string,
): Services {
  const changes = new Changes(store, clock, changed);
  const lookup = new Lookup(store, clock, settings.zone);
  return {
    moves: new Moves(changes, partnerCountry),
    requests: new Requests(store, clock, changes),
    owners: new Owners(changes, lookup, settings.zone),
    roles: new Roles(store, changes, admins),
    linking: new Linking(changes),
    forgetting: new Forgetting(changes),
    lookup,
    outbox: new Outbox(store),
    reminders: new Reminders(store, clock, settings),
    channels: new Channels(store),
  };
}
