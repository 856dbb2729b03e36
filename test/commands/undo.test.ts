import { describe, expect, it } from 'vitest';
import { type WholeBot, wholeBot } from '../support/whole-bot.js';

const START = 'start contoso.com source=open offer="Office 365 E3" seats=25 ends=2027-01-31 renewal=auto';

async function started(): Promise<WholeBot> {
  const bot = await wholeBot();
  await bot.say(START);
  await bot.say('accept M1');
  await bot.say('change M1 agreement=2026-11-20');
  return bot;
}

/** What is stored of M1, without what only counts changes. */
async function stored({ bot }: WholeBot, id = 'M1') {
  const view = await bot.services.lookup.byId(id);
  if (!view) throw new Error(`no ${id}`);
  const { rev: _rev, beside: _beside, nextOriginal: _o, nextReplacement: _r, ...facts } = view.migration;
  return { ...facts, originals: facts.originals.map(({ since: _since, ...original }) => original) };
}

const CHANGES: readonly [string, ...string[]][] = [
  ['add M1 offer="Visio Plan 2" seats=3 ends=2027-02-28'],
  ['change M1.1 seats=30 assigned=20 price=20 currency=EUR'],
  ['change M1.1 unneeded="nobody uses it"'],
  ['change M1 source=ea'],
  ['provision M1.1 on=2026-11-21'],
  ['provision M1.1 seats=30', 'provision M1.1 on=2026-11-21'],
  ['remove M1.R1', 'provision M1.1 on=2026-11-21'],
  ['remove M1.1'],
  ['end M1.1 renewed until=2028-01-31'],
  ['accept M1 on=2026-11-18'],
  ['licenses M1 done=20', 'provision M1.1 offer="Microsoft 365 E3" on=2026-11-21'],
  ['note M1 "called them"'],
  ['snooze M1.1 next reason="they are away"'],
  ['snooze M1.1 off', 'snooze M1.1 next'],
  ['change M1.1 seats=30', 'snooze M1.1 next'],
  ['deputy M1 nobody', 'deputy M1 chat:T1/igor'],
  ['abandon M1 "they stay"'],
  ['resume M1', 'abandon M1 "they stay"'],
];

describe('undo', () => {
  it.each(CHANGES)('takes back: %s', async (change, ...before) => {
    const bot = await started();
    for (const text of before) await bot.say(text);
    const earlier = await stored(bot);
    const answer = await bot.say(change);
    expect(answer).toContain('Undo');
    if (!change.startsWith('note')) expect(await stored(bot)).not.toEqual(earlier);
    expect(await bot.say('undo M1')).toContain('taken back: ');
    expect(await stored(bot)).toEqual(earlier);
    expect(await bot.say('history M1')).toContain('taken back: ');
  });

  it('takes back only the last change, and that once', async () => {
    const bot = await started();
    await bot.say('change M1.1 seats=30');
    await bot.say('change M1.1 seats=31');
    expect(await bot.say('undo M1')).toContain('Seats: 30 → 31');
    const once = await stored(bot);
    expect(await bot.say('undo M1')).toContain('There is nothing to take back in M1');
    expect(await stored(bot)).toEqual(once);
    expect(once.originals[0]?.seats).toBe(30);
  });

  it('works after a restart', async () => {
    const bot = await started();
    await bot.say('change M1.1 seats=30');
    await bot.stop();
    const again = await wholeBot({ folder: bot.folder });
    expect(await again.say('undo M1')).toContain('taken back: M1.1 changed: Seats: 25 → 30');
    expect((await stored(again)).originals[0]?.seats).toBe(25);
    await again.stop();
  });

  it('does not take back the start', async () => {
    const { say } = await wholeBot();
    await say(START);
    expect(await say('undo M1')).toContain('There is nothing to take back in M1');
    expect(await say('show M1')).toContain('M1 · contoso.com');
  });

  it('never gives the number of something taken back to something else', async () => {
    const bot = await started();
    await bot.say('add M1 offer="Visio Plan 2" seats=3 ends=2027-02-28');
    await bot.say('undo M1');
    expect(await bot.say('add M1 offer="Project Plan 3" seats=3 ends=2027-02-28')).toContain('M1.3 added');
  });

  it('is refused where a cancellation in another migration of the customer rests on it', async () => {
    const bot = await started();
    await bot.say('start contoso.com again=yes offer="Office 365 E3" seats=10 ends=2026-11-25 source=open');
    await bot.say('provision M1.1 seats=35 on=2026-11-20');
    expect(await bot.say('end M2.1 cancelled')).toContain('M2.1 was cancelled');
    const answer = await bot.say('undo M1');
    expect(answer).toContain(
      'M2.1 was cancelled on Fri, 20 Nov 2026 because enough seats were active, and 10 seats would be missing',
    );
    expect(await bot.say('show M1')).toContain('M1.R1');
  });

  it('does not reopen a migration beside a newer one of the customer', async () => {
    const bot = await started();
    await bot.say('abandon M1 "a mistake"');
    await bot.say('start contoso.com');
    expect(await bot.say('undo M1')).toContain('M2 was started for the same customer since');
    expect(await bot.say('show M1')).toContain('Stage: abandoned');
  });

  it('takes an end back, and a request with it', async () => {
    const bot = await started();
    bot.clock.set('2027-01-28T10:00:00Z');
    await bot.say('end M1.1 cancelled reason="closing"');
    expect(await bot.say('undo M1')).toContain('taken back: A1: asked to mark M1.1');
    expect(await bot.say('requests')).toContain('No request is waiting');
    await bot.say('provision M1.1 on=2027-01-24');
    await bot.say('end M1.1 cancelled');
    expect(await bot.say('show M1')).toContain('Stage: done');
    await bot.say('undo M1');
    expect(await bot.say('show M1')).toContain('Stage: ending');
  });

  it('runs from its button only while nothing else was changed since', async () => {
    const bot = await started();
    const message = await bot.answer('change M1.1 seats=30');
    const button = message.blocks.flatMap((block) => (block.kind === 'buttons' ? block.buttons : []))[0];
    expect(button).toMatchObject({ label: 'Undo', run: 'undo M1' });
    await bot.say('note M1 "something else"');
    const rev = button?.rev ?? -1;
    expect(await bot.say('undo M1', { rev })).toContain('Somebody changed M1 after this button was drawn');
    expect((await stored(bot)).originals[0]?.seats).toBe(30);
  });
});

describe('remove', () => {
  it('takes out what was entered by mistake, with its reminders', async () => {
    const bot = await started();
    await bot.say('add M1 offer="Visio Plan 2" seats=3 ends=2026-12-31');
    expect(await bot.say('due 60')).toContain('M1.2');
    expect(await bot.say('remove M1.2')).toContain('M1.2 removed: Visio Plan 2');
    expect(await bot.say('due 60')).not.toContain('M1.2');
    await bot.at('2026-12-28T09:00:00Z');
    expect(bot.platform.texts.join('\n')).not.toContain('Visio Plan 2, 3 seats');
  });

  it('refuses what rests on it, with the next step', async () => {
    const bot = await started();
    await bot.say('add M1 offer="Visio Plan 2" seats=3 ends=2027-01-31 addon-of=M1.1');
    expect(await bot.say('remove M1.1')).toContain('change M1.2 addon-of=unknown');
    await bot.say('remove M1.2');
    await bot.say('provision M1.1 on=2026-11-20');
    expect(await bot.say('remove M1.1')).toContain('Remove it first: remove M1.R1');
    bot.clock.set('2027-01-28T10:00:00Z');
    await bot.say('end M1.1 cancelled');
    expect(await bot.say('remove M1.1')).toContain('has ended on Thu, 28 Jan 2027, which is a fact');
    expect(await bot.say('remove M1.R1')).toContain(
      'M1.1 was cancelled on Thu, 28 Jan 2027 because enough seats were active, and 25 seats would be missing',
    );
    expect(await bot.say('remove M1.9')).toContain('There is no subscription M1.9');
  });

  it('refuses a subscription with an open request', async () => {
    const bot = await started();
    bot.clock.set('2027-01-28T10:00:00Z');
    await bot.say('end M1.1 cancelled reason="closing"');
    expect(await bot.say('remove M1.1')).toContain('withdraw A1');
  });
});

describe('licences of another offer', () => {
  const other = async () => {
    const bot = await started();
    await bot.say('change M1.1 assigned=20');
    await bot.say('provision M1.1 offer="Microsoft 365 E3" on=2026-11-20');
    return bot;
  };

  it('are a plan with a check-off count', async () => {
    const { say } = await other();
    const card = await say('show M1');
    expect(card).toContain('Licences of the new offer: 0 of 20 people. Then: licenses M1 done=20');
    expect(card).toContain('Add the new ones before you remove the old.');
    expect(await say('licenses M1 done=15')).toContain('15 of 20 people have a licence of the new offer');
    expect(await say('licenses M1 15')).toContain('Nothing was changed');
    expect(await say('show M1')).toContain('15 of 20 people');
    expect(await say('licenses M1 done=21')).toContain('21 is more than there are: 20 people need');
    expect(await say('licenses M1 done=0')).toContain('0 of 20 people');
  });

  it('are not counted where the offer stays the same: there is nothing to do', async () => {
    const { say } = await started();
    await say('provision M1.1 on=2026-11-20');
    expect(await say('show M1')).toContain('No licence has to be reassigned, and nobody notices.');
    expect(await say('licenses M1 done=1')).toContain('In M1 no licence has to be reassigned');
  });

  it('are shown before and after, at a glance', async () => {
    const { say } = await other();
    await say('add M1 offer="Visio Plan 2" seats=3 ends=2027-02-28');
    const card = await say('show M1');
    expect(card).toContain('Office 365 E3 25 (20 assigned) → 0');
    expect(card).toContain('Visio Plan 2 3 → 0');
    expect(card).toContain('Microsoft 365 E3 0 → 25');
  });

  it('warn where fewer seats are active than people have', async () => {
    const { say } = await started();
    await say('change M1.1 assigned=20');
    await say('provision M1.1 seats=19 on=2026-11-20');
    expect(await say('show M1')).toContain('1 seat is missing in the active replacements; users may lose service');
  });
});
