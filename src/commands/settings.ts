import type { ChannelView } from '../domain/channel-view.js';
import { UserError } from '../domain/refusal.js';
import { saySettings, saySettingsChanged, sayWeekdaysAsTyped } from '../messages/settings.js';
import type { Own, SettingChange } from '../services/channel-setup.js';
import { type Context, command, type Defaults, usage } from './command.js';
import { readLanguage } from './field.js';
import { personMeant } from './person-meant.js';
import { readFreeze, readFreezeDay, readLeads, readPlace, readTime, readWeekdays, readZone } from './read-settings.js';

/** What can be set, by the name of its record's field. */
const FIELDS = {
  leads: 'leadDays',
  time: 'time',
  zone: 'zone',
  weekdays: 'weekdays',
  holidays: 'holidays',
  freeze: 'freezes',
  escalation: 'escalation',
  language: 'language',
} as const satisfies Record<string, keyof Own>;

type What = keyof typeof FIELDS;

const ALL = [
  'leads',
  'time',
  'zone',
  'weekdays',
  'holidays',
  'freeze',
  'escalation',
  'language',
] as const satisfies What[];

/** A freeze's reason and its two days, with room for what is then said to be too long. */
const VALUE_LIMIT = 300;

const setting = { limit: VALUE_LIMIT, clearable: true } as const;

export const settings = command({
  name: 'settings',
  role: 'viewer',
  // Everybody may see how Ferry speaks; changing it is for operators.
  roleFor: (values) => (Object.values(values).every((value) => value === undefined) ? 'viewer' : 'operator'),
  looks: true,
  fields: [
    { name: 'what', kind: 'one-of', options: ALL, positional: true },
    { name: 'value', kind: 'text', positional: true, free: true, limit: VALUE_LIMIT },
    { name: 'leads', kind: 'text', ...setting },
    { name: 'time', kind: 'text', ...setting },
    { name: 'zone', kind: 'text', ...setting },
    { name: 'weekdays', kind: 'text', ...setting },
    { name: 'holidays', kind: 'text', ...setting },
    { name: 'freeze', kind: 'text', ...setting },
    { name: 'escalation', kind: 'person', clearable: true },
    { name: 'language', kind: 'language', clearable: true },
  ],
  form: ALL,
  example: 'settings freeze 2026-12-18..2027-01-04 "year end"',
  defaults: async (_typed, context) => asTyped(await inForce(context), context),
  async run(values, context) {
    const { services, words, ask } = context;
    const wanted = await wantedOf(values, context);
    if (wanted.size === 0) return saySettings(words, await inForce(context));
    // What is due by now is due as it was: a change looks ahead.
    if (services.clockGuard.doubt === undefined) await services.reminders.sweep(context.now());
    const changes = [...wanted].map(([what, value]) => changeTo(what, value, context));
    return saySettingsChanged(words, await services.channelSetup.change(ask, changes));
  },
});

function inForce({ services, words, ask }: Context): Promise<ChannelView> {
  return services.channelSetup.show(ask.from, words.language);
}

type Given = { readonly [name in What]: string | null | undefined } & {
  readonly what: What | undefined;
  readonly value: string | undefined;
};

/** What is to be set to what; null: as everywhere. What a form shows as it is already, is not. */
async function wantedOf(values: Given, context: Context): Promise<Map<What, string | null>> {
  const { what, value } = values;
  const wanted = new Map<What, string | null>();
  if (what !== undefined) {
    if (value === undefined) throw new UserError('settings-value', { field: what, example: EXAMPLES[what] });
    wanted.set(what, value);
  } else if (value !== undefined) {
    throw new UserError('missing-fields', { fields: 'what', usage: usage(settings) });
  }
  const named = ALL.filter((name) => values[name] !== undefined);
  if (named.length === 0) return wanted;
  const { values: shown } = await asTyped(await inForce(context), context);
  for (const name of named) {
    const text = values[name];
    if (text !== undefined && (text ?? '') !== (shown[name] ?? '')) wanted.set(name, text);
  }
  return wanted;
}

/** What holds in the channel, as it would be typed. */
async function asTyped(view: ChannelView, { services, ask }: Context): Promise<Defaults> {
  const { settings: held, own } = view;
  const person = held.escalation === undefined ? undefined : await services.lookup.person(held.escalation);
  const here = ask.from.slice(0, ask.from.indexOf('/') + 1);
  const identity = person?.identities.find((one) => here !== '' && one.startsWith(here)) ?? person?.id;
  return {
    values: {
      leads: held.leadDays.join(','),
      time: held.time,
      zone: held.zone,
      weekdays: sayWeekdaysAsTyped(held.weekdays),
      ...(own?.holidays === undefined ? {} : { holidays: own.holidays }),
      ...(identity === undefined ? {} : { escalation: identity }),
      language: view.language,
    },
    // What somebody else has set meanwhile is not put back.
    rev: own === undefined ? 0 : Date.parse(own.since),
    ...(person === undefined ? {} : { shown: { escalation: person.name } }),
  };
}

const EXAMPLES: Record<What, string> = {
  leads: 'settings leads 90,60,30,14,7,3,1,0',
  time: 'settings time 08:30',
  zone: 'settings zone Europe/Paris',
  weekdays: 'settings weekdays mon-thu',
  holidays: 'settings holidays FR',
  freeze: 'settings freeze 2026-12-18..2027-01-04 "year end"',
  escalation: 'settings escalation @maria',
  language: 'settings language fr',
};

/** Where everywhere there is none, the words for none are the same as `default`. */
const NONE: ReadonlySet<string> = new Set(['none', 'off', 'nobody']);
const WITH_NONE: ReadonlySet<What> = new Set(['holidays', 'freeze', 'escalation']);

function takesAway(what: What, value: string): boolean {
  const word = value.toLowerCase();
  return word === 'default' || (WITH_NONE.has(what) && NONE.has(word));
}

function changeTo(what: What, value: string | null, context: Context): SettingChange {
  if (value === null || takesAway(what, value)) return { what: 'clear', name: FIELDS[what] };
  switch (what) {
    case 'leads':
      return { what: 'set', values: { leadDays: readLeads(value) } };
    case 'time':
      return { what: 'set', values: { time: readTime(value) } };
    case 'zone':
      return { what: 'set', values: { zone: readZone(value) } };
    case 'weekdays':
      return { what: 'set', values: { weekdays: readWeekdays(value) } };
    case 'holidays':
      return { what: 'observe', where: readPlace(value) };
    case 'freeze': {
      const from = readFreezeDay(value, context.dates);
      return from === undefined
        ? { what: 'freeze', freeze: readFreeze(value, context.dates) }
        : { what: 'unfreeze', from };
    }
    case 'language':
      return { what: 'set', values: { language: readLanguage(value) } };
    case 'escalation':
      return { what: 'escalate', who: personMeant(context, value) };
  }
}
