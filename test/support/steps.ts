import fc from 'fast-check';
import type { Somebody } from './model.js';

const somebody = (human: string, may: Somebody['may'], identity: string, name: string): Somebody => ({
  human,
  may,
  actor: { identity, name, member: may !== 'nothing' },
});
export const MARIA = somebody('maria', 'decide', 'chat:T1/maria', 'Maria');
const IGOR = somebody('igor', 'change', 'chat:T1/igor', 'Igor');
export const PETRA = somebody('petra', 'decide', 'slack:T1/PETRA', 'Petra');
/** Maria in another chat, where she is called the same, and one in a third chat whom an administrator has linked with her. */
const MARIA_TOO = somebody('maria', 'decide', 'slack:T1/MARIA', 'Maria');
const MASHA = somebody('masha', 'decide', 'teams:t1/masha', 'Masha');
const VERA = somebody('vera', 'look', 'chat:T1/vera', 'Vera');
const GUEST = somebody('gus', 'nothing', 'chat:T1/gus', 'Gus');

export const ADMINS = 'slack:T1/PETRA,slack:T1/MARIA,teams:t1/masha';

/** A Monday: six days before most of the ends. */
export const NOW = '2027-01-25T10:00:00Z';

/** What Petra, an administrator, settles before anything else. */
export const ROLES = ['link chat:T1/maria teams:t1/masha', 'roles chat:T1/vera viewer'];

const CONTOSO = ['start contoso.com source=open country=FR offer="Office 365 E3" seats=5 ends=2027-01-31 renewal=ends'];
const ACCEPTED = [...CONTOSO, 'accept M1 on=2027-01-10', 'change M1 agreement=2027-01-10'];
const TWO = [
  ...ACCEPTED,
  'add M1 offer="Office 365 E3" seats=3 ends=2027-01-31 renewal=ends',
  'start contoso.com again=yes source=web-direct country=FR offer="Office 365 E3" seats=4 ends=2027-02-14 renewal=auto',
  'accept M2 on=2027-01-10',
  'change M2 agreement=2027-01-10',
];
const PROVISIONED = [
  ...TWO,
  'provision M1.1 seats=6 on=2027-01-15',
  'provision M2.1 offer="Microsoft 365 E5" on=2027-01-25',
];
const TRANSFER = [
  'start contoso.com source=other-csp country=FR offer="Office 365 E3" seats=5 ends=2027-01-31',
  'accept M1',
  'step M1 requested',
  'step M1 lines',
];
/** Seats of one migration that people of another one sit on already. */
const POOLED = [...TWO, 'provision M2.1 seats=9 on=2027-01-15', 'end M1.1 cancelled'];
const ASKED = [...TWO, 'end M1.1 cancelled reason="they close"'];
const GIVEN_UP = [...ACCEPTED, 'provision M1.1 on=2027-01-15', 'abandon M1 "contoso.com stays"'];

/** What Maria has said before the walk begins; from an empty start alone, few would get to the end of a migration. */
export const BEGINNINGS = [
  ...[[], CONTOSO, ACCEPTED, TRANSFER, GIVEN_UP],
  ...[TWO, TWO, TWO],
  ...[PROVISIONED, PROVISIONED, PROVISIONED],
  ...[POOLED, POOLED],
  ...[ASKED, ASKED, ASKED],
];

const among = <T>(choices: readonly (readonly [number, T])[]): fc.Arbitrary<T> =>
  fc.oneof(...choices.map(([weight, choice]) => ({ weight, arbitrary: fc.constant(choice) })));
const oneOf = (...choices: readonly (readonly [number, fc.Arbitrary<string>])[]): fc.Arbitrary<string> =>
  fc.oneof(...choices.map(([weight, arbitrary]) => ({ weight, arbitrary })));
const words = (...parts: readonly (fc.Arbitrary<string> | string)[]): fc.Arbitrary<string> =>
  fc
    .tuple(...parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part)))
    .map((all) => all.filter((word) => word !== '').join(' '));
const named = (name: string, value: fc.Arbitrary<string | number>) => value.map((one) => `${name}=${one}`);
const maybe = (part: fc.Arbitrary<string>) => fc.option(part, { nil: '', freq: 2 });

const customer = among([
  [4, 'contoso.com'],
  [1, 'fabrikam.com'],
]);
/** What is there at that moment, by number; now and then something that may not be there. */
const there = (kind: string) => fc.nat(11).map((number) => `~${kind}${number}`);
const migration = oneOf([12, there('m')], [1, fc.constantFrom('M1', 'M3', 'contoso.com', 'm2')]);
const original = oneOf([12, there('o')], [1, fc.constantFrom('M1.1', 'M2.3', 'M1', 'm1.1')]);
const replacement = oneOf([12, there('r')], [1, fc.constantFrom('M1.R1', 'M2.R2')]);
const request = among([
  [4, 'A1'],
  [3, 'A2'],
  [1, 'A3'],
]);
const offer = among([
  [6, '"Office 365 E3"'],
  [2, '"office 365 e3"'],
  [3, '"Microsoft 365 E5"'],
  [1, '"Visio Plan 2"'],
]);
const seats = fc.integer({ min: 1, max: 9 });
const day = among<string>([
  [2, '2027-01-10'],
  [2, '2027-01-15'],
  [3, '2027-01-20'],
  [3, '2027-01-22'],
  [2, '2027-01-24'],
  [2, '2027-01-25'],
  [1, '2027-01-28'],
  [3, '2027-01-31'],
  [2, '2027-02-01'],
  [1, '2027-02-14'],
  [1, '2028-01-31'],
]);
const ends = among<string>([
  [4, '2027-01-31'],
  [2, '2027-02-14'],
  [1, '2027-01-22'],
  [1, '2028-01-31'],
]);

/** Near its end, so that most need no confirmation. */
const cancelDay = among([
  [5, ''],
  [2, 'on=2027-01-25'],
  [2, 'on=2027-01-24'],
  [1, 'on=2027-01-20'],
  [1, 'on=2027-01-31'],
]);

const originalFact = oneOf(
  [2, named('seats', seats)],
  [3, named('assigned', fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constant('unknown')))],
  [1, named('offer', offer)],
  [1, named('ends', ends)],
  [2, named('renewal', fc.constantFrom('auto', 'ends', 'unknown'))],
  [1, named('bought', fc.oneof(day, fc.constant('unknown')))],
  [1, words('price=12.5', 'currency=EUR')],
  [1, named('term-end', fc.constantFrom('renew', 'extended', 'cancel', 'unknown'))],
  [1, named('addon-of', fc.oneof(original, fc.constant('unknown')))],
  [1, named('trial', fc.constantFrom('yes', 'no'))],
  [1, named('unneeded', fc.constantFrom('"the team left"', 'unknown'))],
);
const migrationFact = oneOf(
  [1, named('source', fc.constantFrom('web-direct', 'open', 'ea', 'other-csp', 'own-legacy', 'unknown'))],
  [1, named('route', fc.constantFrom('manual', 'channel-transfer', 'partner-transfer', 'new-commerce'))],
  [1, named('country', fc.constantFrom('FR', 'DE', 'US', 'unknown'))],
  [1, named('agreement', fc.oneof(day, fc.constant('unknown')))],
);
const newOriginal = words(named('offer', offer), named('seats', seats), named('ends', ends), maybe(originalFact));
const person = fc.constantFrom('me', 'Igor', 'Maria', 'chat:T1/igor', 'nobody', 'P1', 'Nora');
const identity = fc.constantFrom('chat:T1/maria', 'chat:T1/igor', 'slack:T1/PETRA', 'slack:T1/MARIA', 'teams:t1/masha');

/** A command as it is typed; most name things that are there, some do not, and a few are no command at all. */
const text = oneOf(
  [2, words('start', customer, maybe(fc.constant('again=yes')), maybe(newOriginal), maybe(migrationFact))],
  [3, words('add', migration, newOriginal, maybe(fc.constant('again=yes')))],
  [6, words('change', original, originalFact, maybe(originalFact))],
  [2, words('change', migration, migrationFact)],
  [1, words('change', fc.oneof(migration, original, replacement), fc.oneof(originalFact, migrationFact))],
  [3, words('remove', fc.oneof(original, replacement))],
  [2, words('invite', migration, maybe(named('sent', day)), maybe(fc.constant('link=https://example.com/invitation')))],
  [2, words('accept', migration, maybe(named('on', day)))],
  [1, words('decline', migration)],
  [
    9,
    words(
      'provision',
      oneOf([5, original], [2, replacement], [2, fc.tuple(original, original).map((both) => both.join('+'))]),
      maybe(named('seats', seats)),
      maybe(named('on', day)),
      maybe(named('offer', offer)),
      among([
        [8, ''],
        [2, 'another=yes'],
        [1, 'despite=all'],
      ]),
    ),
  ],
  [10, words('end', original, 'cancelled', cancelDay)],
  [8, words('end', original, 'cancelled', cancelDay, 'reason="they close"')],
  [1, words('end', original, 'cancelled', maybe(named('on', day)), 'confirm=yes')],
  [
    5,
    words(
      'end',
      original,
      'expired',
      among([
        [4, ''],
        [1, 'unneeded="gone"'],
        [1, 'confirm=yes'],
        [1, 'on=2027-01-31'],
      ]),
    ),
  ],
  [4, words('end', original, 'renewed', maybe(named('until', ends)))],
  [1, words('end', original, 'transferred', maybe(named('on', day)))],
  [1, words(fc.constantFrom('approve', 'reject', 'withdraw'), request)],
  [1, words('licenses', migration, named('done', fc.integer({ min: 0, max: 9 })))],
  [
    1,
    words(
      'step',
      migration,
      fc.constantFrom('scheduled', 'requested', 'lines', 'validated', 'started'),
      maybe(fc.oneof(named('on', day), fc.constant('undone=yes'))),
    ),
  ],
  [1, words(fc.constantFrom('assign', 'deputy'), migration, person)],
  [1, fc.constantFrom('away until 2027-02-05', 'away until 2027-01-10', 'away back')],
  [1, words('note', migration, fc.constantFrom('called', '"they = away"'))],
  [
    2,
    words(
      'snooze',
      fc.oneof(original, migration),
      fc.constantFrom('next', '3-before', '2027-01-28', 'off'),
      maybe(fc.constant('reason="they are away"')),
    ),
  ],
  [1, words('abandon', migration, '"they stay"')],
  [2, words('resume', migration)],
  [5, words('undo', migration)],
  [1, words(fc.constantFrom('link', 'unlink'), identity, maybe(identity))],
  [1, words('forget', customer)],
  [1, words(fc.constantFrom('show', 'history', 'list', 'due', 'requests', 'roles', 'help', 'about'), maybe(migration))],
  [
    1,
    fc.constantFrom('', 'end', 'approve me', 'provision M1.1+', 'change M1.1 seats="5', 'x=1 y=2', 'end M1.1 on=31.1.'),
  ],
);

const who = among([
  [10, MARIA],
  [8, IGOR],
  [10, PETRA],
  [4, MARIA_TOO],
  [3, MASHA],
  [1, VERA],
  [1, GUEST],
]);

/** What happens next. `then`: the same is delivered once more, or said once more. */
export type Step =
  | { readonly kind: 'say'; readonly by: Somebody; readonly text: string; readonly then: Then }
  /** Somebody presses a button of the last answer, or repeats its command with `confirm=yes`. */
  | { readonly kind: 'press'; readonly by: Somebody | undefined; readonly button: number; readonly then: Then }
  | { readonly kind: 'confirm'; readonly then: Then }
  /** Somebody answers one of the latest requests. */
  | {
      readonly kind: 'decide';
      readonly by: Somebody;
      readonly verdict: string;
      readonly back: number;
      readonly then: Then;
    }
  | { readonly kind: 'wait'; readonly hours: number }
  /** Something said in the last hours arrives once more. */
  | { readonly kind: 'replay'; readonly back: number };
export type Then = 'nothing' | 'same delivery' | 'said again';

const verdict = among([
  [6, 'approve'],
  [1, 'reject'],
  [1, 'withdraw'],
]);
const approver = among([
  [5, PETRA],
  [4, MARIA_TOO],
  [2, MASHA],
  [2, MARIA],
  [1, IGOR],
]);

const then = among<Then>([
  [3, 'nothing'],
  [1, 'same delivery'],
  [2, 'said again'],
]);
export const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ kind: fc.constant('say' as const), by: who, text, then }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('decide' as const),
      by: approver,
      verdict,
      back: fc.constantFrom(1, 1, 1, 2),
      then,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('press' as const),
      by: fc.option(who, { nil: undefined }),
      button: fc.nat(3),
      then,
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('confirm' as const), then }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), hours: fc.constantFrom(1, 23, 49, 120, 240, 400) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('replay' as const), back: fc.integer({ min: 1, max: 8 }) }) },
);
