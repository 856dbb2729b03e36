import { describe, expect, it } from 'vitest';
import type { Invocation } from '../../src/commands/invocation.js';
import { wholeBot } from '../support/whole-bot.js';

type How = Partial<Invocation>;

/** In ADMINS. */
const PETRA: How = { actor: { identity: 'slack:TADMIN/UADMIN', name: 'Petra', member: true } };
const ELSEWHERE: How = { channel: 'chat:T1/elsewhere' };
const AT_IGOR: How = { named: [{ as: '@Igor Novak', name: 'Igor Novak', identities: ['chat:T1/igor'] }] };

/** What its form holds in a channel that has nothing of its own. */
const HELD = { leads: '90,60,30,14,7,3,1,0', time: '09:00', zone: 'Europe/Berlin', weekdays: 'mon,tue,wed,thu,fri' };

/** The line of `settings` that begins with a name. */
function line(shown: string, name: string): string {
  return shown.split('\n').find((one) => one.startsWith(`${name}:`)) ?? '';
}

describe('settings', () => {
  it('shows how Ferry speaks in a channel that has nothing of its own', async () => {
    const { say } = await wholeBot();
    const shown = await say('settings');
    expect(line(shown, 'leads')).toMatch(/90, 60, 30, 14, 7, 3, 1, 0 +as everywhere/);
    expect(line(shown, 'time')).toMatch(/09:00 +as everywhere/);
    expect(line(shown, 'zone')).toMatch(/Europe\/Berlin +as everywhere/);
    expect(line(shown, 'weekdays')).toMatch(/Mon–Fri +as everywhere/);
    expect(line(shown, 'holidays')).toMatch(/none +as everywhere/);
    expect(line(shown, 'freeze')).toMatch(/none +as everywhere/);
    expect(line(shown, 'escalation')).toMatch(/nobody +as everywhere/);
    // It is Friday, and 09:00 is past.
    expect(shown).toContain('The next time that Ferry can speak here: Mon, 23 Nov 2026, 09:00 (Europe/Berlin).');
    expect(shown).not.toContain('Last changed by');
  });

  it('shows what the channel has of its own, who changed it last and when, and the days off that are ahead', async () => {
    const { say } = await wholeBot();
    await say('settings holidays DE');
    await say('settings freeze 2026-12-18..2027-01-04 "year end"');
    await say('settings freeze 2027-06-07');
    await say('settings escalation @Igor Novak', AT_IGOR);
    const shown = await say('settings');
    expect(line(shown, 'holidays')).toMatch(/Germany \(DE\) +this channel’s own/);
    expect(line(shown, 'freeze')).toMatch(/2 +this channel’s own/);
    expect(line(shown, 'escalation')).toMatch(/Igor Novak +this channel’s own/);
    expect(line(shown, 'time')).toMatch(/09:00 +as everywhere/);
    expect(shown).toContain('Last changed by Maria, Fri, 20 Nov 2026, 11:00');
    const off = shown.slice(shown.indexOf('Days off in the next 60 days'), shown.indexOf('Last changed'));
    expect(off.trim().split('\n')).toEqual([
      'Days off in the next 60 days, and all freezes:',
      'Fri, 18 Dec 2026 to Mon, 4 Jan 2027: freeze, year end',
      'Fri, 25 Dec 2026: Christmas Day',
      'Sat, 26 Dec 2026: Boxing Day',
      "Fri, 1 Jan 2027: New Year's Day",
      'Mon, 7 Jun 2027: freeze',
    ]);
  });

  it('says after a change what holds now, and from when on', async () => {
    const { say } = await wholeBot();
    await say('settings weekdays mon-thu');
    await say('settings zone Europe/Paris');
    await say('settings holidays fr');
    await say('settings freeze 2026-12-18..2027-01-04');
    const said = await say('settings time 08:30');
    expect(said).toContain('Changed for this channel');
    expect(said).toContain(
      'Reminders here go out at 08:30 (Europe/Paris) on Mon–Thu, but not on public holidays of France (FR), nor in 1 freeze.',
    );
    expect(said).toContain('\nFri, 18 Dec 2026 to Mon, 4 Jan 2027: freeze\n');
    expect(said).toContain('The next time that Ferry can speak here: Mon, 23 Nov 2026, 08:30 (Europe/Paris).');
  });

  it('belong to one channel, and survive a restart', async () => {
    const first = await wholeBot();
    await first.say('settings time 08:30');
    expect(line(await first.say('settings', ELSEWHERE), 'time')).toContain('09:00');
    await first.stop();
    const second = await wholeBot({ folder: first.folder });
    expect(line(await second.say('settings'), 'time')).toMatch(/08:30 +this channel’s own/);
  });

  it('are heeded by reminders: on another time, and before a freeze', async () => {
    const { say, at, platform } = await wholeBot();
    await say('start contoso.com source=open offer="Office 365 E3" seats=25 ends=2027-01-31 renewal=ends');
    await say('settings time 08:30');
    await say('settings freeze 2027-01-11..2027-01-29 "stocktaking"');
    // What is due 14 days before the end would be said on Friday the 15th.
    await at('2027-01-07T12:00:00Z');
    const before = platform.posted.size;
    await at('2027-01-08T07:29:00Z');
    expect(platform.posted.size).toBe(before);
    await at('2027-01-08T07:30:00Z');
    expect(platform.posted.size).toBe(before + 1);
    await at('2027-01-28T12:00:00Z');
    expect(platform.posted.size).toBe(before + 1);
  });

  it('that are there already change nothing, not even when they last changed', async () => {
    const { say, clock } = await wholeBot();
    const each = [
      'leads 30,7,1',
      'time 08:30',
      'zone Europe/Paris',
      'weekdays mon-thu',
      'holidays FR',
      'freeze 2026-12-18..2027-01-04 "year end"',
      'escalation "Maria"',
    ];
    for (const text of each) expect(await say(`settings ${text}`), text).toContain('Changed for this channel');
    clock.set('2026-11-20T15:00:00Z');
    const again = [...each, 'leads 7, 30,1,7', 'zone europe/paris', 'weekdays Mon,Tue,Wed-Thu', 'holidays fr'];
    for (const text of again) expect(await say(`settings ${text}`, PETRA), text).toContain('Nothing was changed');
    expect(await say('settings')).toContain('Last changed by Maria, Fri, 20 Nov 2026, 11:00');
  });

  it('are as everywhere again after default, and who took them away is remembered', async () => {
    const { say, clock } = await wholeBot();
    for (const text of ['leads 7', 'time 08:30', 'zone Europe/Paris', 'weekdays mon', 'holidays FR', 'escalation me']) {
      await say(`settings ${text}`);
    }
    await say('settings freeze 2026-12-18..2027-01-04');
    clock.set('2026-11-20T15:00:00Z');
    for (const what of ['leads', 'time', 'zone', 'weekdays', 'holidays', 'freeze', 'escalation']) {
      expect(await say(`settings ${what} default`, PETRA)).toContain('Changed for this channel');
    }
    const shown = await say('settings');
    expect(shown).not.toContain('this channel’s own');
    expect(shown).toContain('Last changed by Petra, Fri, 20 Nov 2026, 16:00');
    expect(await say('settings leads default')).toContain('Nothing was changed');
  });

  it.each(['none', 'off', 'Nobody'])('of which everywhere there is none are taken away by %s', async (word) => {
    const { say } = await wholeBot();
    for (const text of ['holidays FR', 'freeze 2026-12-18', 'escalation me']) await say(`settings ${text}`);
    for (const what of ['holidays', 'freeze', 'escalation']) await say(`settings ${what} ${word}`);
    expect(await say('settings')).not.toContain('this channel’s own');
  });

  it.each(['leads', 'time', 'zone', 'weekdays'])('of which there always is one are not: %s', async (what) => {
    const { say } = await wholeBot();
    expect(await say(`settings ${what} none`)).not.toContain('Changed for this channel');
  });

  it('are seen by viewers and changed by operators, and nobody else learns of them', async () => {
    const { say } = await wholeBot();
    await say('roles default viewer', PETRA);
    expect(await say('settings')).toContain('How Ferry speaks in this channel');
    for (const text of ['time 08:30', 'time default', 'time nonsense', 'freeze off', 'escalation me']) {
      expect(await say(`settings ${text}`), text).toContain('is for people with the role operator');
    }
    expect(line(await say('settings'), 'time')).toContain('09:00');
    const guest = { actor: { identity: 'chat:T1/guest', name: 'Guest', member: false } };
    expect(await say('settings', guest)).toContain('Only full members');
  });

  it('are kept for a place that Ferry has never posted in, such as a direct message', async () => {
    const { say, platform } = await wholeBot();
    const direct: How = { channel: 'chat:T1/direct', reach: async () => 'closed' };
    expect(await say('settings time 08:30', direct)).toContain('Changed for this channel');
    expect(line(await say('settings', direct), 'time')).toContain('08:30');
    expect(platform.calls).toEqual([]);
  });
});

describe('the form of settings', () => {
  it('shows what holds here, as it would be typed', async () => {
    const { say, open } = await wholeBot();
    await say('settings holidays DE-BY');
    await say('settings escalation @Igor Novak', AT_IGOR);
    const reply = await open('settings');
    if (reply.kind !== 'form') throw new Error('no form');
    const held = Object.fromEntries(reply.form.inputs.map(({ name, value, shown }) => [name, shown ?? value]));
    expect(held).toEqual({
      leads: '90,60,30,14,7,3,1,0',
      time: '09:00',
      zone: 'Europe/Berlin',
      weekdays: 'mon,tue,wed,thu,fri',
      holidays: 'DE-BY',
      freeze: undefined,
      escalation: 'Igor Novak',
      language: 'en',
    });
  });

  it('changes what was changed in it, and makes nothing the channel’s own that was not', async () => {
    const { say, submit } = await wholeBot();
    await say('settings holidays DE');
    await submit('settings', { ...HELD, time: '08:30', holidays: '', freeze: '2026-12-18..2027-01-04 year end' });
    const shown = await say('settings');
    expect(line(shown, 'time')).toMatch(/08:30 +this channel’s own/);
    expect(line(shown, 'holidays')).toMatch(/none +as everywhere/);
    expect(line(shown, 'freeze')).toContain('this channel’s own');
    for (const name of ['leads', 'zone', 'weekdays']) expect(line(shown, name), name).toContain('as everywhere');
  });

  it('changes all of it or nothing, and says at which fields it is wrong', async () => {
    const { say, submit } = await wholeBot();
    const reply = await submit('settings', { ...HELD, time: '08:30', zone: 'Mars/Olympus' });
    if (reply.kind !== 'form') throw new Error('no form');
    expect(reply.form.inputs.find(({ name }) => name === 'zone')?.problem).toContain('is not a time zone');
    expect(reply.form.inputs.find(({ name }) => name === 'time')?.value).toBe('08:30');
    expect(line(await say('settings'), 'time')).toContain('as everywhere');
  });

  it('sent as it was opened changes nothing', async () => {
    const { say, submit } = await wholeBot();
    const reply = await submit('settings', HELD);
    expect(reply.kind).toBe('message');
    expect(await say('settings')).not.toContain('this channel’s own');
  });

  it('takes several settings in words too', async () => {
    const { say } = await wholeBot();
    expect(await say('settings time=08:30 weekdays=mon-thu leads=default')).toContain('Changed for this channel');
    expect(line(await say('settings'), 'weekdays')).toMatch(/Mon–Thu +this channel’s own/);
  });
});

describe('leads', () => {
  it('that leave out the last week are taken, with a caution, which stays', async () => {
    const { say } = await wholeBot();
    const caution = '! No reminder comes here later than 30 days before a date.';
    expect(await say('settings leads 90,60,30')).toContain(caution);
    expect(await say('settings')).toContain(caution);
    expect(await say('settings leads 90,7')).not.toContain('!');
    expect(await say('settings leads 0')).not.toContain('!');
  });

  it.each(['90;60;7', '90 60 7', '90, 60; 7'])('may be written as %s', async (value) => {
    const { say } = await wholeBot();
    expect(await say(`settings leads ${value}`)).toContain('this many days before a date: 90, 60, 7.');
  });

  it.each(['-1', '1e3', '90:60', '1000', '7,', 'week', '1.5', Array.from({ length: 31 }, (_, day) => day).join(',')])(
    'are not %s',
    async (value) => {
      const { say } = await wholeBot();
      const said = await say(`settings leads ${value}`);
      expect(said).toContain('is not a list of days before a date');
      expect(said).toContain('settings leads 90,60,30,14,7,3,1,0');
      expect(line(await say('settings'), 'leads')).toContain('as everywhere');
    },
  );
});

describe('a time, a zone and weekdays', () => {
  it.each([
    ['time 24:00', 'is not a time of day'],
    ['time 8:3', 'is not a time of day'],
    ['time __proto__', 'is not a time of day'],
    ['zone __proto__', 'is not a time zone'],
    ['zone Mars/Olympus', 'is not a time zone'],
    ['zone +02:00', 'is not a time zone'],
    ['weekdays fri-mon', 'are not days of the week'],
    ['weekdays monday', 'are not days of the week'],
    ['weekdays ,', 'are not days of the week'],
  ])('are refused as %s', async (text, why) => {
    const { say } = await wholeBot();
    expect(await say(`settings ${text}`)).toContain(why);
    expect(await say('settings')).not.toContain('this channel’s own');
  });

  it('may leave out the zero of an early hour', async () => {
    const { say } = await wholeBot();
    expect(await say('settings time 8:30')).toContain('Reminders here go out at 08:30');
  });

  it('of a city alone, or with a slip, lead to the zone that was probably meant, as a button', async () => {
    const { answer } = await wholeBot();
    for (const typed of ['paris', 'Europe/Pariss']) {
      const { blocks } = await answer(`settings zone ${typed}`);
      const buttons = blocks.flatMap((block) => (block.kind === 'buttons' ? block.buttons : []));
      expect(buttons.map(({ run }) => run)).toEqual(['settings zone Europe/Paris']);
    }
  });

  it('can be a zone of the list that has no city', async () => {
    const { say } = await wholeBot();
    for (const zone of ['UTC', 'EST5EDT']) expect(await say(`settings zone ${zone}`)).toContain(`(${zone})`);
  });

  it('are shown as runs of days', async () => {
    const { say } = await wholeBot();
    const shown = async (days: string) => {
      await say(`settings weekdays ${days}`);
      return line(await say('settings'), 'weekdays');
    };
    expect(await shown('sun,mon,tue')).toContain('Mon, Tue and Sun');
    expect(await shown('mon,wed-fri,sun')).toContain('Mon, Wed–Fri and Sun');
    expect(await shown('mon-sun')).toContain('Mon–Sun');
  });
});

describe('holidays', () => {
  it('are named in the language of whoever reads them', async () => {
    const { say } = await wholeBot();
    await say('settings holidays DE');
    expect(await say('settings')).toContain('Christmas Day');
    expect(await say('settings', { locale: 'fr-FR' })).toContain('Noël');
    expect(await say('settings', { locale: 'zh-CN' })).toContain('圣诞节');
  });

  it.each(['XX', '__proto__', 'France', 'F', 'FR DE', 'constructor'])('are not known of %s', async (where) => {
    const { say } = await wholeBot();
    expect(await say(`settings holidays ${where}`)).toContain('Write a country as two letters, such as FR');
    expect(line(await say('settings'), 'holidays')).toContain('as everywhere');
  });

  it('of an unknown part of a country lead to the parts that are known, at most 20', async () => {
    const { say } = await wholeBot();
    expect(await say('settings holidays DE-XX')).toMatch(
      /Of DE it knows: DE-BB, .*DE-TH\. Write one of them, or DE alone/,
    );
    expect(await say('settings holidays US-XX')).toMatch(
      /Of US it knows: (US-[A-Z]{2}, ){19}US-[A-Z]{2} and \d+ more\./,
    );
    expect(await say('settings holidays DE-BY-XX')).toMatch(/Of DE-BY it knows: DE-BY-A/);
    expect(await say('settings holidays MC-XX')).toContain('Write it alone: settings holidays MC');
  });

  it('can be those of a part whose code is a word', async () => {
    const { say } = await wholeBot();
    expect(await say('settings holidays ck-Atiu')).toContain('public holidays of Cook Islands (CK-ATIU)');
    expect(await say('settings holidays BR-GO-GOIANIA')).toContain('public holidays of Brazil (BR-GO-GOIANIA)');
  });
});

describe('a freeze', () => {
  it('takes its days and the rest of the line as the reason, with or without quotes', async () => {
    const { say } = await wholeBot();
    await say('settings freeze 2026-12-18..2027-01-04 "year end"');
    expect(await say('settings')).toContain('Mon, 4 Jan 2027: freeze, year end\n');
    for (const between of [' … ', ' ', ' to ', ' until ', ' - ']) {
      const said = await say(`settings freeze 2026-12-18${between}2027-01-04 year end`);
      expect(said, between).toContain('Nothing was changed');
    }
    expect(await say('settings freeze 2026-12-18..2027-01-04 “a=b audit”')).toContain('Changed');
    expect(await say('settings')).toContain('Mon, 4 Jan 2027: freeze, a=b audit\n');
    expect(await say('settings freeze 2026-12-18..2027-01-04')).toContain('Changed');
    expect(await say('settings')).toContain('Mon, 4 Jan 2027: freeze\n');
    expect(line(await say('settings'), 'freeze')).toMatch(/ 1 +this/);
  });

  it('may overlap another, and is taken away by its first day', async () => {
    const { say } = await wholeBot();
    await say('settings freeze 2026-12-18..2027-01-04');
    await say('settings freeze 2026-12-24..2027-02-01');
    expect(await say('settings freeze off 2026-12-19')).toContain('They begin on: 2026-12-18, 2026-12-24.');
    await say('settings freeze off 2026-12-18');
    expect(await say('settings')).not.toContain('18 Dec');
    await say('settings freeze off 2026-12-24..2027-02-01');
    expect(line(await say('settings'), 'freeze')).toContain('as everywhere');
    expect(await say('settings freeze off 2026-12-24')).toContain('This channel has no freeze.');
  });

  it.each([
    ['2027-02-29..2027-03-01', 'is not a freeze'],
    ['2026-12-18..', 'is not a freeze'],
    ['2026-12-18..2026-12-20..2026-12-22', 'is not a freeze'],
    ['18.12.26', 'is not a freeze'],
    ['2026-12-18 2027-02-29', 'is not a freeze'],
    ['01/02/2027', 'can be Mon, 1 Feb 2027 or Sat, 2 Jan 2027'],
    ['off tomorrow', 'is not a freeze'],
    ['off 2026-12-18 please', 'is not a freeze'],
    ['2027-01-04..2026-12-18', 'ends before it begins'],
    ['2026-11-01..2026-11-19', 'was over on Thu, 19 Nov 2026'],
    ['2026-12-01..2027-03-03', 'are 93 days, and a freeze has 92 at most'],
    [`2026-12-18 ${'x'.repeat(201)}`, 'too long: 201 characters, and 200 fit'],
    [`2026-12-18 ${'x'.repeat(3000)}`, 'too long'],
  ])('is refused as %s', async (text, why) => {
    const { say } = await wholeBot();
    expect(await say(`settings freeze ${text}`)).toContain(why);
    expect(line(await say('settings'), 'freeze')).toContain('as everywhere');
  });

  it('of the longest kind, and one that ends today, are taken', async () => {
    const { say } = await wholeBot();
    expect(await say('settings freeze 2026-12-01..2027-03-02')).toContain('Changed');
    expect(await say('settings freeze 2026-11-01..2026-11-20')).toContain('Changed');
  });

  it('is one of 20 at most, where those that are past make room', async () => {
    const { say, clock } = await wholeBot();
    const day = (index: number) => `2026-12-${String(index + 1).padStart(2, '0')}`;
    for (let index = 0; index < 20; index += 1) await say(`settings freeze ${day(index)}`);
    for (let index = 20; index < 30; index += 1) {
      expect(await say(`settings freeze ${day(index)}`)).toContain('A channel has 20 freezes at most.');
    }
    expect(await say(`settings freeze ${day(3)} "another reason"`)).toContain('Changed');
    clock.set('2026-12-02T12:00:00Z');
    expect(await say(`settings freeze ${day(20)}`)).toContain('Changed');
    expect(line(await say('settings'), 'freeze')).toMatch(/ 20 +this/);
  });

  it('that begins before anything could be announced says that this is so', async () => {
    const { say } = await wholeBot();
    const said = await say('settings freeze 2026-11-20..2026-11-27');
    expect(said).toContain('Ferry can speak here: Mon, 30 Nov 2026');
    expect(said).toContain('! Reminders that were to come until Sun, 29 Nov 2026 do not come any more');
    expect(said).toContain('due 99');
    expect(await say('settings freeze off')).not.toContain('!');
    expect(await say('settings freeze 2026-11-24..2026-11-27')).not.toContain('!');
  });
});

describe('a time of today', () => {
  it('that is past already, before the one it replaces, costs the reminders of the day, and this is said', async () => {
    const { say } = await wholeBot({ now: '2026-11-20T07:45:00Z' });
    expect(await say('settings time 08:30')).toContain('! Reminders that were to come until Sun, 22 Nov 2026');
    expect(await say('settings time 10:00')).toContain('Ferry can speak here: Fri, 20 Nov 2026, 10:00');
  });
});

describe('an escalation', () => {
  it('goes to a person that is named as everywhere', async () => {
    const { say } = await wholeBot();
    expect(await say('settings escalation @Igor Novak', AT_IGOR)).toContain('Igor Novak is told last');
    expect(await say('settings escalation me')).toContain('Maria is told last');
    expect(await say('settings escalation "Igor Novak"')).toContain('Igor Novak is told last');
  });

  it.each(['<!channel>', '@channel', 'P99', '__proto__'])('does not go to %s', async (who) => {
    const { say } = await wholeBot();
    expect(await say(`settings escalation ${who}`)).toContain('Ferry knows nobody called');
    expect(line(await say('settings'), 'escalation')).toContain('nobody');
  });
});

describe('half a line of settings', () => {
  it.each(['leads', 'time', 'zone', 'weekdays', 'holidays', 'freeze', 'escalation'])(
    'that only says %s is told how to go on, in words that do',
    async (what) => {
      const { say } = await wholeBot();
      const said = await say(`settings ${what}`);
      const [, example = ''] = /for example: (.*)\. To have it as everywhere/.exec(said) ?? [];
      const maria: How = { named: [{ as: '@maria', name: 'Maria', identities: ['chat:T1/maria'] }] };
      expect(await say(example, maria)).toContain('Changed for this channel');
      expect(await say(`settings ${what} default`)).toContain('Changed for this channel');
    },
  );

  it('stand in a table that a terminal has room for', async () => {
    const { say } = await wholeBot();
    const table = (await say('settings')).split('\n').filter((one) => /^[a-z]+: .* {2}as everywhere$/.test(one));
    expect(table).toHaveLength(8);
    for (const row of table) expect(row.length).toBeLessThan(100);
  });

  it('that says something else leads to what there is', async () => {
    const { say } = await wholeBot();
    expect(await say('settings tme 08:30')).toContain('Did you mean time?');
    expect(await say('settings value=08:30')).toContain('Something is missing: what.');
    expect(await say('settings what=time value=08:30')).toContain('Changed for this channel');
  });
});
