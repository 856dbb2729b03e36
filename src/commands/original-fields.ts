import type { Original, Renewal, TermEnd } from '../domain/subscription.js';
import type { OriginalFacts } from '../services/facts.js';
import type { Values } from './field.js';

/** Facts of an original that `add` and `change` take. */
export const FACT_FIELDS = [
  { name: 'renewal', kind: 'one-of', options: ['auto', 'ends', 'unknown'] },
  { name: 'assigned', kind: 'count', zero: true, clearable: true },
  { name: 'bought', kind: 'day', clearable: true },
  { name: 'price', kind: 'money', clearable: true },
  { name: 'currency', kind: 'currency', clearable: true },
  { name: 'term-end', kind: 'one-of', options: ['renew', 'extended', 'cancel', 'unknown'] },
  { name: 'addon-of', kind: 'original', clearable: true },
  // Not ticked any more, it is none.
  { name: 'trial', kind: 'yes', clearable: true },
  { name: 'unneeded', kind: 'text', limit: 2000, clearable: true },
] as const;

const RENEWALS: Record<'auto' | 'ends' | 'unknown', Renewal> = {
  auto: 'auto-renews',
  ends: 'ends',
  unknown: 'unknown',
};
const TERM_ENDS: Record<'renew' | 'extended' | 'cancel' | 'unknown', TermEnd> = {
  renew: 'renew',
  extended: 'extended-term',
  cancel: 'cancel',
  unknown: 'unknown',
};

/** The typed words as the facts that are kept. */
export function originalFacts(values: Values<typeof FACT_FIELDS>): OriginalFacts {
  const { assigned, bought, price, currency, trial, unneeded } = values;
  return {
    assigned,
    bought,
    price,
    currency,
    trial: trial === null ? false : trial,
    unneeded,
    renewal: values.renewal && RENEWALS[values.renewal],
    'term-end': values['term-end'] && TERM_ENDS[values['term-end']],
    'addon-of': values['addon-of'],
  };
}

/** The facts as they would be typed; of one that is over, those that cannot be changed any more are left out. */
export function typedFacts(original: Original): Record<string, string> {
  const { offer, seats, assigned, boughtOn, price, currency, addonOf, trial, unneeded, ended } = original;
  const term = {
    ends: original.expiresOn,
    renewal: wordFor(RENEWALS, original.renewal),
    'term-end': wordFor(TERM_ENDS, original.termEnd),
    trial: trial ? 'yes' : undefined,
  };
  return given({
    offer,
    seats,
    assigned,
    bought: boughtOn,
    price,
    currency,
    'addon-of': addonOf,
    ...(ended ? {} : term),
    unneeded: ended?.how === 'cancelled' ? undefined : unneeded,
  });
}

/** What there is, as text. */
export function given(values: Readonly<Record<string, string | number | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
}

function wordFor<Value>(words: Readonly<Record<string, Value>>, value: Value): string | undefined {
  return Object.keys(words).find((word) => words[word] === value);
}
