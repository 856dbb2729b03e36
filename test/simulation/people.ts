import type { NamedPerson } from '../../src/commands/invocation.js';
import { addDays, type Day } from '../../src/domain/calendar.js';
import type { Migration } from '../../src/domain/migration.js';
import type { SeededRandom } from '../support/seeded-random.js';

const ZONES = [
  'Europe/Berlin',
  'America/New_York',
  'Asia/Tokyo',
  'Pacific/Auckland',
  'America/Los_Angeles',
  'Pacific/Kiritimati',
  'Asia/Kolkata',
  'UTC',
] as const;
const TIMES = ['09:00', '09:00', '08:30', '02:30', '23:30', '00:15'] as const;
const CUSTOMERS = ['contoso.com', 'fabrikam.com', 'adatum.com', 'tailspin.com', 'wingtip.com'] as const;
const SOURCES = ['web-direct', 'web-direct', 'open', 'ea', 'other-csp', 'unknown', 'own-legacy'] as const;
const OFFERS = ['Office 365 E3', 'Visio Plan 2', 'Project Plan 3', 'Microsoft 365 E5'] as const;

const PEOPLE: readonly NamedPerson[] = ['maria', 'igor', 'anna'].map((name) => {
  return { as: `@${name}`, name, identities: [`slack:T1/${name}`, `teams:X1/${name}`] };
});

/** Something that somebody says to the bot, in a channel. */
export interface Words {
  readonly channel: string;
  readonly text: string;
}

/** Who is on that platform, as its messages name them. */
export function peopleOn(platform: string): readonly NamedPerson[] {
  return PEOPLE.map((person) => ({
    ...person,
    identities: person.identities.filter((identity) => identity.startsWith(`${platform}:`)),
  }));
}

/** What is entered on the first day. Subscriptions of a run are few enough to stand in one digest. */
export function beginnings(random: SeededRandom, channels: readonly string[], moves: number, first: Day, days: number) {
  const said: Words[] = [];
  const say = (channel: string, text: string) => said.push({ channel, text });
  for (const channel of channels) for (const text of channelWords(random, first, days)) say(channel, text);
  let number = 0;
  for (let move = 1; move <= moves; move += 1) {
    const channel = random.pick(channels);
    const original = () => {
      number += 1;
      const ends = addDays(first, random.between(-3, days + 20));
      const renewal = random.pick(['auto', 'auto', 'ends', 'unknown']);
      return `offer="${random.pick(OFFERS)} ${number}" seats=${random.between(1, 40)} ends=${ends} renewal=${renewal}`;
    };
    // Two of one customer are judged together.
    const again = random.chance(0.2) ? ' again=yes' : '';
    const customer = again ? CUSTOMERS[0] : CUSTOMERS[move - 1];
    say(channel, `start ${customer} source=${random.pick(SOURCES)} ${original()}${again}`);
    const more = random.between(0, 2);
    for (let one = 0; one < more; one += 1) say(channel, `add M${move} ${original()}`);
    if (random.chance(0.6)) say(channel, `accept M${move} agreement=${first}`);
    else if (random.chance(0.5)) say(channel, `invite M${move} sent=${first}`);
    if (random.chance(0.7)) say(channel, `assign M${move} @maria`);
    if (random.chance(0.5)) say(channel, `deputy M${move} @igor`);
  }
  return said;
}

function channelWords(random: SeededRandom, today: Day, days: number): string[] {
  const from = addDays(today, random.between(0, days));
  const one = [
    `settings zone ${random.pick(ZONES)}`,
    `settings time ${random.pick(TIMES)}`,
    `settings leads ${random.pick(['30,7,1,0', '14,7,3,1,0', '60,30,14,10,9,8,7,6,5,4,3,2,1,0', '45,5'])}`,
    `settings weekdays ${random.pick(['mon-thu', 'mon-sat', 'mon,wed,fri', 'mon-sun'])}`,
    `settings freeze ${from}..${addDays(from, random.between(0, 9))}`,
    'settings escalation @anna',
  ];
  return one.filter(() => random.chance(0.4));
}

/** Something that could be said of it on that day; much of it is refused. */
export function anything(random: SeededRandom, { id, originals, channel }: Migration, today: Day, days: number): Words {
  const original = random.pick<{ id: string; expiresOn: Day }>(
    originals.length > 0 ? originals : [{ id: `${id}.1`, expiresOn: today }],
  );
  const it = original.id;
  const soon = addDays(today, random.between(0, 12));
  const text = random.pick<() => string>([
    () => `accept ${id} agreement=${today}`,
    () => `provision ${it} on=${addDays(original.expiresOn, -random.between(0, 14))} despite=agreement+offer`,
    () => `provision ${it}`,
    () => `change ${it} renewal=${random.pick(['ends', 'auto', 'unknown'])}`,
    () => `change ${it} ends=${addDays(original.expiresOn, random.between(-10, 10))}`,
    () => `snooze ${it} ${random.pick(['next', soon, soon, '3-before', '7-before'])}`,
    () => `snooze ${it} off`,
    () => `snooze ${id} ${soon}`,
    () => `end ${it} expired`,
    () => `end ${it} cancelled on=${today} confirm=yes`,
    () => `end ${it} renewed until=${addDays(original.expiresOn, random.pick([30, 365]))}`,
    () => `change ${it} unneeded="nobody uses it"`,
    () => `abandon ${id} "it stays"`,
    () => `resume ${id}`,
    () => `resume ${id}`,
    () => `deputy ${id} ${random.pick(['@igor', '@anna', 'nobody'])}`,
    () => `assign ${id} ${random.pick(['@maria', '@igor', 'nobody'])}`,
    () => `invite ${id} sent=${today}`,
    () => `undo ${id}`,
    () => `note ${id} they called`,
    () => (random.chance(0.5) ? random.pick([...channelWords(random, today, days), 'digest']) : `show ${id}`),
    () => random.pick([`away until ${soon}`, 'away back']),
  ]);
  return { channel, text: text() };
}
