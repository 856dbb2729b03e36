import { describe, expect, it } from 'vitest';
import { wholeBot } from '../support/whole-bot.js';

const START = 'start contoso.com source=open offer="Office 365 E3" seats=25 ends=2027-01-31 renewal=auto';

describe('a move from start to end', () => {
  it('goes through its stages, and every answer says what is next', async () => {
    const { say, at } = await wholeBot();
    expect(await say(START)).toBe(
      [
        'M1 · contoso.com',
        'started for contoso.com',
        'M1.1 added: Office 365 E3, 25 seats, ends Sun, 31 Jan 2027',
        'Next: send the invitation, then: invite M1 · M1.1: once the customer has accepted, provision by Sun, 24 Jan 2027, at the latest Sun, 31 Jan 2027',
      ].join('\n'),
    );
    expect(await say('show M1')).toContain('Stage: new');
    expect(await say('invite contoso.com link=https://partner.example.com/join')).toContain(
      'https://partner.example.com/join',
    );
    expect(await say('show M1')).toContain('Stage: invited');
    expect(await say('accept M1 agreement=2026-11-20')).toContain('Next: M1.1: provision by Sun, 24 Jan 2027');
    expect(await say('show M1')).toContain('Stage: provisioning');
    expect(await say('provision M1.1 on=2027-01-24')).toContain('M1.R1 provisioned: Office 365 E3, 25 seats');
    expect(await say('show M1')).toContain('Stage: ending');
    expect(await say('change M1.1 renewal=ends')).toContain('M1.1 changed: Renewal: renews by itself → ends');
    await at('2027-02-01T08:00:00Z');
    expect(await say('end M1.1 expired')).toContain('M1.1 expired on Sun, 31 Jan 2027');
    expect(await say('show M1')).toContain('Stage: done');
    expect(await say('list')).toContain('No migration here');
    expect(await say('list stage=done')).toContain('contoso.com');
  });

  it('is found by id in any case, by domain, and by the name of the customer', async () => {
    const { say } = await wholeBot();
    await say('start "Contoso Ltd"');
    await say('start fabrikam.com');
    for (const ref of ['M1', 'm1', 'Contoso Ltd', '"contoso  ltd"', 'CONTOSO LTD']) {
      expect(await say(`show ${ref}`)).toContain('M1 · Contoso Ltd');
    }
    expect(await say('show FABRIKAM.com')).toContain('M2 · fabrikam.com');
  });

  it('never gives an id twice, and numbers originals and replacements within their migration', async () => {
    const { say } = await wholeBot();
    await say(START);
    await say('add M1 offer="Visio Plan 2" seats=3 ends=2027-02-28');
    await say('accept M1 agreement=2026-11-20');
    expect(await say('provision M1.1+M1.2 offer="Microsoft 365 E3" seats=28')).toContain('M1.R1 provisioned');
    expect(await say('provision M1.2 another=yes')).toContain('M1.R2 provisioned: Visio Plan 2, 3 seats');
    expect(await say(`${START.replace('contoso', 'fabrikam')}`)).toContain('M2.1 added');
  });
});

describe('saying a thing twice', () => {
  it.each([
    ['start contoso.com', 'already has the open migration M1'],
    ['add M1 offer="office 365 e3" seats=25 ends=2027-01-31', 'Nothing was changed'],
    ['accept M1', 'Nothing was changed'],
    ['provision M1.1', 'Nothing was changed'],
    ['change M1.1 renewal=auto', 'Nothing was changed'],
    ['note M1 "called them"', 'Nothing was changed'],
    ['abandon M1 "lost"', 'Nothing was changed'],
  ])('%s is harmless', async (text, answer) => {
    const { say } = await wholeBot();
    await say(START);
    if (text.startsWith('provision')) await say('accept M1 agreement=2026-11-20');
    await say(text);
    const before = await say('export');
    expect(await say(text)).toContain(answer);
    expect(await say('export')).toBe(before);
  });

  it('start with another subscription than the open migration has says how to add it, and loses nothing', async () => {
    const { say } = await wholeBot();
    await say(START);
    const answer = await say('start contoso.com offer=Visio seats=3 ends=2027-02-28');
    expect(answer).toContain('add M1 offer="…"');
    expect(await say('list')).not.toContain('M2');
    expect(await say('start contoso.com again=yes')).toContain('M2 · contoso.com');
  });

  it('provision again corrects the replacement', async () => {
    const { say } = await wholeBot();
    await say(START);
    await say('accept M1 agreement=2026-11-20');
    await say('provision M1.1');
    expect(await say('provision M1.1 seats=30')).toContain('M1.R1 corrected: Office 365 E3, 30 seats');
  });
});

describe('a replacement', () => {
  it('of several originals keeps them all when it is corrected by one', async () => {
    const { say } = await wholeBot();
    await say(START);
    await say('add M1 offer="office 365 e3" seats=10 ends=2027-02-28');
    await say('accept M1 agreement=2026-11-20');
    await say('provision M1.1+M1.2');
    expect(await say('provision M1.1 seats=36')).toContain('36 seats, active from Fri, 20 Nov 2026, for M1.1 and M1.2');
  });

  it('that comes to cover one more brings its seats along', async () => {
    const { say } = await wholeBot();
    await say(START);
    await say('add M1 offer="Office 365 E3" seats=10 ends=2027-02-28');
    await say('accept M1 agreement=2026-11-20');
    await say('provision M1.1');
    expect(await say('provision M1.1+M1.2')).toContain('M1.R1 corrected: Office 365 E3, 35 seats');
  });

  it('is corrected by its own id, also when it is one of several', async () => {
    const { say } = await wholeBot();
    await say(START);
    await say('accept M1 agreement=2026-11-20');
    await say('provision M1.1 seats=20');
    await say('provision M1.1 seats=5 another=yes');
    expect(await say('provision M1.1 seats=6')).toContain('such as provision M1.R1 seats=25');
    expect(await say('provision m1.r2 seats=6')).toContain('M1.R2 corrected: Office 365 E3, 6 seats');
    expect(await say('change M1.R2 seats=7')).toContain('provision M1.R2 seats=25');
  });

  it('is not doubled when another=yes is delivered again under a new key', async () => {
    const { say } = await wholeBot();
    await say(START);
    await say('accept M1 agreement=2026-11-20');
    await say('provision M1.1 seats=20');
    await say('provision M1.1 seats=5 another=yes');
    expect(await say('provision M1.1 seats=5 another=yes')).toContain('Nothing was changed');
  });

  it('with too few seats leaves its original to be provisioned', async () => {
    const { say } = await wholeBot();
    await say(START);
    await say('accept M1 agreement=2026-11-20');
    await say('provision M1.1 seats=20');
    expect(await say('show M1')).toContain('its replacement lacks 5 seats: correct it by Sun, 31 Jan 2027');
    await say('change M1.1 assigned=20');
    expect(await say('show M1')).toContain('Stage: ending');
  });

  it('cannot be of another migration', async () => {
    const { say } = await wholeBot();
    await say(START);
    await say(START.replace('contoso', 'fabrikam'));
    await say('accept M1 agreement=2026-11-20');
    expect(await say('provision M1.1+M2')).toContain('There is no subscription M2 in M1');
    expect(await say('provision M1.1+M1.1')).toContain('25 seats');
  });
});

describe('free text', () => {
  it.each([
    ['note M1 he said "no" twice', 'note: he said "no" twice'],
    ['note M1 price=12 is final', 'note: price=12 is final'],
    ['note M1 "as a whole"', 'note: as a whole'],
    ['note M1 text="by name"', 'note: by name'],
    ['note migration=M1 called  them', 'note: called them'],
    ['/csp note contoso.com a=b', 'note: a=b'],
  ])('%s', async (text, kept) => {
    const { say } = await wholeBot();
    await say(START);
    await say(text);
    expect(await say('history M1')).toContain(kept);
  });
});

describe('a list that is loaded again with other facts', () => {
  it('says what was not taken over, and how to correct it', async () => {
    const { say } = await wholeBot();
    await say(START);
    const again = await say(
      START.replace('source=open', 'source=ea country=DE').replace('renewal=auto', 'renewal=ends'),
    );
    expect(again).toContain('Not taken over: source (Where it was bought), country and renewal.');
    expect(await say(START)).not.toContain('Not taken over');
    expect(again).toContain('To correct that: change M1 source=… country=… and change M1.1 renewal=…');
    expect(await say(START.replace('seats=25', 'seats=30'))).toContain(
      'Not taken over: seats. To correct that: change M1.1 seats=…',
    );
    expect(await say(START.replace('2027-01-31', '2027-02-28'))).toContain(
      'If it is M1.1 with another end, correct that with change M1.1 ends=…',
    );
    expect(await say(START.replace('Office 365 E3', 'Visio Plan 2'))).not.toContain('with another end');
    expect(await say('show M1')).toContain('Office 365 E3 25 → 0');
  });

  it.each([
    ['seats=30', 'seats', 'seats=…'],
    ['seats=25 renewal=ends', 'renewal', 'renewal=…'],
    [
      'seats=30 renewal=ends price=20',
      'price (Price per seat and month), renewal and seats',
      'price=… renewal=… seats=…',
    ],
  ])('adds nothing a second time for %s, and names what differs', async (facts, named, typed) => {
    const { say } = await wholeBot();
    await say(START);
    const before = await say('history M1');
    const add = `add M1 offer="office 365 e3" ends=2027-01-31 ${facts}`;
    const answer = await say(add);
    expect(answer).toContain(`M1.1 is in M1 already, with other facts, and stays as it is. Given otherwise: ${named}.`);
    expect(answer).toContain(`change M1.1 ${typed}`);
    expect(answer).not.toContain('says so already');
    expect(await say('history M1')).toBe(before);
    expect(await say(`${add} again=yes`)).toContain('M1.2 added');
    expect(await say(add)).toContain('Nothing was changed: M1 says so already');
  });

  it('adds nothing a second time after it renewed', async () => {
    const { say, at } = await wholeBot();
    await say(START);
    await at('2027-02-01T10:00:00Z');
    await say('end M1.1 renewed until=2028-01-31');
    expect(await say(START)).toContain(
      'Not taken over: ends (Last day of its term). To correct that: change M1.1 ends=…',
    );
  });
});

describe('one customer', () => {
  it.each(['CONTOSO.com', 'https://contoso.com/', 'contoso.com.', 'contoso\u200b.com'])('is also %s', async (name) => {
    const { say } = await wholeBot();
    await say(START);
    expect(await say(`start ${name}`)).toContain('already has the open migration M1');
  });

  it.each(['M7', 'm7.1', '.', 'https://'])('is not named %j', async (name) => {
    const { say } = await wholeBot();
    expect(await say(`start ${name}`)).toContain('cannot be a customer’s name');
    expect(await say('list')).toContain('No migration here');
  });
});

describe('what is refused, with the next step', () => {
  it.each([
    ['provision M1.1', 'not accepted the invitation yet', 'accept M1'],
    ['accept M1 on=2026-11-21', 'is still to come', 'leave it out for today'],
    ['end M1.1 expired', 'has not expired yet', 'end M1.1 cancelled'],
    ['end M1.1 cancelled', '25 seats are missing', 'a second person decides: end M1.1 cancelled'],
    ['end M1.1 renewed', 'say until when it renewed', 'until=2028-01-31'],
    ['end M1.1 renewed until=2027-01-31', 'a day after its present end', 'until=2028-01-31'],
    ['resume M1', 'was not abandoned', 'show M1'],
    ['show M9', 'There is no migration M9', 'list'],
    ['show M1.7', 'M1', 'M1 · contoso.com'],
    ['end M1.7 expired', 'There is no subscription M1.7 in M1', 'show M1'],
    ['change M1 seats=3', 'belongs to a subscription', 'M1.1'],
    ['change M1.1 country=FR', 'belongs to the migration', 'Name the migration'],
    ['change M1.1', 'Nothing to change was named', 'change M12.1 renewal=ends'],
    [
      'start fabrikam.com seats=3',
      'Something is missing: offer and ends (Last day of its term)',
      'start <customer> offer=',
    ],
    ['add M1 offer=Visio', 'Something is missing: seats and ends (Last day of its term)', 'add <migration>'],
    ['show nobody.com', 'There is no migration nobody.com', 'list'],
    ['sohw M1', 'Did you mean show?', 'help'],
    ['frobnicate', 'I don’t know the command', 'help'],
    ['list sage=done', 'Did you mean stage?', 'It takes'],
    ['list stage=donne', 'Did you mean done?', 'It can be'],
    ['end M1.1 expired on=2026-11-01', 'it expires on no other day', 'change M1.1 ends='],
    ['invite M1 sent=2030-01-01', 'is still to come', 'leave it out for today'],
    ['change M1.1 addon-of=M1.1', 'M1.1 cannot be an add-on of itself', 'change M1.1 addon-of=unknown'],
    ['change M1.1 addon-of=M1.2', 'There is no subscription M1.2 in M1', 'show M1'],
    ['change M1.1 ends=1999-12-31', 'is not a day from 2000 to 2099', '2027-01-31'],
    ['change M1 agreement=2026-11-21', 'is still to come', 'change M1 agreement=2026-11-20'],
    ['accept M1 agreement=2026-11-21', 'is still to come', 'change M1 agreement=2026-11-20'],
    ['start fabrikam.com agreement=2026-11-21', 'is still to come', 'Start without agreement='],
    ['remove M1', 'Name what is to be removed from M1 by its id: M1.1', 'remove M1.1'],
    ['remove contoso.com', 'Name what is to be removed from M1 by its id: M1.1', 'remove M1.1'],
    ['remove M1.R1', 'Name what is to be removed from M1 by its id: M1.1', 'remove M1.1'],
    ['remove M1.2', 'There is no subscription M1.2 in M1', 'show M1'],
    ['due -1', 'is not a number that fits days', 'from 0 to 1,000,000'],
    ['note M1', 'Something is missing: text (Note)', 'note <migration> <text>'],
    ['start acme.com offer=Office 365 E3', 'I don’t know what to do with “365”', 'in quotes'],
    ['accept M1 2026-11-20', 'I don’t know what to do with “2026-11-20”', 'accept <migration> [on=…]'],
    ['start "contoso', 'A quote is opened', 'each end'],
  ])('%s', async (text, reason, next) => {
    const { say } = await wholeBot();
    await say(START);
    const answer = await say(text);
    expect(answer).toContain(reason);
    expect(answer).toContain(next);
    expect(await say('history M1')).not.toContain('changed');
  });

  it('a cancellation long before the end must be confirmed, with what it costs', async () => {
    const { say, answer } = await wholeBot({ now: '2027-01-23T10:00:00Z' });
    await say(START);
    await say('accept M1 agreement=2026-11-20');
    await say('provision M1.1');
    const refusal = await answer('end M1.1 cancelled');
    expect(JSON.stringify(refusal)).toContain('gives away 8 paid days');
    expect(JSON.stringify(refusal)).toContain('"run":"end M1.1 cancelled on=2027-01-23 confirm=yes"');
    expect(await say('end M1.1 cancelled on=2027-01-23 confirm=yes')).toContain('8 paid days lost');
  });

  it('a cancellation seven days before the end needs no confirmation', async () => {
    const { say } = await wholeBot({ now: '2027-01-24T10:00:00Z' });
    await say(START);
    await say('accept M1 agreement=2026-11-20');
    await say('provision M1.1');
    expect(await say('end M1.1 cancelled')).toContain('7 paid days lost');
  });

  it('a planned replacement does not let the original be cancelled yet', async () => {
    const { say } = await wholeBot({ now: '2027-01-24T10:00:00Z' });
    await say(START);
    await say('accept M1 agreement=2026-11-20');
    await say('provision M1.1 on=2027-01-25');
    expect(await say('end M1.1 cancelled')).toContain('M1.R1 is planned for Mon, 25 Jan 2027; planned is not active');
  });

  it('nothing is provisioned before the day of acceptance', async () => {
    const { say } = await wholeBot();
    await say(START);
    await say('accept M1 on=2026-11-18 agreement=2026-11-18');
    expect(await say('provision M1.1 on=2026-11-17')).toContain('is before Wed, 18 Nov 2026');
    expect(await say('provision M1.1 on=2026-11-18')).toContain('M1.R1 provisioned');
  });
});

describe('what went wrong is not silent', () => {
  it('an original that renewed after all starts its ladder again and is an incident while both are paid', async () => {
    const { say, at } = await wholeBot({ now: '2027-01-20T10:00:00Z' });
    await say(START);
    await say('accept M1 agreement=2026-11-20');
    await say('provision M1.1');
    await at('2027-02-01T10:00:00Z');
    await say('end M1.1 renewed until=2028-01-31');
    const card = await say('show M1');
    expect(card).toContain('Stage: INCIDENT');
    expect(card).toContain('both are paid until Mon, 31 Jan 2028');
    expect(card).toContain('stop its renewal before Mon, 31 Jan 2028');
  });

  it('an original that ended with nothing in its place is an incident once service is lost', async () => {
    const { say, at } = await wholeBot({ now: '2027-01-20T10:00:00Z' });
    await say(START);
    await at('2027-02-01T10:00:00Z');
    await say('end M1.1 expired');
    expect(await say('show M1')).toContain('provision now: people lose access after Tue, 2 Mar 2027');
    await at('2027-03-03T10:00:00Z');
    expect(await say('show M1')).toContain('Stage: INCIDENT');
    await say('accept M1 agreement=2026-11-20');
    await say('provision M1.1');
    expect(await say('show M1')).toContain('Stage: done');
  });

  it('an original that ended with too few seats stays open, is asked for, and is an incident once service is lost', async () => {
    const { say, at } = await wholeBot({ now: '2027-01-20T10:00:00Z' });
    await say(START.replace('source=open', 'source=web-direct'));
    await say('accept M1 agreement=2026-11-20');
    await say('provision M1.1 seats=20');
    await at('2027-02-01T10:00:00Z');
    await say('end M1.1 expired');
    const card = await say('show M1');
    expect(card).toContain('Stage: INCIDENT');
    expect(card).toContain('! M1.1 has ended with 5 seats too few');
    expect(card).toContain('> M1.R1 has 25 seats: provision M1.R1 seats=25');
    expect(await say('due 1')).toContain('M1.1');
    expect(await say('list late')).toContain('without service: provision at once');
    await say('provision M1.R1 seats=25');
    expect(await say('show M1')).toContain('Stage: done');
  });

  it('an end that was recorded is corrected only on purpose', async () => {
    const { say } = await wholeBot({ now: '2027-02-20T10:00:00Z' });
    await say(START);
    await say('end M1.1 expired');
    expect(await say('end M1.1 cancelled on=2027-01-31')).toContain('already recorded as over, on Sun, 31 Jan 2027');
  });

  it('nobody needs a replacement when somebody says so, with the reason', async () => {
    const { say } = await wholeBot({ now: '2027-02-20T10:00:00Z' });
    await say(START);
    expect(await say('end M1.1 expired')).not.toContain('needed');
    expect(await say('end M1.1 expired unneeded="the branch was closed"')).toContain(
      'no replacement is needed: the branch',
    );
    expect(await say('show M1')).toContain('not needed');
    expect(await say('list stage=done')).toContain('contoso.com');
  });
});

describe('looking', () => {
  it('shows who did what, the latest first', async () => {
    const { say, clock } = await wholeBot();
    await say(START);
    clock.set('2026-11-21T10:00:00Z');
    await say('note M1 the admin is away', { actor: { identity: 'chat:T1/igor', name: 'Igor', member: true } });
    const lines = (await say('history M1')).split('\n');
    expect(lines[2]).toBe('Sat, 21 Nov 2026, 11:00 CET  Igor   note: the admin is away');
    expect(lines.at(-1)).toContain('Maria  started for contoso.com');
  });

  it('lists mine, late ones and stages, the most urgent first', async () => {
    const { say, at } = await wholeBot();
    await say('start adatum.com');
    await say(START);
    await say('start fabrikam.com offer=X seats=1 ends=2026-12-24', {
      actor: { identity: 'chat:T1/igor', name: 'Igor', member: true },
    });
    const ids = async (text: string) => (await say(text)).match(/^M\d+/gm);
    expect(await ids('list')).toEqual(['M3', 'M2', 'M1']);
    expect(await ids('list mine')).toEqual(['M2', 'M1']);
    expect(await ids('list late')).toBeNull();
    await at('2026-12-26T10:00:00Z');
    expect(await ids('list late')).toEqual(['M3']);
    expect(await say('due 40')).toContain('M2.1');
    expect(await say('due 20')).not.toContain('M2.1');
  });

  it('parts a long list into pages that lose nothing', async () => {
    const { say } = await wholeBot();
    for (let number = 1; number <= 23; number += 1) await say(`start customer${number}.com`);
    const first = await say('list', { rows: 10 });
    expect(first).toContain('Rows 1 to 10 of 23. More: list page=2');
    const pages = [first, await say('list page=2', { rows: 10 }), await say('list page=3', { rows: 10 })];
    expect(new Set(pages.flatMap((page) => page.match(/^M\d+/gm) ?? [])).size).toBe(23);
  });

  it('tells about itself', async () => {
    const { say, at } = await wholeBot();
    await say(START);
    await at('2026-11-20T10:01:00Z');
    const about = await say('about');
    expect(about).toContain('Tracked: 1 migration open, 1 in all');
    expect(about).toContain('Reminders last checked: Fri, 20 Nov 2026, 11:01 CET');
  });

  it('helps with everything, and with each command by name', async () => {
    const { say } = await wholeBot();
    const help = await say('help all');
    for (const name of 'start add change accept decline provision end show list due history note abandon resume export about help'.split(
      ' ',
    )) {
      expect(help).toMatch(new RegExp(`^${name}\\b`, 'm'));
      expect(await say(`help ${name}`)).toContain(`/csp ${name}`);
    }
  });

  it('helps first with what a normal week takes, and says where the rest is', async () => {
    const { say } = await wholeBot();
    const help = await say('help');
    const named = [...help.matchAll(/^(start|accept|provision|end|due|board|show|unlink|forget|add)\b/gm)];
    expect(named.map(([name]) => name)).toEqual(['start', 'accept', 'provision', 'end', 'due', 'board', 'show']);
    expect(help).toContain('help all');
    expect(await say('')).toBe(help);
  });

  it('says of a value what it is like, where there is more to say than its kind', async () => {
    const { say } = await wholeBot();
    expect(await say('help settings')).toContain('weekdays (if you like): mon-fri, or mon,wed,thu');
  });
});

describe('a migration that was abandoned', () => {
  it.each([
    'change M1.1 seats=3',
    'end M1.1 expired',
    'decline M1',
    'accept M1',
    'add M1 offer=X seats=1 ends=2027-01-31',
  ])('is not changed by %s', async (text) => {
    const { say } = await wholeBot();
    await say(START);
    await say('abandon M1 "lost to another"');
    expect(await say(text)).toContain('To take it up again: resume M1');
  });
});

describe('who may', () => {
  it('guests and strangers get nothing, not even a look', async () => {
    const { say } = await wholeBot();
    await say(START);
    const guest = { actor: { identity: 'chat:T1/guest', name: 'Guest', member: false } };
    for (const text of ['list', 'show M1', 'accept M1', 'help']) {
      const answer = await say(text, guest);
      expect(answer).toContain('Only full members of this organisation');
      expect(answer).not.toContain('contoso');
    }
  });
});

describe('where', () => {
  it('a channel that Ferry cannot post in is refused before anything is committed', async () => {
    const { say, platform } = await wholeBot();
    expect(await say(START, { reach: async () => 'invite' })).toContain('/invite @Ferry');
    expect(await say(START, { reach: async () => 'closed' })).toContain('does not post here');
    expect(await say('list')).toContain('No migration here');
    expect(platform.calls).toEqual([]);
  });

  it('only a command that will post asks whether it can', async () => {
    const { say } = await wholeBot();
    await say(START);
    const reach = async () => {
      throw new Error('asked');
    };
    expect(await say('accept M1', { reach })).toContain('accepted');
    expect(await say('list', { reach })).toContain('M1');
  });
});

it('answers a fault of its own with a reference and tells nothing of the inside', async () => {
  const { say } = await wholeBot();
  const answer = await say(START, {
    reach: async () => {
      throw new Error('secret inside');
    },
  });
  expect(answer).toMatch(/reference: [0-9a-f]{8}/);
  expect(answer).not.toContain('secret');
});

describe('facts of what is over', () => {
  it.each(['ends=2028-01-31', 'renewal=auto', 'trial=yes', 'term-end=cancel'])('%s is refused', async (fact) => {
    const { say, at } = await wholeBot({ now: '2027-01-20T10:00:00Z' });
    await say(START);
    await at('2027-02-01T10:00:00Z');
    await say('end M1.1 expired');
    expect(await say(`change M1.1 ${fact}`)).toContain('M1.1 is over since Sun, 31 Jan 2027');
  });

  it('cannot give the seats of a cancellation to others by a statement', async () => {
    const { say } = await wholeBot({ now: '2027-01-28T10:00:00Z' });
    await say(START);
    await say('accept M1 agreement=2027-01-28');
    await say('add M1 offer="Office 365 E3" seats=25 ends=2027-02-01');
    await say('provision M1.1+M1.2 seats=25 offer="Office 365 E3"');
    await say('end M1.1 cancelled');
    expect(await say('change M1.1 unneeded="they left"')).toContain(
      'so its unneeded (Why nothing has to take its place) stays as it is',
    );
    expect(await say('end M1.2 cancelled')).toContain('25 seats are missing');
  });
});

describe('an add-on', () => {
  it('cannot be the add-on of its own add-on', async () => {
    const { say } = await wholeBot();
    await say(START);
    await say('add M1 offer="Visio Plan 2" seats=5 ends=2027-01-31 addon-of=M1.1');
    expect(await say('change M1.1 addon-of=M1.2')).toContain('M1.2 is itself an add-on of M1.1');
    expect(await say('show M1')).not.toContain('add-on of M1.2');
  });
});
