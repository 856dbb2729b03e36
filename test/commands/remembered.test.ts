import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sayList } from '../../src/messages/lists.js';
import { plainText } from '../../src/messages/plain-text.js';
import { wholeBot } from '../support/whole-bot.js';

const aDay = fc.integer({ min: 1, max: 28 }).map((day) => `2027-01-${String(day).padStart(2, '0')}`);
const aMigration = fc.integer({ min: 1, max: 3 }).map((number) => `M${number}`);

const aStep = fc.oneof(
  fc.tuple(fc.constantFrom('adatum.com', 'contoso.com', 'fabrikam.com'), aDay).map(([customer, day]) => {
    return `start ${customer} source=open offer="Office 365 E3" seats=5 ends=${day} renewal=ends`;
  }),
  fc.tuple(aMigration, aDay).map(([id, day]) => `change ${id}.1 ends=${day}`),
  aMigration.map((id) => `assign ${id} me`),
  aMigration.map((id) => `assign ${id} nobody`),
  aMigration.map((id) => `abandon ${id} "it stays"`),
  aMigration.map((id) => `resume ${id}`),
  aMigration.map((id) => `undo ${id}`),
  fc.constant('away until 2027-01-10'),
  fc.constantFrom('2026-11-20T10:00:30Z', '2027-01-05T23:59:59Z', '2027-01-06T00:00:00Z', '2027-02-20T10:00:00Z'),
);

it('a list is never an outdated one, whatever is changed between two questions, and whatever the clock does', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(aStep, { minLength: 3, maxLength: 12 }), async (steps) => {
      const { bot, clock, say, stop } = await wholeBot();
      const fresh = async (filter: 'open' | 'mine' | 'late') => {
        const views = await bot.services.lookup.list(filter, 'chat:T1/maria');
        return plainText(sayList(bot.words, views, filter, { page: 1, rows: 20, command: `list ${filter}` }));
      };
      for (const step of steps) {
        if (step.startsWith('20')) clock.set(step);
        else await say(step);
        for (const filter of ['open', 'mine', 'late'] as const) {
          expect(await say(`list ${filter}`)).toBe(await fresh(filter));
          expect(await say(`list ${filter}`)).toBe(await fresh(filter));
        }
      }
      await stop();
    }),
    { numRuns: 15 },
  );
});

it('is another person’s own, where it hangs on who asks', async () => {
  const { say } = await wholeBot();
  await say('start contoso.com source=open');
  await say('assign M1 me');
  const olga = { actor: { identity: 'chat:T1/olga', name: 'Olga', member: true } };
  expect(await say('list mine')).toContain('contoso.com');
  expect(await say('list mine', olga)).not.toContain('contoso.com');
  expect(await say('list mine')).toContain('contoso.com');
});
