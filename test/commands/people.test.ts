import { Writable } from 'node:stream';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import type { Invocation } from '../../src/commands/invocation.js';
import { plainText } from '../../src/messages/plain-text.js';
import { wordsIn } from '../../src/messages/words.js';
import { undoEscapes } from '../../src/platforms/slack/escapes.js';
import type { TeamsActivity } from '../../src/platforms/teams/activity.js';
import { readText, toNamed } from '../../src/platforms/teams/said.js';
import { type WholeBot, wholeBot } from '../support/whole-bot.js';

type How = Partial<Invocation>;

const START = 'start contoso.com source=open offer="Office 365 E3" seats=25 ends=2027-01-31 renewal=auto';
/** In ADMINS. */
const PETRA: How = { actor: { identity: 'slack:TADMIN/UADMIN', name: 'Petra', member: true } };
const IGOR: How = { actor: { identity: 'chat:T1/igor', name: 'Igor', member: true } };
const MARIA_IN_TEAMS: How = { actor: { identity: 'teams:contoso/8d2c', name: 'Maria Silva', member: true } };
const ANA: How = { actor: { identity: 'slack:T1/U1', name: 'Ana', member: true } };

/** As a platform names the person behind `as` in the text. */
function mention(as: string, name: string, ...identities: string[]): How {
  return { named: [{ as, name, identities }] };
}

const AT_IGOR = mention('@igor', 'Igor', 'chat:T1/igor');

/** Maria owns M1 of contoso.com. */
async function withMigration(options: Parameters<typeof wholeBot>[0] = {}): Promise<WholeBot> {
  const bot = await wholeBot(options);
  await bot.say(START);
  return bot;
}

/** Every door that takes a command: a line, and a button with the revision it was drawn from. */
const DOORS: [string, How][] = [
  ['typed', {}],
  ['clicked', { rev: 1 }],
];

describe('a role', () => {
  it.each(DOORS)('that does not reach refuses what is %s, and nothing is changed', async (_door, how) => {
    const { say } = await withMigration();
    await say('roles default viewer', PETRA);
    for (const text of [
      'accept M1',
      'abandon M1 "no"',
      'assign M1 me',
      'start fabrikam.com',
      'away until 2026-12-24',
    ]) {
      expect(await say(text, how)).toContain('is for people with the role operator');
    }
    expect(await say('approve A1', how)).toContain('is for people with the role approver');
    expect(await say('forget contoso.com', how)).toContain('is for people with the role admin');
    expect(await say('link me P1', how)).toContain('is for people with the role admin');
    expect(await say('show M1', how)).toContain('Stage: new');
    expect(await say('list', how)).not.toContain('fabrikam');
  });

  it('is refused before the words are looked at, so that nothing is learned from them', async () => {
    const { say } = await withMigration();
    await say('roles default viewer', PETRA);
    expect(await say('accept M1 nonsense=1')).toContain('is for people with the role operator');
  });

  it.each(DOORS)('nobody has who is no full member: what is %s shows nothing', async (_door, how) => {
    const { say } = await withMigration();
    const guest = { actor: { identity: 'chat:T1/guest', name: 'Guest', member: false }, ...how };
    for (const text of ['show M1', 'list', 'help', 'accept M1', 'roles']) {
      const answer = await say(text, guest);
      expect(answer).toContain('Only full members of this organisation can use Ferry');
      expect(answer).not.toContain('contoso');
    }
    expect(await say('show M1')).toContain('Stage: new');
  });

  it('does not help somebody who is no full member any more', async () => {
    const { say } = await withMigration();
    await say('roles @igor admin', { ...PETRA, ...AT_IGOR });
    const gone = { actor: { identity: 'chat:T1/igor', name: 'Igor', member: false } };
    expect(await say('roles', gone)).toContain('Only full members');
  });

  it('that refused somebody is logged, with the identity and without names', async () => {
    const lines: string[] = [];
    const sink = new Writable({
      write: (chunk, _encoding, done) => {
        lines.push(String(chunk));
        done();
      },
    });
    const { say } = await withMigration({ log: pino({ level: 'info' }, sink) });
    await say('show M1', { actor: { identity: 'chat:T1/guest', name: 'Guest', member: false } });
    await say('forget contoso.com');
    const [guest, maria] = lines.filter((line) => line.includes('refused:')).map((line) => JSON.parse(line));
    expect(guest).toMatchObject({ level: 40, identity: 'chat:T1/guest' });
    expect(maria).toMatchObject({ level: 30, identity: 'chat:T1/maria', command: 'forget', needed: 'admin' });
    expect(lines.join('')).not.toMatch(/Guest|Maria|contoso/);
  });

  it('is given and taken away by an admin, and listed with who gave it and when', async () => {
    const { say } = await withMigration();
    expect(await say('approve A9', IGOR)).toContain('is for people with the role approver');
    expect(await say('roles @igor approver', { ...PETRA, ...AT_IGOR })).toContain('Igor is approver now');
    expect(await say('approve A9', IGOR)).toContain('A9');
    expect(await say('approve A9', IGOR)).not.toContain('is for people with the role');
    const listed = await say('roles');
    expect(listed).toMatch(/Igor \(P\d\).*approver.*Petra, Fri, 20 Nov 2026/);
    expect(listed).toMatch(/Petra \(P\d\).*admin.*the setting ADMINS/);
    expect(listed).toContain('Everybody else who is a full member: operator');
    expect(await say('roles @igor approver', { ...PETRA, ...AT_IGOR })).toContain('Nothing was changed');
    expect(await say('roles @igor default', { ...PETRA, ...AT_IGOR })).toContain('Igor is operator now');
    expect(await say('approve A9', IGOR)).toContain('is for people with the role approver');
    expect(await say('roles')).not.toContain('Igor');
  });

  it('is seen by viewers and changed by admins, with one command', async () => {
    const { say } = await withMigration();
    await say('roles default viewer', PETRA);
    expect(await say('roles')).toContain('Everybody else who is a full member: viewer');
    expect(await say('roles me admin')).toContain('roles is for people with the role admin');
    expect(await say('roles default operator')).toContain('roles is for people with the role admin');
    expect(await say('roles role=admin')).toContain('roles is for people with the role admin');
  });

  it('of everybody is viewer or operator, and one’s own goes before it', async () => {
    const { say } = await withMigration();
    for (const role of ['approver', 'admin']) {
      expect(await say(`roles default ${role}`, PETRA)).toContain(`The role of everybody cannot be ${role}`);
    }
    expect(await say('roles default viewer', PETRA)).toContain('is viewer now');
    expect(await say('roles default viewer', PETRA)).toContain('Nothing was changed');
    await say('roles @igor operator', { ...PETRA, ...AT_IGOR });
    expect(await say('accept M1')).toContain('is for people with the role operator');
    expect(await say('accept M1', IGOR)).toContain('accepted');
  });

  it('from ADMINS stays, whatever is said in the chat, with every identity of that person', async () => {
    const { say } = await withMigration();
    await say('note M1 hello', PETRA);
    await say('roles @igor admin', { ...PETRA, ...AT_IGOR });
    for (const role of ['viewer', 'default']) {
      expect(await say(`roles Petra ${role}`, IGOR)).toContain('Petra is an admin by the setting ADMINS');
    }
    expect(await say('roles Petra admin', IGOR)).toContain('Nothing was changed');
    expect(await say('roles default viewer', MARIA_IN_TEAMS)).toContain('is for people with the role admin');
    expect(await say('link Petra teams:contoso/8d2c', PETRA)).toContain('One person now');
    expect(await say('roles default viewer', MARIA_IN_TEAMS)).toContain('is viewer now');
  });

  it('that is taken away while a change waits for its turn stops that change', async () => {
    const { answer, say, bot } = await withMigration();
    await say('roles @igor operator', { ...PETRA, ...AT_IGOR });
    // Both are asked before either is committed; the store works them off in this order.
    const demoted = answer('roles @igor viewer', { ...PETRA, ...AT_IGOR });
    const late = answer('accept M1', IGOR);
    expect(plainText(await demoted)).toContain('Igor is viewer now');
    expect(plainText(await late)).toContain('is for people with the role operator');
    await bot.delivery.idle();
    expect(await say('show M1')).toContain('Stage: new');
  });
});

describe('a person', () => {
  it.each<[string, string, How]>([
    ['a mention, as Slack writes it', '@igor', mention('@igor', 'Igor', 'chat:T1/igor')],
    [
      'a mention of two words, as Teams writes it',
      '@Igor Petrov',
      mention('@Igor Petrov', 'Igor Petrov', 'chat:T1/igor'),
    ],
    ['a mention in quotes', '"@Igor Petrov"', mention('@Igor Petrov', 'Igor Petrov', 'chat:T1/igor')],
    [
      'a namesake',
      '@Igor (2)',
      {
        named: [
          { as: '@Igor', name: 'Igor', identities: ['chat:T1/other'] },
          { as: '@Igor (2)', name: 'Igor', identities: ['chat:T1/igor'] },
        ],
      },
    ],
    ['the identity', 'chat:T1/igor', {}],
    ['the id', 'p2', {}],
    ['the name', 'igor', {}],
    ['the name with @ that was not a mention', '@Igor', {}],
    ['the name of the field', 'person=igor', {}],
    ['a mention after the name of the field', 'person=@Igor Petrov', mention('@Igor Petrov', 'I', 'chat:T1/igor')],
  ])('is named by %s', async (_case, typed, how) => {
    const { say } = await withMigration();
    await say('note M1 hello', IGOR);
    expect(await say(`assign M1 ${typed}`, how)).toContain('owner: Igor');
    expect(await say('show M1')).toContain('Owner: Igor');
    expect(await say('list mine', IGOR)).toContain('M1');
  });

  it('is named by several words without quotes where they end the line', async () => {
    const { say } = await withMigration();
    await say('note M1 hello', MARIA_IN_TEAMS);
    expect(await say('assign M1 Maria Silva')).toContain('owner: Maria Silva');
  });

  it('who has a namesake in the same line is the one with the longer name', async () => {
    const { say } = await withMigration();
    const named = [
      { as: '@Igor', name: 'Igor', identities: ['teams:contoso/1'] },
      { as: '@Igor (2)', name: 'Igor', identities: ['teams:contoso/2'] },
    ];
    expect(await say('roles @Igor (2) approver', { ...PETRA, named })).toContain('Igor is approver now');
    const second = { actor: { identity: 'teams:contoso/2', name: 'Igor', member: true } };
    expect(await say('approve A9', second)).not.toContain('is for people with the role');
  });

  it('is understood as Slack and as Teams deliver a mention', async () => {
    const { say } = await withMigration();
    const around = { team: 'T1', bot: 'U0', whoIs: async () => ({ handle: 'ana', name: 'Ana' }) };
    for (const raw of ['assign M1 <@U1>', 'assign M1 <@U1|Ana B>']) {
      const { text, named } = await undoEscapes(raw, around);
      await say('assign M1 nobody');
      expect(await say(text, { named })).toContain('owner: Ana');
      expect(await say('list mine', ANA)).toContain('M1');
    }
    const mentioned = { id: '29:1', name: 'Maria Silva' };
    const said = readText({
      text: '<at>Ferry</at> assign M1 <at>Maria Silva</at>&nbsp;',
      recipient: { id: '28:1' },
      entities: [
        { type: 'mention', text: '<at>Ferry</at>', mentioned: { id: '28:1', name: 'Ferry' } },
        { type: 'mention', text: '<at>Maria Silva</at>', mentioned },
      ],
    } as unknown as TeamsActivity);
    const named = said.namings.map((naming) => toNamed(naming, 'contoso', '8d2c'));
    expect(await say(said.text, { named })).toContain('owner: Maria Silva');
    expect(await say('list mine', MARIA_IN_TEAMS)).toContain('M1');
  });

  it('is “me” for the one who speaks', async () => {
    const { say } = await withMigration();
    expect(await say('assign M1 me', IGOR)).toContain('owner: Igor');
  });

  it('is entered on being named by an identity, and gets her name when she speaks', async () => {
    const { say } = await withMigration();
    expect(await say('assign M1 slack:t1/u1')).toContain('owner: slack:T1/U1');
    await say('note M1 "I am here"', ANA);
    expect(await say('show M1')).toContain('Owner: Ana');
  });

  it('whom nobody knows, or several could be, is asked for again', async () => {
    const { say } = await withMigration();
    expect(await say('assign M1 Olga')).toContain('Ferry knows nobody called Olga. Mention them with @');
    expect(await say('assign M1 P77')).toContain('Ferry knows nobody called P77');
    await say('note M1 hello', { actor: { identity: 'chat:T1/m2', name: 'Maria', member: true } });
    const answer = await say('assign M1 maria');
    expect(answer).toContain('Several people are called maria: P1 (chat:T1/maria), P2 (chat:T1/m2)');
    expect(await say('assign M1 P2')).toContain('owner: Maria');
    const hidden = mention('@Olga', 'Olga');
    expect(await say('assign M1 @Olga', hidden)).toContain('The chat does not tell Ferry who Olga is');
  });

  it('who is mentioned in a note stays as typed', async () => {
    const { say } = await withMigration();
    const how = mention('@Igor Petrov', 'Igor Petrov', 'chat:T1/igor');
    expect(await say('note M1 ask "@Igor Petrov" or @Igor Petrov = admin', how)).toContain(
      'ask "@Igor Petrov" or @Igor Petrov = admin',
    );
  });
});

describe('owner and deputy', () => {
  it('are given, taken away, and said twice without harm', async () => {
    const { say } = await withMigration();
    await say('assign M1 nobody');
    expect(await say('list unowned')).toContain('M1');
    expect(await say('list mine')).toContain('Nothing here for mine');
    expect(await say('assign M1 nobody')).toContain('Nothing was changed');
    expect(await say('assign M1 @igor', AT_IGOR)).toContain('owner: Igor');
    expect(await say('assign M1 @igor', AT_IGOR)).toContain('Nothing was changed');
    expect(await say('list unowned')).toContain('Nothing here for unowned');
    expect(await say('deputy M1 me')).toContain('deputy: Maria');
    expect(await say('deputy M1 me')).toContain('Nothing was changed');
    expect(await say('deputy M1 nobody')).toContain('it has no deputy any more');
    expect(await say('history M1')).toContain('owner: Igor');
  });

  it('are two people', async () => {
    const { say } = await withMigration();
    expect(await say('deputy M1 me')).toContain('Maria owns M1, so its deputy must be somebody else');
    await say('deputy M1 @igor', AT_IGOR);
    expect(await say('assign M1 @igor', AT_IGOR)).toContain('Igor is the deputy of M1');
    await say('deputy M1 nobody');
    expect(await say('assign M1 @igor', AT_IGOR)).toContain('owner: Igor');
  });

  it('are put back by undo', async () => {
    const { say } = await withMigration();
    await say('assign M1 @igor', AT_IGOR);
    await say('undo M1');
    expect(await say('show M1')).toContain('Owner: Maria');
  });

  it('an unowned list leaves out what is given up', async () => {
    const { say } = await withMigration();
    await say('assign M1 nobody');
    await say('abandon M1 "no"');
    expect(await say('list unowned')).toContain('Nothing here for unowned');
  });
});

describe('an absence', () => {
  it('hands over what has a deputy, and lists what has none', async () => {
    const { say, clock } = await withMigration();
    await say('start fabrikam.com');
    await say('start adatum.com');
    await say('abandon M3 "no"');
    await say('deputy M1 @igor', AT_IGOR);
    expect(await say('list mine', IGOR)).toContain('Nothing here for mine');
    const answer = await say('away until 2026-12-24');
    expect(answer).toContain('Away until Thu, 24 Dec 2026');
    expect(answer).toContain('Your deputies are reminded of 1 migration in your place');
    expect(answer).toContain('M2 · fabrikam.com: deputy M2 @…');
    expect(answer).not.toContain('M3');
    expect(await say('list mine', IGOR)).toContain('M1');
    expect(await say('list mine', IGOR)).not.toContain('M2');
    expect(await say('list mine')).toContain('M1');
    // The last day of it ends at midnight in Berlin.
    clock.set('2026-12-24T22:59:00Z');
    expect(await say('list mine', IGOR)).toContain('M1');
    clock.set('2026-12-24T23:01:00Z');
    expect(await say('list mine', IGOR)).toContain('Nothing here for mine');
  });

  it('is over when she says so', async () => {
    const { say } = await withMigration();
    await say('deputy M1 @igor', AT_IGOR);
    await say('away until 2026-12-24');
    expect(await say('away back')).toContain('You are back');
    expect(await say('list mine', IGOR)).toContain('Nothing here for mine');
    expect(await say('away back')).toContain('You are back');
  });

  it('of the deputy too leaves the owner reminded', async () => {
    const { say } = await withMigration();
    await say('deputy M1 @igor', AT_IGOR);
    await say('away until 2027-01-10', IGOR);
    expect(await say('away until 2026-12-24')).toContain('M1 · contoso.com: deputy M1 @…');
    expect(await say('list mine', IGOR)).toContain('Nothing here for mine');
  });

  it.each([
    ['away until 2026-11-19', 'Thu, 19 Nov 2026 is past'],
    ['away until 2026-11-20', 'Fri, 20 Nov 2026 is past', '2026-11-20T23:30:00Z'],
    ['away until', 'Say the last day that you are away'],
    ['away back 2026-12-24', 'Say the last day that you are away'],
    ['away', 'how'],
  ])('%s is asked again', async (text, answer, now = '2026-11-20T10:00:00Z') => {
    const { say } = await withMigration({ now });
    expect(await say(text)).toContain(answer);
  });

  it('may begin and end today', async () => {
    const { say } = await wholeBot();
    expect(await say('away until 2026-11-20')).toContain('You own no open migration');
  });

  it('lists fifteen migrations at most, and says how to see the others', async () => {
    const { say } = await wholeBot();
    for (let count = 1; count <= 17; count += 1) await say(`start customer${count}.example`);
    const answer = await say('away until 2026-12-24');
    expect(answer).toContain('M15 · customer15.example');
    expect(answer).not.toContain('M16');
    expect(answer).toContain('2 more: list mine');
  });
});

describe('two identities of one human', () => {
  const LINK = 'link chat:T1/maria teams:contoso/8d2c';

  it('are one person after link: hers is what either did', async () => {
    const { say, platform } = await withMigration();
    await say('start fabrikam.com', MARIA_IN_TEAMS);
    await say('deputy M1 chat:T1/igor');
    expect(await say('list mine', MARIA_IN_TEAMS)).not.toContain('M1');
    const answer = await say(LINK, PETRA);
    expect(answer).toContain('One person now: chat:T1/maria and teams:contoso/8d2c');
    for (const how of [{}, MARIA_IN_TEAMS]) {
      expect(await say('list mine', how)).toContain('M1');
      expect(await say('list mine', how)).toContain('M2');
    }
    expect(await say('history M2')).not.toMatch(/\bP\d/);
    expect(platform.texts.find((card) => card.startsWith('M2'))).toMatch(/Owner: Maria\n/);
    expect(await say(LINK, PETRA)).toContain('Nothing was changed');
    expect(await say('link teams:contoso/8d2c chat:T1/maria', PETRA)).toContain('Nothing was changed');
  });

  it('keep the id that was first, in either order, and what was given by the other is theirs', async () => {
    const { say } = await withMigration();
    await say('roles teams:contoso/8d2c admin', PETRA);
    await say('roles chat:T1/igor approver', MARIA_IN_TEAMS);
    expect(await say('link teams:contoso/8d2c chat:T1/maria', PETRA)).toContain('Maria (P1)');
    expect(await say('roles')).toMatch(/Igor.*approver.*Maria, /i);
  });

  it('may be linked before Ferry has met them, and take the name when they speak', async () => {
    const { say } = await wholeBot();
    expect(await say('link slack:T1/U1 teams:contoso/8d2c', PETRA)).toContain('slack:T1/U1 (P1)');
    await say('start contoso.com', MARIA_IN_TEAMS);
    expect(await say('show M1')).toContain('Owner: Maria Silva');
    expect(await say('list mine', ANA)).toContain('M1');
  });

  it('keep the name that was met when the lower one was never met', async () => {
    const { say } = await wholeBot();
    await say('roles slack:T1/U1 approver', PETRA);
    await say('start contoso.com', MARIA_IN_TEAMS);
    expect(await say('link slack:T1/U1 teams:contoso/8d2c', PETRA)).toContain('Maria Silva (P2)');
  });

  it('keep the language that the first one chose, else that of the other', async () => {
    const { say } = await withMigration();
    await say('language fr', MARIA_IN_TEAMS);
    await say(LINK, PETRA);
    expect(await say('help')).toContain(wordsIn('fr', 'UTC').say('help.title'));
    await say('language ru', ANA);
    await say('link chat:T1/maria slack:T1/U1', PETRA);
    expect(await say('help', ANA)).toContain(wordsIn('fr', 'UTC').say('help.title'));
  });

  it('have one name, that of the first chat, wherever the person speaks', async () => {
    const { say } = await withMigration();
    await say(LINK, PETRA);
    await say('note M1 hello', MARIA_IN_TEAMS);
    expect(await say('show M1')).toMatch(/Owner: Maria\n/);
  });

  it('are refused when both are of one workspace', async () => {
    const { say } = await withMigration();
    const answer = await say('link chat:T1/maria chat:T1/igor', PETRA);
    expect(answer).toContain('Both have an identity in chat:T1');
    expect(await say('link me slack:TADMIN/U2', PETRA)).toContain('Both have an identity in slack:TADMIN');
  });

  it('get the lower of two roles, and the answer says so', async () => {
    const { say } = await withMigration();
    await say('note M1 hello', MARIA_IN_TEAMS);
    await say('roles chat:T1/maria admin', PETRA);
    await say('roles teams:contoso/8d2c viewer', PETRA);
    expect(await say(LINK, PETRA)).toContain('The lower one stays: viewer');
    expect(await say('accept M1')).toContain('is for people with the role operator');
    expect(await say('accept M1', MARIA_IN_TEAMS)).toContain('is for people with the role operator');
    await say('roles chat:T1/maria approver', PETRA);
    expect(await say('accept M1', MARIA_IN_TEAMS)).toContain('accepted');
  });

  it('get the role that only one of them has', async () => {
    const { say } = await withMigration();
    await say('roles teams:contoso/8d2c approver', PETRA);
    const answer = await say(LINK, PETRA);
    expect(answer).not.toContain('The lower one stays');
    expect(await say('approve A9')).not.toContain('is for people with the role');
  });

  it('leave no migration whose deputy is its owner, and what was undone before can still be', async () => {
    const { say } = await withMigration();
    await say('accept M1');
    await say('deputy M1 teams:contoso/8d2c');
    await say('note M1 "last change"');
    const answer = await say(LINK, PETRA);
    expect(answer).toContain('these have no deputy any more: M1');
    expect(await say('undo M1')).toContain('taken back: note');
    expect(await say('deputy M1 nobody')).toContain('Nothing was changed');
    expect(await say('show M1')).toContain('Owner: Maria');
  });

  it('are two again after unlink; what was done stays with the first', async () => {
    const { say } = await withMigration();
    await say('start fabrikam.com', MARIA_IN_TEAMS);
    await say(LINK, PETRA);
    expect(await say('unlink Maria', PETRA)).toContain('Name the one to take away');
    const answer = await say('unlink teams:contoso/8d2c', PETRA);
    expect(answer).toContain('teams:contoso/8d2c is a person of its own again: P');
    expect(await say('list mine', MARIA_IN_TEAMS)).toContain('Nothing here for mine');
    expect(await say('list mine')).toContain('M2');
    expect(await say('unlink teams:contoso/8d2c', PETRA)).toContain('Nothing was changed');
  });

  it('stay held back after unlink when the one person was', async () => {
    const { say } = await withMigration();
    await say(LINK, PETRA);
    await say('roles chat:T1/maria viewer', PETRA);
    await say('unlink teams:contoso/8d2c', PETRA);
    expect(await say('accept M1', MARIA_IN_TEAMS)).toContain('is for people with the role operator');
    expect(await say('accept M1')).toContain('is for people with the role operator');
  });
});

describe('a second person', () => {
  /** Maria, in the chat, asks for M1.1 to be marked as cancelled; she and Igor are approvers in all their chats. */
  async function asked(): Promise<WholeBot> {
    const bot = await withMigration({ now: '2027-01-28T10:00:00Z' });
    await bot.say('accept M1');
    for (const who of ['chat:T1/maria', 'teams:contoso/8d2c', 'chat:T1/igor'])
      await bot.say(`roles ${who} approver`, PETRA);
    expect(await bot.say('end M1.1 cancelled reason="closing down"')).toContain('A1');
    return bot;
  }

  it('is not the one who asked, also not through the other platform once she is linked', async () => {
    const { say } = await asked();
    await say('link chat:T1/maria teams:contoso/8d2c', PETRA);
    expect(await say('approve A1', MARIA_IN_TEAMS)).toContain('needs a second person');
    expect(await say('approve A1')).toContain('needs a second person');
    expect(await say('show M1')).not.toContain('Stage: done');
    expect(await say('approve A1', IGOR)).toContain('M1.1 was cancelled');
  });

  it('is not the one who asked on the platform that was met later', async () => {
    const { say } = await asked();
    await say('withdraw A1');
    expect(await say('end M1.1 cancelled reason="closing down"', MARIA_IN_TEAMS)).toContain('A2');
    await say('link chat:T1/maria teams:contoso/8d2c', PETRA);
    expect(await say('requests')).toContain('Maria');
    expect(await say('approve A2')).toContain('needs a second person');
    expect(await say('approve A2', IGOR)).toContain('M1.1 was cancelled');
  });

  it('is not somebody of the same name on another platform who was not linked', async () => {
    const { say } = await asked();
    const maria = { actor: { identity: 'teams:contoso/8d2c', name: 'maria', member: true } };
    expect(await say('approve A1', maria)).toContain('needs a second person');
    expect(await say('approve A1', IGOR)).toContain('M1.1 was cancelled');
  });

  it('is not made of the one who asked by taking her identities apart', async () => {
    const { say } = await asked();
    await say('link chat:T1/maria teams:contoso/8d2c', PETRA);
    expect(await say('unlink teams:contoso/8d2c', PETRA)).toContain('has asked for A1, which is still open');
    await say('withdraw A1');
    expect(await say('unlink teams:contoso/8d2c', PETRA)).toContain('a person of its own again');
  });
});
