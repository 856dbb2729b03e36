import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BoardPart } from '../../src/domain/board.js';
import { dayIn } from '../../src/domain/calendar.js';
import { remindedFor } from '../../src/domain/person.js';
import { openRungs, stage } from '../../src/domain/stage.js';
import type { MigrationView } from '../../src/domain/view.js';
import { BOARD_LINES } from '../../src/services/board.js';
import { type WholeBot, wholeBot } from '../support/whole-bot.js';

const MARIA = 'chat:T1/maria';

/** What a part of Maria's board should hold, from everything there is, in no order. */
async function expected({ bot }: WholeBot, part: BoardPart): Promise<string[]> {
  const views = await bot.services.lookup.everything();
  const isMine = ({ owner, deputy, now }: MigrationView) => {
    const reminded = remindedFor(owner, deputy, dayIn('Europe/Berlin', now));
    return [owner, ...reminded].some((person) => person?.identities.includes(MARIA));
  };
  return views
    .filter((view) => {
      const { migration, owner, now } = view;
      const at = stage(migration, now);
      if (at === 'done' || at === 'abandoned' || at === 'declined') return false;
      const days = openRungs(migration, now).map(({ rung }) => rung.recommended ?? rung.latest);
      const soon = now
        .add({ hours: 7 * 24 })
        .toZonedDateTimeISO('Europe/Berlin')
        .toPlainDate()
        .toString();
      const isSoon = at === 'incident' || days.some((day) => day <= soon);
      const isBare = at === 'new' || migration.originals.length === 0;
      const belongs: Record<BoardPart, boolean> = {
        all: true,
        mine: isMine(view),
        unowned: !owner,
        incidents: at === 'incident',
        week: (isSoon || isBare) && (!owner || isMine(view)),
      };
      return belongs[part];
    })
    .map(({ migration }) => migration.id)
    .sort();
}

async function pagesOf({ bot }: WholeBot, part: BoardPart): Promise<{ ids: string[]; count: number }> {
  const ids: string[] = [];
  let count = 0;
  for (let page = 1; page === 1 || ids.length < count; page += 1) {
    const view = await bot.services.boards.of(MARIA, part, page);
    count = view.counts[part];
    expect([view.page, view.from, view.to]).toEqual([page, ids.length + 1, ids.length + view.lines.length]);
    expect(view.lines.length).toBeLessThanOrEqual(BOARD_LINES);
    ids.push(...view.lines.map(({ migration }) => migration.id));
  }
  return { ids, count };
}

const act = fc.oneof(
  fc.constantFrom(
    'start contoso.com again=yes source=open offer="Office 365 E3" seats=5 ends=2026-11-25 renewal=ends',
    'start fabrikam.com again=yes source=web-direct offer="Office 365 E3" seats=5 ends=2026-12-10 renewal=auto',
    'start woodgrove.com again=yes source=web-direct route=partner-transfer offer="Office 365 E3" seats=5 ends=2027-01-20',
    'accept M3',
    'invite M2 sent=2026-11-20',
    'start adatum.com again=yes',
    'accept M1',
    'accept M2',
    'provision M1.1 despite=agreement',
    'provision M2.1 despite=agreement',
    'change M1.1 ends=2026-11-22',
    'end M1.1 expired',
    'assign M1 nobody',
    'assign M2 chat:T1/igor',
    'deputy M2 me',
    'abandon M3 "they stay"',
    'resume M3',
    'undo M1',
  ),
  fc.constantFrom(1, 20, 100, 900).map((hours) => ({ hours })),
);

it('holds in each part, over its pages, exactly what belongs there, through all changes and as time passes', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 3, maxLength: 14 }), async (acts) => {
      const bot = await wholeBot();
      await bot.say('list', { actor: { identity: 'chat:T1/igor', name: 'Igor', member: true } });
      for (const one of acts) {
        if (typeof one === 'string') await bot.say(one);
        else bot.clock.set(bot.clock.now().add(one).toString());
        for (const part of BoardPart.options) {
          const { ids, count } = await pagesOf(bot, part);
          expect([...ids].sort()).toEqual(await expected(bot, part));
          expect(count).toBe(ids.length);
        }
      }
      await bot.stop();
    }),
    { numRuns: 15 },
  );
});

it('has what must be done first in front, incidents before all', async () => {
  const bot = await wholeBot();
  for (const [name, ends] of [
    ['contoso.com', '2027-03-01'],
    ['fabrikam.com', '2026-12-01'],
    ['adatum.com', '2026-10-01'],
  ]) {
    await bot.say(`start ${name} source=open offer="Office 365 E3" seats=5 ends=${ends} renewal=ends`);
  }
  const { lines, counts } = await bot.bot.services.boards.of(MARIA, 'all');
  expect(lines.map(({ migration }) => migration.id)).toEqual(['M3', 'M2', 'M1']);
  expect(counts).toEqual({ week: expect.any(Number), mine: 3, unowned: 0, incidents: expect.any(Number), all: 3 });
});

it('has in this week what Ferry says to do in it, though the last day for it comes later, by the day that it says', async () => {
  const bot = await wholeBot();
  for (const [id, name, ends] of [
    ['M1', 'contoso.com', '2026-12-02'],
    ['M2', 'fabrikam.com', '2026-11-26'],
    ['M3', 'adatum.com', '2026-12-09'],
  ]) {
    await bot.say(`start ${name} source=open offer="Office 365 E3" seats=5 ends=${ends} renewal=ends`);
    await bot.say(`accept ${id} agreement=2026-11-20`);
  }
  await bot.say('provision M2.1');
  const { lines } = await bot.bot.services.boards.of(MARIA, 'week');
  // M1 is to be provisioned by 25 November, a week before its end; M2 ends on 26 November.
  expect(lines.map(({ migration }) => migration.id)).toEqual(['M1', 'M2']);
});

it('has in this week what nobody has begun with: no customer invited, or nothing entered to be moved', async () => {
  const bot = await wholeBot();
  await bot.say('start contoso.com source=open offer="Office 365 E3" seats=5 ends=2027-05-31 renewal=ends');
  await bot.say('start fabrikam.com source=open');
  await bot.say('accept M2');
  const ids = async () => (await bot.bot.services.boards.of(MARIA, 'week')).lines.map(({ migration }) => migration.id);
  expect(await ids()).toEqual(['M1', 'M2']);
  await bot.say('invite M1 sent=2026-11-20');
  await bot.say('add M2 offer="Office 365 E3" seats=5 ends=2027-05-31');
  expect(await ids()).toEqual([]);
});
