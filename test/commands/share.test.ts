import { describe, expect, it } from 'vitest';
import type { Button, Message } from '../../src/messages/message.js';
import { plainText } from '../../src/messages/plain-text.js';
import { wholeBot } from '../support/whole-bot.js';

const ADA = { identity: 'slack:TADMIN/UADMIN', name: 'Ada', member: true };
const VERA = { identity: 'chat:T1/vera', name: 'Vera', member: true };
const START = 'start contoso.com source=open offer="Office 365 E3" seats=25 ends=2027-01-31 renewal=auto';
/** As a platform says it of a question in a channel, whose answer the asker alone sees. */
const ASIDE = { aside: true } as const;

function buttonsIn({ blocks }: Message): Button[] {
  return blocks.flatMap((block) => (block.kind === 'buttons' ? block.buttons : []));
}

describe('share', () => {
  it('shares nothing where Ferry may not speak, such as a channel of two organisations', async () => {
    const { say, answer } = await wholeBot();
    await say(START);
    const said = await answer('share list', { reach: async () => 'closed' });
    expect(said).toMatchObject({ refused: true });
    expect(said.everyone).toBeUndefined();
    expect(plainText(said)).not.toContain('contoso');
  });

  it('shares nothing where it is not told who reads along, and says how to mend that', async () => {
    const { say } = await wholeBot();
    await say(START);
    expect(await say('share list', { reach: async () => 'invite' })).toContain('/invite @Ferry');
  });

  it('shows the answer to what was filled in, not to the bare command', async () => {
    const { say, answer, submit } = await wholeBot();
    await say(START);
    const reply = await submit('show', { migration: 'M1' }, ASIDE);
    if (reply.kind !== 'message') throw new Error('no answer');
    expect(buttonsIn(reply.message).at(-1)?.run).toBe('share show migration="M1"');
    expect(plainText(await answer('share'))).toContain('M1 · contoso.com');
  });

  it('does not switch a digest on', async () => {
    const { say } = await wholeBot();
    expect(await say('share digest on')).toContain('digest does more than look');
  });

  it('shows the latest answer of its asker in that channel to everybody there, and who shared it', async () => {
    const { answer, say } = await wholeBot();
    await say(START);
    await say('show M1');
    await say('list', { actor: ADA });
    await say('due 14', { channel: 'chat:T1/other' });
    const shared = await answer('share');
    expect(shared.everyone).toBe(true);
    expect(shared.title).toBe('M1 · contoso.com');
    expect(plainText(shared)).toContain('Maria shared this.');
    expect((await answer('share', { channel: 'chat:T1/other' })).title).toContain('14');
  });

  it('shows the answer as it is by then', async () => {
    const { answer, say } = await wholeBot();
    await say(START);
    await say('show M1');
    await say('accept M1');
    expect(plainText(await answer('share'))).toContain('Stage: provisioning');
  });

  it('asks what is added to it, which is then the latest question', async () => {
    const { answer, say } = await wholeBot();
    await say(START);
    const shared = await answer('share show contoso.com');
    expect([shared.everyone, shared.title]).toEqual([true, 'M1 · contoso.com']);
    expect((await answer('share')).title).toBe('M1 · contoso.com');
  });

  it('has nothing to share for somebody who has not asked', async () => {
    const { answer, say } = await wholeBot();
    await say('list');
    const refused = await answer('share', { actor: ADA });
    expect([refused.refused, refused.everyone]).toEqual([true, undefined]);
    expect(plainText(refused)).toContain('nothing to share yet');
  });

  it.each([
    'share accept M1',
    'share share list',
    'share settings time 07:00',
    'share roles chat:T1/vera admin',
    'share note M1 hello',
    'share nonsense',
    'share show M9',
    'share "list',
  ])('%s is refused, to the asker alone, and changes nothing', async (text) => {
    const { answer, say, bot } = await wholeBot();
    await say(START);
    const before = (await bot.services.lookup.show('M1')).migration.rev;
    const refused = await answer(text);
    expect([refused.refused, refused.everyone]).toEqual([true, undefined]);
    expect((await bot.services.lookup.show('M1')).migration.rev).toBe(before);
    expect((await bot.services.speaking.in('chat:T1/moves')).time).toBe('09:00');
  });

  it('is there for viewers, and never offers there what its asker may not do', async () => {
    const { answer, say } = await wholeBot();
    await say(START);
    await say('roles chat:T1/vera viewer', { actor: ADA });
    const shared = await answer('share show M1', { actor: VERA });
    expect(shared.everyone).toBe(true);
    expect(buttonsIn(shared).filter(({ run }) => !/^(show|history|checklist) /.test(run))).toEqual([]);
  });

  it('is for nobody who is no member', async () => {
    const { answer, say } = await wholeBot();
    await say(START);
    expect((await answer('share list', { actor: { ...VERA, member: false } })).refused).toBe(true);
  });

  it('answers in a terminal as everywhere, where there is nobody else', async () => {
    const { say } = await wholeBot();
    await say(START, { channel: 'terminal:local', rows: Number.POSITIVE_INFINITY });
    expect(await say('share list', { channel: 'terminal:local' })).toMatch(
      /^Migrations: open[\s\S]*contoso\.com[\s\S]*shared this/,
    );
  });
});

describe('an answer that its asker alone sees', () => {
  it('has a button that shares it, with the question as it was', async () => {
    const { answer, say } = await wholeBot();
    await say(START);
    const button = buttonsIn(await answer('/csp show "contoso.com"', ASIDE)).at(-1);
    expect(button).toEqual({ label: 'Share', run: 'share show "contoso.com"' });
    const shared = await answer(button?.run ?? '', ASIDE);
    expect([shared.everyone, shared.title]).toEqual([true, 'M1 · contoso.com']);
    expect(buttonsIn(shared).filter(({ run }) => run.startsWith('share'))).toEqual([]);
  });

  it('has none where it changed something, where it is a refusal, and where everybody sees it anyway', async () => {
    const { answer, say } = await wholeBot();
    await say(START);
    const answers = [await answer('accept M1', ASIDE), await answer('show M9', ASIDE), await answer('show M1')];
    for (const one of answers) expect(buttonsIn(one).filter(({ run }) => run.startsWith('share'))).toEqual([]);
  });
});
