import { type RefusalCode, UserError } from '../domain/refusal.js';
import { labelOf, sayWhyNot } from '../messages/refusals.js';
import type { Words } from '../messages/words.js';
import type { Field } from './field.js';
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
  'change-replacement': ['what'],
  'customer-name': ['customer'],
  'deputy-is-owner': ['person'],
  'ended-otherwise': ['how'],
  'expired-other-day': ['on'],
  'expires-later': ['how'],
  'expires-never': ['how'],
  'licenses-none': ['done'],
  'licenses-too-many': ['done'],
  'link-same-place': ['other'],
  'move-closed': ['to'],
  'move-invite': ['to'],
  'no-command': ['command'],
  'no-command-suggest': ['command'],
  'no-command-suggest-alias': ['command'],
  'no-customer': ['customer'],
  'no-migration': ['migration', 'original', 'what'],
  'no-migration-suggest': ['migration', 'original', 'what'],
  'no-original': ['original', 'what', 'addon-of'],
  'no-place': ['to'],
  'no-request': ['request'],
  'not-a-transfer': ['how'],
  'not-abandoned': ['migration'],
  'ordered-in-future': ['ordered'],
  'own-end-too-early': ['ends'],
  'own-request': ['request'],
  'owner-is-deputy': ['person'],
  'person-ambiguous': ['person', 'escalation'],
  'person-hidden': ['person', 'escalation'],
  'person-unknown': ['person', 'escalation'],
  preflight: ['despite'],
  'provision-before-accepted': ['on'],
  'reason-with-cancelled': ['reason'],
  'remove-base': ['what'],
  'remove-ended': ['what'],
  'remove-replaced': ['what'],
  'remove-which': ['what'],
  'renewed-after-end': ['until'],
  'renewed-until': ['until'],
  'request-decided': ['request'],
  'request-lapsed': ['request'],
  'request-moot': ['request'],
  'request-outdated': ['request'],
  'role-default': ['role'],
  'role-in-admins': ['role'],
  'route-after-transfer': ['route', 'source'],
  'route-of-other-source': ['route', 'source'],
  'same-person': ['request'],
  'same-person-reject': ['request'],
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
  'step-after-later': ['on'],
  'step-in-future': ['on'],
  'step-later-stands': ['undone'],
  'step-missing': ['step'],
  'step-no-agreement': ['step'],
  'step-no-steps': ['step'],
  'step-not-accepted': ['step'],
  'step-other-route': ['step'],
  'step-too-early': ['on'],
  'transferred-in-future': ['on'],
  'unlink-request': ['identity'],
  'unlink-which': ['identity'],
  'unneeded-with-expired': ['unneeded'],
  'unsafe-end': ['reason'],
  'which-original': ['original', 'what'],
  'withdraw-other': ['request'],
};

/**
 * What stands against a form of these fields, said at the inputs that are meant; what is about none of them, about all of it. `filled`: what
 * was filled in, by field; `command`: whose form it is.
 */
export function pointAt(
  words: Words,
  form: readonly Field[],
  wrong: readonly UserError[],
  whole?: string,
  filled: Readonly<Record<string, string>> = {},
  command = '',
): Problems {
  const at = new Map<string, string>();
  const rest = whole === undefined ? [] : [whole];
  for (const error of wrong.flatMap((one) => oneByOne(form, one))) {
    const field = fieldOf(form, error, filled);
    const text = sayIt(words, error, command);
    if (field === undefined) rest.push(text);
    else at.set(field, at.has(field) ? `${at.get(field)}\n${text}` : text);
  }
  return { at: Object.fromEntries(at), ...(rest.length === 0 ? {} : { whole: rest.join('\n') }) };
}

/** That several are missing is said at each: how they are typed is of no use in a form. */
function oneByOne(form: readonly Field[], error: UserError): UserError[] {
  const { fields } = error.values;
  if (error.code !== 'missing-fields' || typeof fields !== 'string') return [error];
  const names = fields.split(', ');
  if (!names.every((name) => form.some((field) => field.name === name))) return [error];
  return names.map((field) => new UserError('field-missing', { field }));
}

function fieldOf(
  form: readonly Field[],
  { code, values }: UserError,
  filled: Readonly<Record<string, string>>,
): string | undefined {
  const named = typeof values.field === 'string' ? [values.field] : [];
  const meant = [...named, ...(MEANT[code] ?? [])].filter((name) => form.some((field) => field.name === name));
  // Of several the one that names what is not there.
  const { ref } = values;
  const naming = meant.find(
    (name) => typeof ref === 'string' && filled[name]?.trim().toUpperCase() === ref.toUpperCase(),
  );
  return naming ?? meant[0];
}

/** In a form fields are called as they are labelled there. */
function sayIt(words: Words, error: UserError, command: string): string {
  return sayWhyNot(words, error, (name) => labelOf(words, name, command) ?? name);
}
