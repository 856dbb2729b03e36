import { UserError } from '../domain/refusal.js';
import { saySettings, saySettingsChanged } from '../messages/settings.js';
import type { Own } from '../services/channel-setup.js';
import { type Context, command, usage } from './command.js';
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
} as const satisfies Record<string, keyof Own>;

type What = keyof typeof FIELDS;

/** A freeze's reason and its two days, with room for what is then said to be too long. */
const VALUE_LIMIT = 300;

export const settings = command({
  name: 'settings',
  role: 'viewer',
  // Everybody may see how Ferry speaks; changing it is for operators.
  roleFor: ({ value }) => (value === undefined ? 'viewer' : 'operator'),
  fields: [
    {
      name: 'what',
      kind: 'one-of',
      options: ['leads', 'time', 'zone', 'weekdays', 'holidays', 'freeze', 'escalation'],
      positional: true,
    },
    { name: 'value', kind: 'text', positional: true, free: true, limit: VALUE_LIMIT },
  ],
  example: 'settings freeze 2026-12-18..2027-01-04 "year end"',
  async run({ what, value }, context) {
    const { services, words, ask } = context;
    if (what === undefined && value === undefined) {
      return saySettings(words, await services.channelSetup.show(ask.from));
    }
    if (what === undefined) throw new UserError('missing-fields', { fields: 'what', usage: usage(settings) });
    if (value === undefined) throw new UserError('settings-value', { field: what, example: EXAMPLES[what] });
    // What is due by now is due as it was: a change looks ahead.
    if (services.clockGuard.doubt === undefined) await services.reminders.sweep(context.now());
    const change = takesAway(what, value)
      ? services.channelSetup.clear(ask, FIELDS[what])
      : setTo(what, value, context);
    return saySettingsChanged(words, await change);
  },
});

const EXAMPLES: Record<What, string> = {
  leads: 'settings leads 90,60,30,14,7,3,1,0',
  time: 'settings time 08:30',
  zone: 'settings zone Europe/Paris',
  weekdays: 'settings weekdays mon-thu',
  holidays: 'settings holidays FR',
  freeze: 'settings freeze 2026-12-18..2027-01-04 "year end"',
  escalation: 'settings escalation @maria',
};

/** Where everywhere there is none, the words for none are the same as `default`. */
const NONE: ReadonlySet<string> = new Set(['none', 'off', 'nobody']);
const WITH_NONE: ReadonlySet<What> = new Set(['holidays', 'freeze', 'escalation']);

function takesAway(what: What, value: string): boolean {
  const word = value.toLowerCase();
  return word === 'default' || (WITH_NONE.has(what) && NONE.has(word));
}

function setTo(what: What, value: string, context: Context) {
  const { services, ask } = context;
  const { channelSetup } = services;
  switch (what) {
    case 'leads':
      return channelSetup.set(ask, { leadDays: readLeads(value) });
    case 'time':
      return channelSetup.set(ask, { time: readTime(value) });
    case 'zone':
      return channelSetup.set(ask, { zone: readZone(value) });
    case 'weekdays':
      return channelSetup.set(ask, { weekdays: readWeekdays(value) });
    case 'holidays':
      return channelSetup.observe(ask, readPlace(value));
    case 'freeze': {
      const gone = readFreezeDay(value);
      return gone === undefined ? channelSetup.freeze(ask, readFreeze(value)) : channelSetup.unfreeze(ask, gone);
    }
    case 'escalation':
      return channelSetup.escalate(ask, personMeant(context, value));
  }
}
