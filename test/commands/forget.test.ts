import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Invocation } from '../../src/commands/invocation.js';
import { type WholeBot, wholeBot } from '../support/whole-bot.js';

/** In ADMINS. */
const PETRA: Partial<Invocation> = { actor: { identity: 'slack:TADMIN/UADMIN', name: 'Petra', member: true } };
const OLGA: Partial<Invocation> = { actor: { identity: 'slack:TADMIN/UOLGA', name: 'Olga', member: true } };
const IGOR: Partial<Invocation> = { actor: { identity: 'slack:TADMIN/UIGOR', name: 'Igor', member: true } };
const environment = { ADMINS: 'slack:TADMIN/UADMIN,slack:TADMIN/UOLGA,slack:TADMIN/UIGOR' };

const LINK = 'https://partner.example.com/join-contoso';
const SUITE = 'Contoso.com suite';

/** M1 of contoso.com with a word about it wherever words are kept, done or given up in the end; M2 of fabrikam.com beside it. */
async function known(): Promise<WholeBot> {
  const bot = await wholeBot({ now: '2027-01-28T10:00:00Z', environment });
  for (const text of [
    `start contoso.com source=open offer="${SUITE}" seats=25 ends=2027-01-31 renewal=auto`,
    'add M1 offer="Visio Plan 2" seats=2 ends=2027-03-31',
    'change M1.2 offer="Visio of CONTOSO.COM"',
    `invite M1 link=${LINK}`,
    'accept M1',
    'note M1 "the boss at Contoso.com is on leave"',
    'end M1.1 cancelled reason="contoso.com says so"',
    'show contoso.com',
    'add contoso.com offer=x seats=0 ends=2027-03-31',
    'assign contoso.com "nobody I know at contoso.com"',
    'start fabrikam.com offer="contoso.com.br plan" seats=3 ends=2027-03-31',
    'note M2 "bought by contoso.com, not by contoso.com.br"',
    'abandon M2 "goes with contoso.com"',
    'resume M2',
  ]) {
    await bot.say(text);
  }
  await bot.say('reject A1', IGOR);
  await bot.say('abandon M1 "contoso.com stays where it is"');
  return bot;
}

/** All that is in the data folder, whatever the file. */
function folderText({ folder }: WholeBot): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
  expect(files.length).toBeGreaterThan(0);
  return files.map((file) => readFileSync(join(file.parentPath, file.name), 'utf8')).join('\n');
}

const NAME = /contoso\.com(?!\.br)|partner\.example/i;

async function forget(bot: WholeBot, ref = 'contoso.com'): Promise<string> {
  await bot.say(`forget ${ref}`, PETRA);
  return bot.say(`forget ${ref} confirm=yes`, PETRA);
}

describe('forget', () => {
  it('leaves the name in no file of the data folder, and every date', async () => {
    const bot = await known();
    const before = folderText(bot);
    expect(before).toMatch(NAME);
    expect(before).toContain(LINK);
    expect(await forget(bot)).toContain('C1: the name is erased');
    await bot.stop();
    const after = folderText(bot);
    expect(after).not.toMatch(NAME);
    expect(after).not.toMatch(/the boss|says so|stays where/);
    // The other customer's words stay, and its offer is its offer.
    expect(after).toContain('contoso.com.br plan');
    expect(after).toContain('bought by C1, not by contoso.com.br');
    for (const date of ['2027-01-31', '2027-03-31', '2027-01-28']) expect(after).toContain(date);
    const restarted = await wholeBot({ folder: bot.folder, now: '2027-01-28T11:00:00Z', environment });
    expect(await restarted.say('show M1')).toContain('M1 · C1');
  });

  it('reaches what a platform said of a post that did not arrive', async () => {
    const bot = await wholeBot({ environment });
    await bot.say('start contoso.com offer=Visio seats=2 ends=2027-01-31');
    await bot.say('start fabrikam.com offer=Visio seats=2 ends=2027-01-31');
    for (const reason of ['a post on contoso.com failed', 'the channel of Contoso.com is gone']) {
      bot.platform.outcomes.push({ kind: 'stop', reason });
    }
    await bot.at('2027-01-25T08:00:00Z');
    await bot.say('abandon M1 "no"');
    for (const reason of ['a post on contoso.com', 'the channel of Contoso.com']) {
      expect(folderText(bot)).toContain(reason);
    }
    await forget(bot);
    expect(folderText(bot)).not.toMatch(NAME);
    expect(folderText(bot)).toMatch(/a post on C1|the channel of C1/);
  });

  it('drops the answers and refusals about its migrations, with all that was typed', async () => {
    const bot = await wholeBot({ now: '2027-01-28T10:00:00Z', environment });
    await bot.say('start contoso.com source=open offer=Visio seats=2 ends=2027-01-31');
    await bot.say('start fabrikam.com source=open offer=Visio seats=2 ends=2027-01-31');
    // Asked to confirm, and refused: both offer the command again.
    await bot.say('end M1.1 cancelled reason="heliotrope"');
    await bot.say('end m1.1 cancelled on=2027-02-03 reason="marigold"');
    await bot.say('end contoso.com cancelled reason="delphinium"');
    await bot.say('end M2.1 cancelled reason="hollyhock"');
    expect(folderText(bot)).toMatch(/heliotrope/);
    await bot.say('abandon M1 "no"');
    await forget(bot);
    await bot.stop();
    expect(folderText(bot)).not.toMatch(/heliotrope|marigold|delphinium/);
    // The other customer's is answered again as it was.
    expect(folderText(bot)).toContain('hollyhock');
  });

  it('keeps history and export readable', async () => {
    const bot = await known();
    const entries = (text: string) => text.split('\n').filter((line) => line.includes('28 Jan 2027')).length;
    const before = await bot.say('history M1');
    await forget(bot);
    const after = await bot.say('history M1');
    expect(entries(after)).toBe(entries(before) + 1);
    expect(after).toContain('names were erased');
    expect(after).toContain('Petra');
    expect(after).toContain('Sun, 31 Jan 2027');
    expect(after).not.toMatch(NAME);
    const csv = await bot.say('export');
    expect(csv).toContain('M1.1');
    expect(csv).toContain('2027-01-31');
    expect(csv).not.toMatch(NAME);
    expect(await bot.say('list stage=abandoned')).toContain('C1');
  });

  it('redraws the posted card without the name, and says what it cannot reach', async () => {
    const bot = await known();
    const cards = () => bot.platform.texts.filter((text) => text.startsWith('M1 · '));
    expect(cards().join()).toMatch(NAME);
    const answer = await forget(bot);
    expect(answer).toContain('such as reminders, until you delete it there; the logs of Slack and Teams; backups');
    expect(cards()).toHaveLength(1);
    expect(cards().join()).not.toMatch(NAME);
  });

  it('asks first, and only the one who was asked confirms', async () => {
    const bot = await known();
    expect(await bot.say('forget contoso.com confirm=yes', PETRA)).toContain('It cannot be undone');
    // That was a question too, but nobody has asked Olga.
    expect(await bot.say('forget contoso.com confirm=yes', OLGA)).toContain('It cannot be undone');
    expect(await bot.say('show M1')).toContain('M1 · contoso.com');
    expect(await bot.say('forget C1 confirm=yes', PETRA)).toContain('the name is erased');
  });

  it('asks again when the customer has more migrations than at the question', async () => {
    const bot = await known();
    expect(await bot.say('forget contoso.com', PETRA)).toContain('in its migration:');
    await bot.say('start contoso.com');
    await bot.say('abandon M3 "no"');
    expect(await bot.say('forget contoso.com confirm=yes', PETRA)).toContain('in its 2 migrations:');
    expect(await bot.say('forget contoso.com confirm=yes', PETRA)).toContain('Erased in 2 migrations');
  });

  it('is for admins', async () => {
    const bot = await known();
    expect(await bot.say('forget contoso.com')).toContain('is for people with the role admin');
  });

  it('waits until nothing of the customer is open', async () => {
    const bot = await known();
    await bot.say('start contoso.com');
    expect(await bot.say('forget contoso.com', PETRA)).toContain('M3 is still open. Abandon it first');
    expect(await bot.say('forget contoso.com confirm=yes', PETRA)).toContain('M3 is still open');
    expect(await bot.say('show M1')).toContain('M1 · contoso.com');
  });

  it.each(['contoso.com', 'CONTOSO.COM', 'https://contoso.com/', 'C1', 'c1', 'M1', 'M1.2'])('takes %s', async (ref) => {
    const bot = await known();
    expect(await forget(bot, ref)).toContain('C1: the name is erased');
  });

  it('of somebody unknown says so, and keeps nothing of what was typed', async () => {
    const bot = await known();
    expect(await bot.say('forget woodgrove.com', PETRA)).toContain('Ferry knows no customer called woodgrove.com');
    expect(folderText(bot)).not.toContain('woodgrove');
  });

  it('is harmless when it is said again, and brings the name back by no way', async () => {
    const bot = await known();
    await forget(bot);
    expect(await bot.say('forget C1', PETRA)).toContain('It was erased before');
    expect(await bot.say('forget contoso.com', PETRA)).toContain('no customer called contoso.com');
    await bot.stop();
    expect(folderText(bot)).not.toMatch(NAME);
  });
});

describe('a forgotten customer', () => {
  it.each([
    'resume M1',
    'undo M1',
    'note M1 "it was contoso"',
    'accept M1',
    'change M1.2 seats=5',
    'assign M1 me',
    'abandon M1 "again"',
  ])('is left alone: %s', async (text) => {
    const bot = await known();
    await forget(bot);
    const before = await bot.say('history M1');
    expect(await bot.say(text)).toContain('The name of M1’s customer was erased');
    expect(await bot.say('history M1')).toBe(before);
  });

  it('who comes back is a new one', async () => {
    const bot = await known();
    await forget(bot);
    expect(await bot.say('start contoso.com')).toContain('M3 · contoso.com');
    expect(await bot.say('show contoso.com')).toContain('M3 · contoso.com');
    expect(await bot.say('show M1')).toContain('M1 · C1');
    expect(await bot.say('start C1')).toContain('M4 · C1');
    expect(await bot.say('note M4 "another one"')).toContain('another one');
  });

  it('is reminded of by nothing, while others are', async () => {
    const bot = await known();
    await forget(bot);
    const before = bot.platform.texts.length;
    await bot.at('2027-03-29T08:00:00Z');
    const later = bot.platform.texts.slice(before);
    expect(later.join()).toContain('M2.1');
    expect(later.join()).not.toContain('M1');
  });
});

describe('forgetting one customer', () => {
  it('leaves others with a like name as they are, and does not grow what people wrote', async () => {
    const bot = await wholeBot({ environment: { ADMINS: 'slack:T1/petra' } });
    const petra = { actor: { identity: 'slack:T1/petra', name: 'Petra', member: true } };
    for (const name of ['HP', '"HP Ltd"', 'hp.com again=yes']) await bot.say(`start ${name}`);
    await bot.say(`abandon M1 "${'HP '.repeat(600)}"`);
    await bot.say(`note M2 "${'HP '.repeat(600)}"`);
    await bot.say('forget HP', petra);
    expect(await bot.say('forget C1 confirm=yes', petra)).not.toContain('went wrong');
    expect(await bot.say('history M2')).toContain('started for HP Ltd');
    expect(await bot.say('history M3')).toContain('started for hp.com');
    expect(await bot.say('history M1')).not.toContain('HP');
  });
});
