import { UserError } from '../../domain/refusal.js';
import { identityOf } from './people.js';
import { accept, add, cancelEarly, ending, invite, provision, type Sample, step } from './sample-deeds.js';

/**
 * Made-up customers of all sources, at all stages. Of what is to be told, the next digest has four lines and one notice comes
 * beside it; the rest has its turn later. The last one is done when it is started: by it one sees that all are there.
 */
export const SAMPLES: readonly Sample[] = [
  {
    customer: 'adatum.com',
    ...{ source: 'ea', country: 'BR', owner: 'maria', agreed: 25 },
    original: ({ ahead }) => ({ offer: 'Microsoft 365 E3', seats: 240, ends: ahead(20), renewal: 'ends' }),
    deeds: [
      add(({ id, ahead }) => ({
        offer: 'Microsoft 365 E5 Security',
        seats: 40,
        ends: ahead(20),
        renewal: 'ends',
        'addon-of': `${id}.1`,
      })),
      accept(25),
      step('scheduled', 9),
      provision('.1', ({ ahead }) => ({ on: ahead(13) })),
      provision('.2', ({ ahead }) => ({ on: ahead(13) })),
    ],
  },
  {
    customer: 'fabrikam.com',
    ...{ source: 'open', country: 'DE', owner: 'amir' },
    original: ({ ahead }) => ({
      offer: 'Microsoft 365 Business Premium',
      seats: 80,
      ends: ahead(45),
      renewal: 'auto-renews',
    }),
    deeds: [invite(({ ago }) => ago(9)), ({ services, ask, id }) => services.moves.decline(ask, id)],
  },
  {
    customer: 'contoso.com',
    ...{ source: 'web-direct', country: 'FR', owner: 'amir', agreed: 6 },
    original: ({ ahead }) => ({
      ...{ offer: 'Office 365 E3', seats: 25, assigned: 23, price: 21.6, currency: 'EUR' },
      ends: ahead(14),
      renewal: 'auto-renews',
    }),
    deeds: [add(({ ahead }) => ({ offer: 'Visio Plan 2', seats: 4, ends: ahead(75), renewal: 'ends' })), accept(6)],
  },
  {
    customer: 'woodgrove.com',
    ...{ source: 'other-csp', country: 'ES', owner: 'chen' },
    original: ({ ahead }) => ({ offer: 'Office 365 E1', seats: 60, ends: ahead(31), renewal: 'auto-renews' }),
    deeds: [accept(8), step('requested', 3)],
  },
  {
    customer: 'litware.com',
    // In Kazakhstan business is done in Russian too, which the country alone does not tell.
    ...{ source: 'own-legacy', country: 'KZ', language: 'ru', owner: 'chen' },
    original: ({ ahead }) => ({
      offer: 'Microsoft 365 Business Standard',
      seats: 45,
      ends: ahead(61),
      renewal: 'auto-renews',
    }),
    deeds: [
      step('validated', 2),
      ({ services, ask, id, ahead, say }) =>
        services.snoozes.snooze(ask, `${id}.1`, { day: ahead(7) }, say('playground.sample-snoozed')),
    ],
  },
  {
    customer: 'proseware.com',
    ...{ source: 'open-value', country: 'CN', owner: 'amir' },
    original: ({ ahead }) => ({ offer: 'Office 365 E3', seats: 120, ends: ahead(100), renewal: 'ends' }),
    deeds: [invite(({ nudged }) => nudged)],
  },
  {
    customer: 'relecloud.com',
    ...{ source: 'open', country: 'MX', owner: 'amir', agreed: 40 },
    original: ({ ago }) => ({ offer: 'Office 365 E3', seats: 40, ends: ago(5), renewal: 'ends' }),
    deeds: [
      accept(40),
      provision('.1', ({ ago }) => ({ on: ago(12) })),
      ({ services, ask, id }) => services.moves.end(ask, `${id}.1`, ending({ how: 'expired' })),
    ],
  },
  {
    customer: 'vanarsdelltd.com',
    ...{ source: 'open-value', country: 'NL', owner: 'amir' },
    original: ({ ahead }) => ({ offer: 'Microsoft 365 E5', seats: 150, ends: ahead(80), renewal: 'auto-renews' }),
    deeds: [({ services, ask, id, say }) => services.moves.abandon(ask, id, say('playground.sample-abandoned'))],
  },
  {
    customer: 'northwindtraders.com',
    // Its replacement is there, and its renewal is still to be stopped.
    ...{ source: 'web-direct', country: 'US', owner: 'maria', agreed: 20 },
    original: ({ ahead }) => ({
      ...{ offer: 'Office 365 E3', seats: 48, price: 23, currency: 'USD' },
      ends: ahead(4),
      renewal: 'auto-renews',
    }),
    deeds: [
      accept(20),
      provision('.1', ({ ago }) => ({ on: ago(10) })),
      ({ services, ask, id }) => {
        const mentions = [{ as: '@Amir', name: 'Amir', identities: [identityOf('amir')] }];
        return services.owners.assign(ask, id, 'deputy', { typed: '@Amir', mentions });
      },
    ],
  },
  {
    customer: 'margiestravel.com',
    // Its people get licences of another offer, and a second person is asked whether the rest may go early.
    ...{ source: 'web-direct', country: 'GB', owner: 'maria', agreed: 12 },
    original: ({ ahead }) => ({
      ...{ offer: 'Office 365 E3', seats: 30, price: 20, currency: 'GBP' },
      ends: ahead(12),
      renewal: 'ends',
    }),
    deeds: [
      add(({ ahead }) => ({
        ...{ offer: 'Exchange Online Plan 1', seats: 6, price: 3.3, currency: 'GBP' },
        ends: ahead(45),
        renewal: 'ends',
      })),
      accept(12),
      provision('.1', ({ ago }) => ({ on: ago(4), offer: 'Microsoft 365 Business Premium' })),
      ({ services, ask, id }) => services.moves.licenses(ask, id, 12),
      // More than a week before its end Ferry asks whether that is meant, and the same words again say so.
      async (scene) => {
        await cancelEarly(scene, false).catch((error: unknown) => {
          if (!(error instanceof UserError && error.code === 'confirm-cancel')) throw error;
        });
      },
      (scene) => cancelEarly(scene, true),
    ],
  },
  {
    customer: 'tailspintoys.com',
    // Nothing took its place, so its people have been without service since.
    ...{ source: 'web-direct', country: 'US', owner: 'maria', agreed: 5 },
    original: ({ ago }) => ({ offer: 'Microsoft 365 Business Basic', seats: 12, ends: ago(2), renewal: 'ends' }),
    deeds: [
      accept(5),
      ({ services, ask, id }) => services.moves.end(ask, `${id}.1`, ending({ how: 'expired' })),
      ({ services, ask, id, say }) => services.moves.note(ask, id, say('playground.sample-note')),
    ],
  },
  {
    customer: 'alpineskihouse.com',
    ...{ source: 'unknown', country: 'CH', owner: 'maria' },
    original: ({ ahead }) => ({
      ...{ offer: 'Microsoft 365 Business Premium', seats: 5, trial: true },
      ends: ahead(30),
      renewal: 'auto-renews',
    }),
  },
];
