import type { Temporal } from 'temporal-polyfill';
import { addDays, dayOf } from '../../domain/calendar.js';
import type { Services } from '../../services/index.js';
import type { Start } from '../../services/moves.js';
import type { NewOriginal } from '../../services/originals.js';
import type { Ask } from '../../services/record.js';

export const PLAYGROUND_CHANNEL = 'playground:channel';

interface Sample extends Pick<Start, 'customer' | 'source' | 'country'> {
  /** Days from today. */
  readonly endsIn: number;
  readonly offer: string;
  readonly seats: number;
  readonly renewal: NewOriginal['renewal'];
  readonly accepted?: true;
  readonly provisioned?: true;
}

/** Made-up customers at different points of the way; dates count from the day they are made. */
const SAMPLES: readonly Sample[] = [
  {
    customer: 'contoso.com',
    source: 'web-direct',
    country: 'FR',
    offer: 'Office 365 E3',
    seats: 25,
    endsIn: 72,
    renewal: 'auto-renews',
  },
  {
    customer: 'fabrikam.com',
    source: 'open',
    country: 'DE',
    offer: 'Microsoft 365 Business Premium',
    seats: 80,
    endsIn: 18,
    renewal: 'ends',
    accepted: true,
  },
  {
    customer: 'adatum.com',
    source: 'ea',
    country: 'BR',
    offer: 'Microsoft 365 E5',
    seats: 240,
    endsIn: 5,
    renewal: 'ends',
    accepted: true,
    provisioned: true,
  },
  {
    customer: 'woodgrove.com',
    source: 'other-csp',
    country: 'ES',
    offer: 'Office 365 E1',
    seats: 60,
    endsIn: 30,
    renewal: 'unknown',
  },
  {
    customer: 'tailspintoys.com',
    source: 'web-direct',
    country: 'US',
    offer: 'Microsoft 365 Business Basic',
    seats: 12,
    endsIn: -2,
    renewal: 'ends',
    accepted: true,
  },
];

/** Fills an empty store with samples, each marked as one; leaves a store with anything in it alone. */
export async function addSamples({ moves, lookup }: Services, now: Temporal.Instant): Promise<void> {
  if ((await lookup.counts()).migrations > 0) return;
  const ask = (what: string): Ask => ({
    speaker: { identity: 'playground:maria', name: 'Maria (sample)', member: true },
    role: 'operator',
    from: PLAYGROUND_CHANNEL,
    once: `sample ${what}`,
  });
  for (const sample of SAMPLES) {
    const { customer, source, country, offer, seats, renewal } = sample;
    const original = { offer, seats, renewal, ends: addDays(dayOf(now), sample.endsIn) };
    const start = { customer, source, country, original, again: false, sample: true };
    const { migration } = await moves.start(ask(customer), start);
    if (sample.accepted) await moves.accept(ask(`${customer} accept`), migration, undefined, dayOf(now));
    // They are of many countries, wherever the partner who looks at them is.
    const despite = ['country'] as const;
    const provision = { offer: undefined, seats: undefined, on: undefined, another: false, despite };
    if (sample.provisioned) await moves.provision(ask(`${customer} provision`), [`${migration}.1`], provision);
  }
}
