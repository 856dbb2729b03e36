import type { PlainValue } from './refusal.js';

/** What `ferry doctor` looks at; its name is in the catalogue under `doctor.check-<name>`. */
export type HealthCheck =
  | 'address'
  | 'data-folder'
  | 'heartbeat'
  | 'kept'
  | 'lock'
  | 'node'
  | 'platforms'
  | 'room'
  | 'running'
  | 'settings'
  | 'slack'
  | 'slack-clock'
  | 'slack-manifest'
  | 'slack-permissions'
  | 'slack-secret'
  | 'slack-socket'
  | 'slack-token'
  | 'slack-workspaces'
  | 'teams'
  | 'teams-clock'
  | 'teams-cloud'
  | 'teams-ids'
  | 'teams-keys'
  | 'teams-manifest'
  | 'teams-sign-in'
  | 'zone';

/** What can be found, with the values that its sentence in the catalogue (`doctor.says-<name>`) needs. */
export const HEALTH_FACTS = {
  'address-unknown': [],
  'address-unneeded': [],
  'app-placeholder': [],
  'bot-id-odd': [],
  'bot-other': [],
  'bot-placeholder': [],
  'bot-same': [],
  'clock-ahead': ['seconds', 'whose'],
  'clock-behind': ['seconds', 'whose'],
  'clock-same': ['whose'],
  'clock-untold': ['whose'],
  'cloud-other': [],
  'folder-absent': ['path'],
  'folder-hidden': ['code', 'path'],
  'folder-impossible': ['path'],
  'folder-is-file': ['path'],
  'folder-own': ['mode', 'path'],
  'folder-read-only': ['path'],
  'folder-shared': ['mode', 'path'],
  'folder-writable': ['path'],
  'heartbeat-set': [],
  'heartbeat-unset': [],
  'identity-elsewhere': [],
  'ids-good': [],
  'kept-damaged': [],
  'kept-good': ['journals', 'records'],
  'kept-nothing': [],
  'kept-unreadable': ['code', 'path'],
  'kept-wrong': ['places'],
  'keys-good': ['count'],
  'keys-odd': [],
  'keys-other-issuer': [],
  'keys-unread': ['reason'],
  'lock-free': [],
  'lock-held': [],
  'login-away': ['reason'],
  'login-unwell': ['code'],
  'manifest-address': ['url'],
  'manifest-no-socket': [],
  'manifest-odd': ['file'],
  'manifest-placeholder': ['url'],
  'manifest-short': ['scopes'],
  'manifest-socket': [],
  'node-good': ['version'],
  'node-old': ['version'],
  'not-asked': [],
  'not-looked-at': ['reason'],
  'password-is-id': [],
  'permissions-exact': ['count'],
  'permissions-missing': ['scopes'],
  'permissions-more': ['scopes'],
  'permissions-untold': [],
  'platforms-none': [],
  'room-enough': ['free'],
  'room-little': ['free'],
  'room-none': [],
  'room-unknown': ['reason'],
  'running-doubts-clock': ['status'],
  'running-elsewhere': ['port'],
  'running-never-looked': ['status'],
  'running-none': ['port'],
  'running-odd': ['port', 'reason'],
  'running-other': ['port'],
  'running-port-0': [],
  'running-unwell': ['at', 'status'],
  'running-well': ['at'],
  'secret-good': [],
  'secret-odd': [],
  'settings-bad': ['problem'],
  'settings-good': [],
  'slack-refuses': ['reason', 'variable'],
  'slack-silent': ['reason'],
  'socket-good': [],
  'teams-local': [],
  'token-good': ['id', 'team', 'user'],
  'token-given': [],
  'token-refused': ['code'],
  'workspace-alone': ['id'],
  'workspaces-served': ['ids'],
  'workspaces-short': ['id'],
  'zone-time': ['now', 'zone'],
} as const;

/** What there is to do, with the values that its sentence in the catalogue (`doctor.mend-<name>`) needs. */
export const HEALTH_MENDS = {
  'add-permissions': [],
  'add-workspace': ['id'],
  'ask-as-user': [],
  'ask-from-outside': [],
  'bot-unknown': [],
  'compare-bot': [],
  'compare-clock': [],
  'compare-permissions': [],
  connect: [],
  'copy-again': ['where'],
  'copy-secret': [],
  'free-port': [],
  'give-folder': [],
  'give-port': [],
  'install-node': ['least'],
  'look-at-port': [],
  'look-elsewhere': [],
  'look-with-df': [],
  'make-folder': [],
  'make-room': [],
  'make-room-soon': [],
  'mend-data-dir': [],
  'mend-settings': [],
  'one-cloud': [],
  'other-data-dir': [],
  'password-expired': [],
  'password-wrong': [],
  'put-app-id': [],
  'put-bot-id': [],
  'put-bot-id-again': [],
  'reach-microsoft': [],
  'reach-slack': ['address'],
  'reach-slack-url': ['address'],
  'remove-local': [],
  'remove-permissions': [],
  run: ['command'],
  'see-address': [],
  'see-answer': [],
  'see-example': [],
  'see-heartbeat': [],
  'see-log': [],
  'set-clock': [],
  'take-bot-id': [],
  'take-manifest': [],
  'take-value': [],
  'tenant-unknown': [],
  'try-again': [],
  'try-later': [],
  'turn-socket-on': [],
  verify: [],
} as const;

export type HealthFact = keyof typeof HEALTH_FACTS;
export type HealthMend = keyof typeof HEALTH_MENDS;

/** Names of the values that the sentences of a finding need. */
export type HealthNeeds<F extends HealthFact, M extends HealthMend = never> =
  | (typeof HEALTH_FACTS)[F][number]
  | (typeof HEALTH_MENDS)[M][number];

/** A value of a finding's sentences: also a list, joined as the language does. */
export type HealthValue = PlainValue | { readonly list: readonly string[] };

/** What one look at Ferry's surroundings found, as facts; messages/doctor.ts has the words. It never holds a secret. */
export interface HealthFinding {
  readonly state: 'ok' | 'look' | 'broken';
  readonly check: HealthCheck;
  readonly says: HealthFact;
  /** What to do about it. */
  readonly mend?: HealthMend;
  /** For both sentences. */
  readonly values: Readonly<Record<string, HealthValue>>;
  /** Of what is broken: whether a setting is, the world around (a network, a disk, a clock), or what is kept. */
  readonly lies?: 'settings' | 'world' | 'store';
}
