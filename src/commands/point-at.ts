import type { RefusalCode, UserError } from '../domain/refusal.js';
import type { Words } from '../messages/words.js';
import type { Command } from './command.js';
import type { Problems } from './form-of.js';

/** Which field a refusal means that is about more than one value: the first of these that the form has. */
const MEANT: Partial<Record<RefusalCode, readonly string[]>> = {
  'accepted-in-future': ['on'],
  'addon-circle': ['addon-of'],
  'addon-of-itself': ['addon-of'],
  'agreement-in-future': ['agreement'],
  'agreement-in-future-start': ['agreement'],
  'ambiguous-migration': ['migration', 'original', 'what'],
  'away-day': ['day'],
  'away-past': ['day'],
  'breaks-cancellation': ['seats', 'original', 'what'],
  'cancel-after-end': ['on'],
  'cancel-ended': ['how'],
  'cancel-in-future': ['on'],
  'customer-name': ['customer'],
  'ended-otherwise': ['how'],
  'expired-other-day': ['on'],
  'expires-later': ['on'],
  'expires-never': ['how'],
  'licenses-none': ['done'],
  'licenses-too-many': ['done'],
  'no-customer': ['customer'],
  'no-migration': ['migration', 'original', 'what'],
  'no-original': ['original', 'what'],
  'no-request': ['request'],
  'not-a-transfer': ['how'],
  'ordered-in-future': ['ordered'],
  'own-end-too-early': ['ends'],
  'person-ambiguous': ['person', 'escalation'],
  'person-hidden': ['person', 'escalation'],
  'person-unknown': ['person', 'escalation'],
  preflight: ['despite'],
  'provision-before-accepted': ['on'],
  'reason-with-cancelled': ['reason'],
  'renewed-after-end': ['until'],
  'renewed-until': ['until'],
  'route-of-other-source': ['route', 'source'],
  'sent-in-future': ['sent'],
  'settings-freeze': ['freeze'],
  'settings-freeze-backwards': ['freeze'],
  'settings-freeze-long': ['freeze'],
  'settings-freeze-many': ['freeze'],
  'settings-freeze-none': ['freeze'],
  'settings-freeze-past': ['freeze'],
  'settings-holidays': ['holidays'],
  'settings-holidays-part': ['holidays'],
  'settings-leads': ['leads'],
  'settings-time': ['time'],
  'settings-weekdays': ['weekdays'],
  'settings-zone': ['zone'],
  'settings-zone-suggest': ['zone'],
  'several-replacements': ['original'],
  'snooze-last-day': ['until'],
  'snooze-nothing': ['what'],
  'snooze-past': ['until'],
  'snooze-too-late': ['until'],
  'step-in-future': ['on'],
  'step-too-early': ['on'],
  'transferred-in-future': ['on'],
  'unneeded-with-expired': ['unneeded'],
  'unsafe-end': ['reason'],
  'which-original': ['original', 'what'],
};

/** What stands against a form, said at the inputs that are meant; what is about none of them, about all of it. */
export function pointAt(words: Words, command: Command, wrong: readonly UserError[], whole?: string): Problems {
  const at = new Map<string, string>();
  const rest = whole === undefined ? [] : [whole];
  for (const error of wrong) {
    const field = fieldOf(command, error);
    if (field === undefined) rest.push(sayIt(words, error));
    else at.set(field, sayIt(words, error));
  }
  return { at: Object.fromEntries(at), ...(rest.length === 0 ? {} : { whole: rest.join('\n') }) };
}

function fieldOf({ form }: Command, { code, values }: UserError): string | undefined {
  const named = typeof values.field === 'string' ? [values.field] : [];
  return [...named, ...(MEANT[code] ?? [])].find((name) => form.some((field) => field.name === name));
}

/** In a form fields are called as they are labelled there. */
function sayIt(words: Words, { code, values }: UserError): string {
  const { field } = values;
  const label = typeof field === 'string' ? words.sayIfAny(`label.${field}`) : undefined;
  return words.say(`refusal.${code}`, label === undefined ? values : { ...values, field: label });
}
