import type { Renewal, TermEnd } from '../domain/subscription.js';
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
  { name: 'trial', kind: 'yes' },
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
    trial,
    unneeded,
    renewal: values.renewal && RENEWALS[values.renewal],
    'term-end': values['term-end'] && TERM_ENDS[values['term-end']],
    'addon-of': values['addon-of'],
  };
}
