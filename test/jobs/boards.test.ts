import { expect, it, vi } from 'vitest';
import type { Language } from '../../src/domain/language.js';
import { plainText } from '../../src/messages/plain-text.js';
import type { Outcome } from '../../src/messages/platform.js';
import { wordsIn } from '../../src/messages/words.js';
import { RecordingPlatform } from '../support/recording-platform.js';
import { type WholeBot, wholeBot } from '../support/whole-bot.js';

const MARIA = { identity: 'chat:T1/maria', name: 'Maria', member: true };
const IGOR = { identity: 'chat:T1/igor', name: 'Igor', member: true };
const NOTHING = { title: '', blocks: [] };
const CONTOSO = 'start contoso.com source=open offer="Office 365 E3" seats=25 ends=2026-11-24 renewal=ends';

class HomePlatform extends RecordingPlatform {
  override hasBoards = true;
  readonly tried: string[] = [];
  /** Whose requests hang until this is over. */
  readonly held = new Map<string, Promise<void>>();

  constructor(name = 'chat') {
    super(name);
  }

  override async board(...[identity, message, shown, to]: Parameters<RecordingPlatform['board']>): Promise<Outcome> {
    this.tried.push(`${identity} ${shown ?? 'anew'}`);
    await this.held.get(identity);
    return super.board(identity, message, shown, to);
  }
}

async function home(options: Parameters<typeof wholeBot>[0] = {}): Promise<WholeBot & { platform: HomePlatform }> {
  const platform = new HomePlatform();
  const bot = await wholeBot({ ...options, platform });
  return { ...bot, platform };
}

function boardsOf({ platform }: WholeBot, { identity }: { identity: string } = MARIA): string[] {
  return (platform.boards.get(identity) ?? []).map(plainText);
}

function pending(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

async function wait({ clock, bot }: WholeBot, seconds: number): Promise<void> {
  clock.set(clock.now().add({ seconds }).toString());
  await bot.boards.idle();
}

it('stands where its person looks, and is drawn again some seconds after something changes', async () => {
  const bot = await home();
  await bot.bot.asking.opened(MARIA);
  expect(boardsOf(bot)).toHaveLength(1);
  expect(boardsOf(bot)[0]).toContain('No migration is open yet');
  await bot.say(CONTOSO);
  await wait(bot, 19);
  expect(boardsOf(bot)).toHaveLength(1);
  await wait(bot, 1);
  expect(boardsOf(bot)).toHaveLength(2);
  expect(boardsOf(bot)[1]).toContain('M1.1 · contoso.com');
});

it('stays in the language that her chat told when she last looked, also where it tells none with her next look', async () => {
  const bot = await home();
  const title = (language: Language) =>
    wordsIn(language, 'Europe/Berlin').say('board.title', { part: '', count: 1 }).split(' · ')[0];
  await bot.bot.asking.opened(MARIA, 'fr-FR');
  await bot.say(CONTOSO);
  await wait(bot, 20);
  expect(boardsOf(bot)).toHaveLength(2);
  expect(boardsOf(bot)[1]).toContain(title('fr'));
  await bot.bot.asking.opened(MARIA);
  expect(boardsOf(bot).at(-1)).toContain(title('fr'));
  await bot.bot.asking.opened(MARIA, 'ru');
  expect(boardsOf(bot).at(-1)).toContain(title('ru'));
});

it('is sent once for many changes that come one after another, and not at all where it reads the same', async () => {
  const bot = await home();
  await bot.bot.asking.opened(MARIA);
  for (const name of ['contoso.com', 'fabrikam.com', 'adatum.com']) await bot.say(CONTOSO.replace('contoso.com', name));
  await wait(bot, 20);
  expect(boardsOf(bot)).toHaveLength(2);
  await bot.say('note M1 "called them"');
  await wait(bot, 20);
  await wait(bot, 20);
  expect(boardsOf(bot)).toHaveLength(2);
});

it('shows the part that its person chose last, and a page of it', async () => {
  const bot = await home();
  await bot.say(CONTOSO);
  await bot.say('board unowned');
  await bot.bot.asking.opened(MARIA);
  expect(boardsOf(bot).map((text) => text.split('\n')[0])).toEqual([
    'Your board · Without owner: nothing',
    'Your board · Without owner: nothing',
  ]);
});

it('of several people one is sent after the other, with a pause between', async () => {
  const bot = await home();
  await bot.bot.asking.opened(MARIA);
  await bot.bot.asking.opened(IGOR);
  await bot.say(CONTOSO);
  await wait(bot, 20);
  expect([boardsOf(bot).length, boardsOf(bot, IGOR).length]).toEqual([1, 2]);
  await wait(bot, 1);
  expect([boardsOf(bot).length, boardsOf(bot, IGOR).length]).toEqual([2, 2]);
});

it('is drawn again when a new day has begun, since its days have come nearer', async () => {
  const bot = await home();
  await bot.say(CONTOSO.replace('2026-11-24', '2026-12-05'));
  await bot.say('accept M1');
  await bot.say('board');
  expect(boardsOf(bot).at(-1)).toContain('nothing');
  await bot.at('2026-11-20T22:59:00Z');
  await bot.at('2026-11-20T23:01:00Z');
  await wait(bot, 20);
  expect(boardsOf(bot).at(-1)).toContain('M1.1 · contoso.com');
});

it('is drawn again when a day has begun in UTC, by which days to act are counted', async () => {
  const bot = await home();
  await bot.say(CONTOSO);
  await bot.say('accept M1');
  await bot.say('board all');
  const shown = boardsOf(bot).at(-1);
  // In Berlin it is the same day all the time.
  await bot.at('2026-11-24T23:30:00Z');
  await wait(bot, 20);
  const before = boardsOf(bot).at(-1);
  await bot.at('2026-11-25T00:01:00Z');
  await wait(bot, 20);
  expect(boardsOf(bot).at(-1)).not.toBe(before);
  expect(shown).toBeDefined();
});

it('goes on after a restart, and is not sent again when it reads the same', async () => {
  const before = await home();
  await before.say(CONTOSO);
  await before.say('board mine');
  await before.stop();
  const platform = new HomePlatform();
  const after = await wholeBot({ folder: before.folder, platform });
  after.bot.boards.wake();
  await wait(after, 20);
  expect(platform.tried).toEqual([]);
  await after.say(CONTOSO.replace('contoso', 'fabrikam'));
  await wait(after, 20);
  expect(platform.tried).toEqual(['chat:T1/maria board of chat:T1/maria']);
  expect(boardsOf(after)[0]).toContain('fabrikam.com');
});

it('is left where it is for as long as its person cannot be asked after, and taken away when she is no member still', async () => {
  const bot = await home();
  await bot.say(CONTOSO);
  await bot.say('board');
  bot.platform.strangers.add(MARIA.identity);
  await bot.say(CONTOSO.replace('contoso', 'fabrikam'));
  await wait(bot, 20);
  expect(boardsOf(bot)).toHaveLength(1);
  await wait(bot, 600);
  expect(boardsOf(bot)).toHaveLength(2);
  expect(boardsOf(bot)[1]).toContain('does not know you as a member');
  expect(boardsOf(bot)[1]).not.toContain('contoso');
  expect(await bot.bot.services.standingBoards.all()).toEqual([]);
  await bot.say(CONTOSO.replace('contoso', 'adatum'));
  await wait(bot, 20);
  expect(boardsOf(bot)).toHaveLength(2);
});

it('catches up with what it missed when its person can be asked after again', async () => {
  const bot = await home();
  await bot.say(CONTOSO);
  await bot.say('board');
  bot.platform.strangers.add(MARIA.identity);
  await bot.say(CONTOSO.replace('contoso', 'fabrikam'));
  await wait(bot, 20);
  bot.platform.strangers.clear();
  await wait(bot, 600);
  expect(boardsOf(bot)).toHaveLength(2);
  expect(boardsOf(bot)[1]).toContain('fabrikam.com');
});

it('is taken from somebody who opens it and has no role any more', async () => {
  const bot = await home();
  await bot.say(CONTOSO);
  await bot.say('board');
  await bot.bot.asking.opened({ ...MARIA, member: false });
  expect(boardsOf(bot)[1]).toContain('does not know you as a member');
  await bot.bot.asking.opened({ ...IGOR, member: false });
  expect(await bot.bot.services.standingBoards.all()).toEqual([]);
});

it('that may be older than what is remembered is taken away too from a guest who opens it', async () => {
  const bot = await home();
  bot.platform.strangers.add(IGOR.identity);
  await bot.bot.asking.opened({ ...IGOR, member: false });
  expect(boardsOf(bot, IGOR).join()).toContain('does not know you as a member');
});

it('offers a viewer nothing that changes', async () => {
  const bot = await home();
  await bot.say(CONTOSO);
  await bot.say('roles chat:T1/igor viewer', { actor: { identity: 'slack:TADMIN/UADMIN', name: 'Ada', member: true } });
  await bot.say('board all', { actor: IGOR });
  expect(boardsOf(bot, IGOR)[0]).toContain('> Show M1: show M1');
  expect(boardsOf(bot, IGOR)[0]).not.toMatch(/: (accept|assign|invite|decline) /);
});

it('rests and says so when nobody has looked at it for two weeks, and is turned where it stands when she comes back', async () => {
  const bot = await home();
  await bot.say(CONTOSO);
  await bot.say('board all');
  await bot.at('2026-12-05T10:00:00Z');
  for (const name of ['fabrikam', 'adatum']) {
    await bot.say(CONTOSO.replace('contoso', name));
    await wait(bot, 20);
  }
  expect(boardsOf(bot)).toHaveLength(2);
  expect(boardsOf(bot)[1]).toContain('rests');
  expect(boardsOf(bot)[1]).not.toContain('contoso');
  expect(boardsOf(bot)[1]).toContain('> Show it again: board all turn=yes');
  await bot.say('board all turn=yes');
  expect(boardsOf(bot)[2]).toContain('adatum.com');
  expect(bot.platform.tried.slice(1)).toEqual(Array(2).fill('chat:T1/maria board of chat:T1/maria'));
});

it('is put up anew where it was removed, and forgotten where its platform has no place for it', async () => {
  const bot = await home();
  await bot.bot.asking.opened(MARIA);
  bot.platform.outcomes.push({ kind: 'sent', reference: '1' }, { kind: 'gone', reason: 'not_found' });
  await bot.say(CONTOSO);
  await wait(bot, 20);
  expect(bot.platform.tried.slice(1)).toEqual(['chat:T1/maria board of chat:T1/maria', 'chat:T1/maria anew']);
  bot.platform.outcomes.push({ kind: 'stop', reason: 'no_board' });
  await bot.bot.asking.opened(MARIA);
  await bot.say('note M1 "called"');
  await bot.say(CONTOSO.replace('contoso', 'fabrikam'));
  await wait(bot, 20);
  expect(bot.platform.tried).toHaveLength(5);
});

it('waits as long as the platform asks, logs it once, and then shows what is true by then', async () => {
  const warn = vi.fn();
  const bot = await home({ log: Object.assign((await import('pino')).pino({ level: 'silent' }), { warn }) });
  await bot.say(CONTOSO);
  await bot.bot.asking.opened(MARIA);
  bot.platform.outcomes.push(
    { kind: 'sent', reference: 'card' },
    { kind: 'not-sent', reason: 'ratelimited', retryAfterMs: 90_000 },
  );
  await bot.say(CONTOSO.replace('contoso', 'fabrikam'));
  await wait(bot, 20);
  await wait(bot, 20);
  await wait(bot, 20);
  expect(bot.platform.tried).toHaveLength(2);
  await wait(bot, 60);
  expect(bot.platform.tried).toHaveLength(3);
  expect(boardsOf(bot).at(-1)).toContain('fabrikam.com');
  expect(warn.mock.calls.filter(([, text]) => text === 'a board was not shown')).toHaveLength(1);
});

it('is kept up to date for at most two hundred, those who looked last; the others are told', async () => {
  const bot = await home();
  for (let number = 0; number <= 200; number += 1) {
    await bot.bot.asking.opened({ identity: `chat:T1/u${number}`, name: `U${number}`, member: true });
  }
  await wait(bot, 20);
  const resting = [...bot.platform.boards].filter(([, messages]) =>
    plainText(messages.at(-1) ?? NOTHING).includes('rests'),
  );
  expect(resting.map(([identity]) => identity)).toEqual(['chat:T1/u0']);
});

it('writes nothing where there is no place for boards', async () => {
  const { say, bot } = await wholeBot();
  expect(await say('board')).toContain('Your board · This week');
  expect(await bot.services.standingBoards.all()).toEqual([]);
});

it('goes on being drawn after a write that failed while something changed', async () => {
  const bot = await home();
  await bot.bot.asking.opened(MARIA);
  const { standingBoards } = bot.bot.services;
  vi.spyOn(standingBoards, 'keep').mockImplementationOnce(async () => {
    await bot.say(CONTOSO.replace('contoso', 'fabrikam'));
    throw new Error('no room');
  });
  await bot.say(CONTOSO);
  await wait(bot, 20);
  await wait(bot, 20);
  await bot.say(CONTOSO.replace('contoso', 'adatum'));
  await wait(bot, 20);
  expect(boardsOf(bot).at(-1)).toContain('fabrikam.com');
  expect(boardsOf(bot).at(-1)).toContain('adatum.com');
  expect(await standingBoards.all()).toHaveLength(1);
});

it('that hangs holds up nobody who asks for hers', async () => {
  const bot = await home();
  await bot.bot.asking.opened(MARIA);
  const { promise, resolve: release } = pending();
  bot.platform.held.set(MARIA.identity, promise);
  await bot.say(CONTOSO);
  bot.clock.set(bot.clock.now().add({ seconds: 20 }).toString());
  await vi.waitUntil(() => bot.platform.tried.length === 2);
  expect(await bot.say('board all', { actor: IGOR })).toContain('contoso.com');
  expect(boardsOf(bot, IGOR)).toHaveLength(1);
  release();
  await bot.bot.boards.idle();
  expect(boardsOf(bot)).toHaveLength(2);
});

it('of a platform whose requests hang holds up no other platform', async () => {
  const [hanging, other] = [new HomePlatform('chat'), new HomePlatform('mail')];
  const bot = await wholeBot({ platforms: [hanging, other] });
  const erin = { identity: 'mail:T1/erin', name: 'Erin', member: true };
  for (const who of [MARIA, erin]) await bot.bot.asking.opened(who);
  const { promise, resolve: release } = pending();
  hanging.held.set(MARIA.identity, promise);
  await bot.say(CONTOSO.replace(' source', ' again=yes source'));
  await bot.say('assign M1 nobody');
  bot.clock.set(bot.clock.now().add({ seconds: 20 }).toString());
  await vi.waitUntil(() => other.boards.get(erin.identity)?.length === 2);
  release();
});
