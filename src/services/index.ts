import type { Language } from '../domain/language.js';
import type { ReminderSettings } from '../domain/reminder.js';
import { Audit } from './audit.js';
import { BoardViews } from './board.js';
import { Changes } from './changes.js';
import { ChannelSetup } from './channel-setup.js';
import { Channels } from './channels.js';
import { ClockGuard } from './clock-guard.js';
import { DigestViews } from './digest-views.js';
import { Forecast } from './forecast.js';
import { Forgetting } from './forget.js';
import { Languages } from './languages.js';
import { LastChange } from './last-change.js';
import { Linking } from './linking.js';
import { Lookup } from './lookup.js';
import { Moves } from './moves.js';
import { Relocation } from './moving.js';
import { Outbox } from './outbox.js';
import { Owners } from './owners.js';
import { PersonalDigests } from './personal-digests.js';
import type { Clock, Store } from './ports.js';
import { Reminders } from './reminders.js';
import { Requests } from './requests.js';
import { Revision } from './revision.js';
import { Roles } from './roles.js';
import { Silences } from './silences.js';
import { Snoozes } from './snoozes.js';
import { Speaking } from './speaking.js';
import { StandingBoards } from './standing-boards.js';
import { Standings } from './standings.js';
import { Suggestions } from './suggestions.js';
import { Unreachable } from './unreachable.js';
import { Upcoming } from './upcoming.js';
import { Welcome } from './welcome.js';

export interface Services {
  readonly moves: Moves;
  readonly requests: Requests;
  readonly relocation: Relocation;
  readonly owners: Owners;
  readonly snoozes: Snoozes;
  readonly roles: Roles;
  readonly languages: Languages;
  readonly linking: Linking;
  readonly forgetting: Forgetting;
  readonly lookup: Lookup;
  readonly suggestions: Suggestions;
  readonly revision: Revision;
  readonly lastChange: LastChange;
  readonly outbox: Outbox;
  readonly reminders: Reminders;
  readonly forecast: Forecast;
  readonly upcoming: Upcoming;
  readonly silences: Silences;
  readonly channels: Channels;
  readonly channelSetup: ChannelSetup;
  readonly speaking: Speaking;
  readonly digests: DigestViews;
  readonly personal: PersonalDigests;
  readonly unreachable: Unreachable;
  readonly clockGuard: ClockGuard;
  readonly audit: Audit;
  readonly boards: BoardViews;
  readonly standingBoards: StandingBoards;
  readonly welcome: Welcome;
}

export interface ServicesOptions {
  readonly store: Store;
  readonly clock: Clock;
  /** How Ferry speaks in a channel that has no settings of its own. */
  readonly settings: ReminderSettings;
  /** In which Ferry speaks where nobody chose another language. */
  readonly language?: Language;
  /** Called after each committed change. */
  readonly changed: () => void;
  /** Identities of the configuration. */
  readonly admins?: readonly string[];
  /** Where the partner's own tenant is. */
  readonly partnerCountry?: string | undefined;
  /** The time of a platform, for a clock that is in doubt. */
  readonly witness?: () => Promise<number | undefined>;
}

export function createServices(options: ServicesOptions): Services {
  const { store, clock, settings, changed, language = 'en', admins = [], partnerCountry } = options;
  const { witness = async () => undefined } = options;
  const changes = new Changes(store, clock, changed);
  const speaking = new Speaking(store, settings);
  const languages = new Languages(store, changes, language);
  const standings = new Standings(store, clock);
  const lookup = new Lookup(store, clock, settings.zone, standings);
  const roles = new Roles(store, changes, admins);
  const clockGuard = new ClockGuard(store, clock, witness);
  const digests = new DigestViews(store, clock, lookup, speaking);
  const reminders = new Reminders(store, clock, speaking);
  const personal = new PersonalDigests(store, clock, changes, lookup, speaking, digests);
  return {
    moves: new Moves(changes, partnerCountry),
    requests: new Requests(store, clock, changes),
    relocation: new Relocation(store, changes, speaking, () => clockGuard.trusts(clock.now())),
    owners: new Owners(changes, lookup, settings.zone),
    snoozes: new Snoozes(changes, speaking),
    roles,
    languages,
    linking: new Linking(changes),
    forgetting: new Forgetting(changes),
    lookup,
    suggestions: new Suggestions(store, clock, standings),
    revision: new Revision(store),
    lastChange: new LastChange(store),
    outbox: new Outbox(store),
    reminders,
    forecast: new Forecast(store, clock, speaking),
    upcoming: new Upcoming(store, reminders, personal, settings.zone),
    silences: new Silences(store, clock, lookup, speaking),
    channels: new Channels(store),
    channelSetup: new ChannelSetup(store, clock, changes, speaking, languages),
    speaking,
    digests,
    personal,
    unreachable: new Unreachable(store, clock, digests, speaking, roles),
    clockGuard,
    audit: new Audit(store, clock, settings),
    boards: new BoardViews(store, clock, lookup, standings, settings.zone),
    standingBoards: new StandingBoards(store),
    welcome: new Welcome(store, clock),
  };
}
