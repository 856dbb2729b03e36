import { z } from 'zod';
import { Day, Moment, type Weekday } from './calendar.js';
import { Language } from './language.js';

/** Characters of the reason for a freeze. */
export const FREEZE_REASON = 200;
/** Freezes that one channel can have. */
export const MOST_FREEZES = 20;

/** Days on which nothing can be changed at the customers, both included: what falls on them is announced before. */
export const Freeze = z.object({ from: Day, until: Day, why: z.string().max(FREEZE_REASON).optional() });
export type Freeze = z.infer<typeof Freeze>;

/** Local time of day, `09:00`. */
export const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** Days before a date on which to speak, the largest first, each once. */
export const LeadDays = z.array(z.int().min(0).max(999)).min(1).max(30);

/** What one channel has of its own; what is missing is as everywhere. */
export const ChannelSettings = z.object({
  leadDays: LeadDays.optional(),
  time: TimeOfDay.optional(),
  /** A name of the IANA list. */
  zone: z.string().optional(),
  /** As ISO counts them, 1 is Monday. */
  weekdays: z.array(z.int().min(1).max(7)).min(1).max(7).optional(),
  /** Whose public holidays are days off: `DE`, `DE-BY`. */
  holidays: z
    .string()
    .regex(/^[A-Z]{2}(-[A-Z0-9]{1,12}){0,2}$/)
    .optional(),
  freezes: z.array(Freeze).max(MOST_FREEZES).optional(),
  /** In which Ferry speaks there. */
  language: Language.optional(),
  /** The id of the person who hears last of what nobody has seen to. */
  escalation: z.string().optional(),
  /** When one of them last changed: what was due before then is not made up for. */
  since: Moment,
  /** The person who changed them last. */
  by: z.string(),
});
export type ChannelSettings = z.infer<typeof ChannelSettings>;

/** A zone of the IANA list. Names such as `+02:00` are none: they do not know summer time. */
export const Zone = z.string().refine((zone) => /^[A-Za-z]/.test(zone) && isZone(zone));

/** `90,60,30`, sorted and each once. */
export const WrittenLeadDays = z
  .string()
  .regex(/^\d{1,3}(\s*,\s*\d{1,3})*$/)
  .transform((text) => [...new Set(text.split(',').map(Number))].sort((one, other) => other - one));

/** `mon-fri`, `mon,wed,sat-sun`. */
export const WrittenWeekdays = z.string().transform((text, context) => {
  const days = weekdaysNamed(text.toLowerCase());
  if (days.size === 0) context.addIssue('no days');
  return days;
});

const DAY_NAMES = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** Empty when a name is unknown. */
function weekdaysNamed(text: string): ReadonlySet<Weekday> {
  const days = new Set<Weekday>();
  const parts = text.split(',').map((part) => part.trim());
  for (const part of parts.filter((one) => one !== '')) {
    const [first = '', last = first, ...more] = part.split('-');
    const from = DAY_NAMES.indexOf(first);
    const to = DAY_NAMES.indexOf(last);
    if (from < 0 || to < from || more.length > 0) return new Set();
    for (let day = from; day <= to; day += 1) days.add((day + 1) as Weekday);
  }
  return days;
}
