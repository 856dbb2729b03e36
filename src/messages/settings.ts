import { daysBetween } from '../domain/calendar.js';
import type { Freeze } from '../domain/channel-settings.js';
import type { ChannelChanged, ChannelView } from '../domain/channel-view.js';
import type { Block, Message } from './message.js';
import type { Words } from './words.js';

/** From so many days before a date on it is near: a list of leads without one of them is worth a word. */
const LAST_DAYS = 7;

/** Each setting with its value in the channel and whose it is, and the days off that are ahead. */
export function saySettings(words: Words, view: ChannelView): Message {
  const { settings, own, by, next } = view;
  const line = (what: Setting, value: string, isOwn: boolean) => {
    return [words.say(`settings.name-${what}`), value, words.say(isOwn ? 'settings.own' : 'settings.standard')];
  };
  const head = (['setting', 'value', 'whose'] as const).map((name) => words.say(`settings.head-${name}`));
  const rows = [
    line('leads', sayLeads(words, settings.leadDays), own?.leadDays !== undefined),
    line('time', settings.time, own?.time !== undefined),
    line('zone', settings.zone, own?.zone !== undefined),
    line('weekdays', sayWeekdays(words, settings.weekdays), own?.weekdays !== undefined),
    line(
      'holidays',
      own?.holidays === undefined ? words.say('settings.none') : sayPlace(words, own.holidays),
      own?.holidays !== undefined,
    ),
    line('freeze', words.say('settings.freezes', { count: freezesAhead(view).length }), own?.freezes !== undefined),
    line('escalation', view.escalation ?? words.say('settings.nobody'), own?.escalation !== undefined),
    line('language', words.languageName(view.language), own?.language !== undefined),
  ];
  const changed =
    own && by !== undefined ? [note(words.say('settings.changed', { by, at: { moment: own.since } }))] : [];
  return {
    title: words.say('settings.title'),
    blocks: [
      { kind: 'table', head, rows },
      text(words.say('settings.next', { on: { day: next }, time: settings.time, zone: settings.zone })),
      text(sayDaysOff(words, view)),
      ...cautionAboutLastDays(words, settings.leadDays),
      ...changed,
      note(words.say('settings.how')),
      {
        kind: 'buttons',
        buttons: [{ label: words.say('button.settings'), run: 'settings', form: true }],
      },
    ],
  };
}

type Setting = 'leads' | 'time' | 'zone' | 'weekdays' | 'holidays' | 'freeze' | 'escalation' | 'language';

/** What holds in the channel now, from when on, and what the change leaves unsaid. */
export function saySettingsChanged(words: Words, { view, unchanged, missedUntil }: ChannelChanged): Message {
  const { settings, own, escalation, next, today } = view;
  const { time, zone, leadDays } = settings;
  const freezes = freezesAhead(view).length;
  const holds = words.say('settings.holds', {
    time,
    zone,
    days: sayWeekdays(words, settings.weekdays),
    off: sayOff(own?.holidays !== undefined, freezes > 0),
    place: own?.holidays === undefined ? '' : sayPlace(words, own.holidays),
    count: freezes,
    leads: sayLeads(words, leadDays),
  });
  const heard = escalation === undefined ? [] : [words.say('settings.escalates', { name: escalation })];
  const spoken =
    own?.language === undefined ? [] : [words.say('settings.speaks', { language: words.languageName(own.language) })];
  const from = words.say('settings.next', { on: { day: next }, time, zone });
  const missed = missedUntil && {
    until: { day: missedUntil },
    // What a reminder of such a day is about lies as far ahead as the first lead.
    days: Math.max(1, daysBetween(today, missedUntil) + Math.max(...leadDays)),
  };
  return {
    title: words.say(unchanged ? 'settings.title-same' : 'settings.title-changed'),
    blocks: [
      text([holds, ...sayFreezes(words, view).map(({ said }) => said), ...heard, ...spoken, from].join('\n')),
      ...(missed ? [caution(words.say('settings.missed', missed))] : []),
      ...cautionAboutLastDays(words, leadDays),
    ],
  };
}

function cautionAboutLastDays(words: Words, leads: readonly number[]): Block[] {
  const last = Math.min(...leads);
  return last > LAST_DAYS ? [caution(words.say('settings.last-days', { days: last }))] : [];
}

function sayOff(holidays: boolean, freezes: boolean): string {
  if (holidays && freezes) return 'both';
  return holidays ? 'holidays' : freezes ? 'freezes' : 'none';
}

function sayLeads(words: Words, leads: readonly number[]): string {
  return words.enumerate(leads.map(String));
}

/** `Mon–Thu`, `Mon, Wed, Sat–Sun`. */
function sayWeekdays(words: Words, weekdays: ReadonlySet<number>): string {
  const name = (day: number) => words.weekday(day);
  const runs: number[][] = [];
  for (const day of [...weekdays].sort()) {
    const last = runs.at(-1);
    if (last?.at(-1) === day - 1) last.push(day);
    else runs.push([day]);
  }
  const parts = runs.flatMap((run) => {
    const [first = 0] = run;
    return run.length > 2
      ? [words.say('settings.weekday-run', { first: name(first), last: name(run.at(-1) ?? first) })]
      : run.map(name);
  });
  return words.list(parts);
}

const TYPED = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** `mon,tue,wed`: the same in every language, as it is typed. */
export function sayWeekdaysAsTyped(weekdays: ReadonlySet<number>): string {
  return [...weekdays]
    .sort()
    .map((day) => TYPED[day - 1])
    .join(',');
}

function freezesAhead({ own, today }: ChannelView): readonly Freeze[] {
  return (own?.freezes ?? []).filter(({ until }) => until >= today);
}

function sayFreezes(words: Words, view: ChannelView): { readonly day: string; readonly said: string }[] {
  return freezesAhead(view).map(({ from, until, why = '' }) => {
    const values = { from: { day: from }, until: { day: until }, has: why === '' ? 'none' : 'one', why };
    return { day: from, said: words.say(from === until ? 'settings.freeze-day' : 'settings.freeze', values) };
  });
}

/** `Germany (DE-BY)`: two letters are easily taken for another country's. */
function sayPlace(words: Words, code: string): string {
  return words.say('settings.place', { country: words.country(code.slice(0, 2)), code });
}

/** Freezes are all named, however far ahead they lie. */
function sayDaysOff(words: Words, view: ChannelView): string {
  const { today, until, holidays } = view;
  const holiday = holidays.map(({ day, name }) => {
    return { day, said: words.say('settings.day-off', { on: { day }, why: name }) };
  });
  const lines = [...holiday, ...sayFreezes(words, view)].sort((one, other) =>
    one.day < other.day ? -1 : one.day > other.day ? 1 : 0,
  );
  const days = daysBetween(today, until);
  if (lines.length === 0) return words.say('settings.days-off-none', { days });
  return [words.say('settings.days-off', { days }), ...lines.map(({ said }) => said)].join('\n');
}

function text(said: string): Block {
  return { kind: 'text', text: said };
}

function note(said: string): Block {
  return { kind: 'note', text: said };
}

function caution(said: string): Block {
  return { kind: 'note', tone: 'caution', text: said };
}
