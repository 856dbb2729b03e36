import { describe, expect, it } from 'vitest';
import { plainText } from '../../src/messages/plain-text.js';
import { RecordingPlatform } from '../support/recording-platform.js';
import { wholeBot } from '../support/whole-bot.js';

const IGOR = { identity: 'chat:T1/igor', name: 'Igor', member: true };
const ADA = { identity: 'slack:TADMIN/UADMIN', name: 'Ada', member: true };

function start(name: string, ends: string): string {
  return `start ${name} source=open offer="Office 365 E3" seats=25 ends=${ends} renewal=ends`;
}

function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => /^M\d+(\.\d+)? · /.test(line));
}

/** Its boards are posts in its people's conversations with Ferry. */
class ChatPlatform extends RecordingPlatform {
  override hasBoards = true;
  readonly #shown = new Map<string, string>();

  constructor() {
    super('chat');
  }

  override async board(...[identity, board, shown, to]: Parameters<RecordingPlatform['board']>) {
    const outcome = await super.board(identity, board, shown, to);
    if (outcome.kind !== 'sent') return outcome;
    const reference = shown ?? `${identity.split('/')[1]}/direct ${this.#shown.size + 1}`;
    this.#shown.set(reference, plainText(board));
    return { ...outcome, reference };
  }

  /** What stands where. */
  get places(): [string, string][] {
    return [...this.#shown];
  }
}

describe('board', () => {
  it('shows what needs its reader this week: her own and what nobody owns, not what others have or what is far off', async () => {
    const { say } = await wholeBot();
    await say(start('contoso.com', '2026-11-24'));
    await say(start('fabrikam.com', '2026-11-22'), { actor: IGOR });
    await say(start('adatum.com', '2026-11-23'));
    await say('assign M3 nobody');
    await say(start('woodgrove.com', '2027-05-31'));
    await say('accept M4');
    expect(linesOf(await say('board')).map((line) => line.slice(0, 4))).toEqual(['M3.1', 'M1.1']);
    expect(linesOf(await say('board mine')).map((line) => line.slice(0, 4))).toEqual(['M1.1', 'M4.1']);
    expect(linesOf(await say('board unowned')).map((line) => line.slice(0, 4))).toEqual(['M3.1']);
    expect(linesOf(await say('board all')).map((line) => line.slice(0, 4))).toEqual(['M2.1', 'M3.1', 'M1.1', 'M4.1']);
  });

  it('has a button for each part with its count, and says in words which one is shown', async () => {
    const { say } = await wholeBot();
    await say(start('contoso.com', '2026-11-24'));
    expect(await say('board mine')).toContain(
      [
        '> This week (1): board week',
        '> Mine (1), shown now: board mine',
        '> Without owner (0): board unowned',
        '> Incidents (0): board incidents',
        '> All open (1): board all',
      ].join('\n'),
    );
  });

  it('has on each line the most useful button, and one to take what nobody owns', async () => {
    const { say } = await wholeBot();
    await say(start('contoso.com', '2026-11-24'));
    await say('accept M1 agreement=2026-11-20');
    await say('assign M1 nobody');
    const text = await say('board');
    expect(text).toContain('Nobody owns it.');
    expect(text).toMatch(/> .*: provision M1\.1\n> .*: assign M1 me\n> Show M1: show M1/);
  });

  it('has incidents in front, whatever their day, and says what has gone wrong', async () => {
    const { say, at } = await wholeBot();
    await say(start('contoso.com', '2026-12-20'));
    await say(start('fabrikam.com', '2026-11-21'));
    await at('2027-01-25T10:00:00Z');
    const text = await say('board');
    expect(linesOf(text)[0]).toMatch(/^M\d\.1 · /);
    expect(text).toMatch(/Incidents \([12]\)/);
    expect(linesOf(await say('board incidents')).length).toBeGreaterThan(0);
  });

  it('shows a deputy what is hers to do while the owner is away', async () => {
    const { say } = await wholeBot();
    await say(start('contoso.com', '2026-11-24'));
    await say('list', { actor: IGOR });
    await say('deputy M1 chat:T1/igor');
    expect(linesOf(await say('board', { actor: IGOR }))).toEqual([]);
    await say('away until 2026-11-30');
    expect(linesOf(await say('board', { actor: IGOR }))).toHaveLength(1);
    expect(await say('board', { actor: IGOR })).toContain('Owner: Maria.');
  });

  it('is paged, eight to a page, and each page leads to the others', async () => {
    const { say } = await wholeBot();
    for (let number = 10; number < 28; number += 1) await say(start(`c${number}.com`, '2026-11-24'));
    const first = await say('board');
    expect(linesOf(first)).toHaveLength(8);
    expect(first).toContain('Migrations 1 to 8 of 18.');
    expect(first).toContain('> Later ones: board week page=2');
    expect(first).not.toContain('Earlier ones');
    const last = await say('board week page=3');
    expect(linesOf(last)).toHaveLength(2);
    expect(last).toContain('> Earlier ones: board week page=2');
    expect(await say('board week page=99')).toBe(last);
  });

  it('says warmly that there is nothing, and what to do first', async () => {
    const { say } = await wholeBot();
    const text = await say('board');
    expect(text).toContain('No migration is open yet.');
    expect(text).toContain(
      '> Start a migration: start …\n> Show all commands: help all\n> How Ferry speaks here: settings',
    );
    await say(start('contoso.com', '2027-05-31'));
    await say('accept M1');
    expect(await say('board')).toContain('Nothing needs you this week.');
  });

  it('offers a viewer nothing that changes, and is for nobody who is no member', async () => {
    const { say, answer } = await wholeBot();
    await say(start('contoso.com', '2026-11-24'));
    await say('roles chat:T1/igor viewer', { actor: ADA });
    expect(await say('board all', { actor: IGOR })).not.toMatch(/: (accept|assign|invite|decline|start)\b/);
    expect((await answer('board', { actor: { ...IGOR, member: false } })).refused).toBe(true);
  });
});

describe('a board that stands in the chat with Ferry', () => {
  it('is not answered a second time: the answer says where it is', async () => {
    const platform = new ChatPlatform();
    const { say, answer } = await wholeBot({ platform });
    await say(start('contoso.com', '2026-11-24'));
    const elsewhere = await say('board mine');
    expect(elsewhere).toContain('in our chat');
    expect(elsewhere).toContain('https://chat.test/maria/direct 1');
    expect(linesOf(elsewhere)).toEqual([]);
    const here = await answer('board unowned turn=yes', { channel: 'chat:T1/maria/direct' });
    expect(plainText(here)).toBe('Your board\nYour board in this chat is up to date.');
    expect(here.passing).toBe(true);
    expect(platform.boards.get('chat:T1/maria')?.map(({ title }) => title)).toEqual([
      'Your board · Mine: 1 migration',
      'Your board · Without owner: nothing',
    ]);
  });

  it('is posted anew below a question in that chat, and is nowhere else any more', async () => {
    const platform = new ChatPlatform();
    const { say, answer } = await wholeBot({ platform });
    await say(start('contoso.com', '2026-11-24'));
    const channel = 'chat:T1/maria/direct';
    await say('board', { channel });
    expect((await answer('board', { channel })).passing).toBe(true);
    expect(platform.places).toEqual([
      ['maria/direct 1', 'Your board\nYour board is further below.'],
      ['maria/direct 2', expect.stringContaining('contoso.com')],
    ]);
    await say('board mine turn=yes', { channel });
    expect(platform.places).toEqual([
      expect.anything(),
      ['maria/direct 2', expect.stringContaining('Your board · Mine: 1 migration')],
    ]);
  });

  it('has no button to share it, and is the answer itself when it is shared, which does not turn it', async () => {
    const platform = new ChatPlatform();
    const { say, answer } = await wholeBot({ platform });
    await say(start('contoso.com', '2026-11-24'));
    expect(plainText(await answer('board mine', { aside: true }))).not.toContain(': share');
    const shared = await answer('share board all');
    expect([shared.everyone, linesOf(plainText(shared)).length]).toEqual([true, 1]);
    expect(plainText(shared)).not.toContain('turn=yes');
    expect(platform.places).toHaveLength(1);
    expect(platform.boards.get('chat:T1/maria')?.map(({ title }) => title)).toEqual(['Your board · Mine: 1 migration']);
  });

  it('is the answer where it cannot be shown there now', async () => {
    const platform = new ChatPlatform();
    const { say } = await wholeBot({ platform });
    await say(start('contoso.com', '2026-11-24'));
    platform.outcomes.push({ kind: 'not-sent', reason: 'ECONNREFUSED' });
    expect(linesOf(await say('board'))).toHaveLength(1);
  });
});

it('a board on a page of its own is the answer as well, and the same part stands there', async () => {
  const platform = new RecordingPlatform('chat');
  platform.hasBoards = true;
  const { say } = await wholeBot({ platform });
  await say(start('contoso.com', '2026-11-24'));
  expect(linesOf(await say('board mine'))).toHaveLength(1);
  expect(platform.boards.get('chat:T1/maria')?.at(-1)?.title).toBe('Your board · Mine: 1 migration');
});
