import { describe, expect, it } from 'vitest';
import { plainText } from '../../src/messages/plain-text.js';
import { type WholeBot, wholeBot } from '../support/whole-bot.js';

const START = 'start contoso.com source=open offer="Office 365 E3" seats=25 ends=2027-01-31 renewal=auto';
const PETRA = { actor: { identity: 'slack:T1/petra', name: 'Petra', member: true } };
const IGOR = { actor: { identity: 'chat:T1/igor', name: 'Igor', member: true } };
const environment = { ADMINS: 'slack:T1/petra' };

/** M1 of contoso.com, accepted with its agreement, on the day `now`. */
async function accepted(now: string): Promise<WholeBot> {
  const bot = await wholeBot({ now: '2026-11-20T10:00:00Z', environment });
  await bot.say(START);
  await bot.say('accept M1');
  await bot.say('change M1 agreement=2026-11-20');
  bot.clock.set(now);
  return bot;
}

/** The card as it stands now. */
const card = (bot: WholeBot) => bot.say('show M1');

describe('a cancellation without enough active seats', () => {
  it('is refused with a list of what is missing, and changes nothing', async () => {
    const bot = await accepted('2027-01-28T10:00:00Z');
    const answer = await bot.say('end M1.1 cancelled');
    expect(answer).toContain('M1.1 is not marked as cancelled');
    expect(answer).toContain('– no replacement of M1.1 is active');
    expect(answer).toContain('– 25 seats are missing in the active replacements; 25 must work');
    expect(answer).toContain('a second person decides: end M1.1 cancelled on=2027-01-28 reason="why"');
    expect(await card(bot)).toContain('Stage: provisioning');
  });

  it('names the replacement that is only planned', async () => {
    const bot = await accepted('2027-01-28T10:00:00Z');
    await bot.say('provision M1.1 on=2027-01-29');
    expect(await bot.say('end M1.1 cancelled')).toContain(
      'M1.R1 is planned for Fri, 29 Jan 2027; planned is not active',
    );
    bot.clock.set('2027-01-29T00:00:01Z');
    expect(await bot.say('end M1.1 cancelled')).toContain('M1.1 was cancelled on Fri, 29 Jan 2027; 2 paid days lost');
  });

  it('waits until the add-ons of a base have ended, whatever seats there are', async () => {
    const bot = await accepted('2027-01-28T10:00:00Z');
    await bot.say('add M1 offer="Visio Plan 2" seats=5 ends=2027-01-31 addon-of=M1.1');
    await bot.say('provision M1.1 on=2027-01-24');
    await bot.say('provision M1.2 on=2027-01-24');
    expect(await bot.say('end M1.1 cancelled')).toContain('– M1.2 is an add-on of M1.1 and goes first');
    expect(await bot.say('end M1.2 cancelled')).toContain('M1.2 was cancelled');
    expect(await bot.say('end M1.1 cancelled')).toContain('M1.1 was cancelled');
  });

  it('counts the seats of one offer in one tenant once, across the customer’s migrations', async () => {
    const bot = await accepted('2027-01-28T10:00:00Z');
    await bot.say('start contoso.com again=yes offer="Office 365 E3" seats=10 ends=2027-01-31 source=open');
    await bot.say('provision M1.1 seats=30 on=2027-01-24');
    expect(await bot.say('end M1.1 cancelled')).toContain('M1.1 was cancelled');
    expect(await bot.say('end M2.1 cancelled')).toContain('5 seats are missing');
    await bot.say('provision M1.R1 seats=35');
    expect(await bot.say('end M2.1 cancelled')).toContain('M2.1 was cancelled');
  });
});

describe('a cancellation long before the end', () => {
  const priced = async (now: string) => {
    const bot = await accepted(now);
    await bot.say('change M1.1 price=20 currency=EUR');
    await bot.say('provision M1.1 on=2027-01-10');
    return bot;
  };

  it.each([
    ['2027-01-24', '7 paid days lost (about €115.07)'],
    ['2027-01-31', 'M1.1 was cancelled on Sun, 31 Jan 2027'],
  ])('on %s needs no confirmation', async (day, answer) => {
    const bot = await priced(`${day}T10:00:00Z`);
    expect(await bot.say('end M1.1 cancelled')).toContain(answer);
  });

  it('first says the days and the money that are lost, and the same person confirms', async () => {
    const bot = await priced('2027-01-23T10:00:00Z');
    const question = await bot.say('end M1.1 cancelled');
    expect(question).toContain('Normally nothing is refunded, so cancelling gives away 8 paid days (about €131.51).');
    const confirm = 'end M1.1 cancelled on=2027-01-23 confirm=yes';
    expect(question).toContain(confirm);
    // Igor presses Maria's button: he has not been asked.
    expect(await bot.say(confirm, IGOR)).toContain('gives away 8 paid days');
    expect(await card(bot)).not.toContain('cancelled');
    expect(await bot.say(confirm)).toContain('8 paid days lost (about €131.51)');
  });

  it('is not confirmed by a person’s yes to another day', async () => {
    const bot = await priced('2027-01-23T10:00:00Z');
    await bot.say('end M1.1 cancelled');
    expect(await bot.say('end M1.1 cancelled on=2027-01-22 confirm=yes')).toContain('gives away 9 paid days');
  });

  it('says that a part comes back within 7 days of the purchase, and what CSP does after them', async () => {
    const bot = await priced('2027-01-20T10:00:00Z');
    await bot.say('change M1.1 bought=2027-01-14');
    expect(await bot.say('end M1.1 cancelled')).toContain('part of the price should come back');
    await bot.say('change M1.1 bought=2027-01-13');
    expect(await bot.say('end M1.1 cancelled')).not.toContain('come back');
    await bot.say('change M1 source=other-csp route=manual');
    expect(await bot.say('end M1.1 cancelled')).toContain('a CSP subscription can then not be cancelled');
  });
});

describe('a request to cancel although seats are missing', () => {
  const asked = async () => {
    const bot = await accepted('2027-01-28T10:00:00Z');
    const answer = await bot.say('end M1.1 cancelled reason="the company closes"');
    return { bot, answer };
  };

  it('is made with a reason, changes nothing yet, and stands on the card and in the list', async () => {
    const { bot, answer } = await asked();
    expect(answer).toContain('A1: asked to mark M1.1 as cancelled on Thu, 28 Jan 2027 although 25 seats are missing');
    expect(await card(bot)).toContain('A1 waits for a second person');
    expect(await card(bot)).toContain('Stage: provisioning');
    const list = await bot.say('requests');
    expect(list).toContain('contoso.com');
    expect(list).toContain('the company closes');
    expect(list).toContain('Thu, 11 Feb 2027');
  });

  it('is carried out on the word of a second person, and both names go on record', async () => {
    const { bot } = await asked();
    expect(await bot.say('approve A1', PETRA)).toContain(
      'M1.1 was cancelled on Thu, 28 Jan 2027 although Ferry held it for unsafe',
    );
    const history = await bot.say('history M1');
    expect(history).toMatch(/Petra.*Maria asked for it \(A1: the company closes\)/);
    expect(await bot.say('requests')).toContain('No request is waiting');
    expect(await bot.say('approve A1', PETRA)).toContain('A1 was approved already');
  });

  it('is not approved by the one who asked, whatever her role', async () => {
    const bot = await accepted('2027-01-28T10:00:00Z');
    await bot.say('end M1.1 cancelled reason="why not"', PETRA);
    expect(await bot.say('approve A1', PETRA)).toContain('A1 needs a second person');
    expect(await bot.say('reject A1', PETRA)).toContain('withdraw A1');
    expect(await card(bot)).not.toContain('cancelled on Thu, 28 Jan 2027 although Ferry held it for unsafe');
    expect(await card(bot)).toContain('Stage: provisioning');
  });

  it('is not approved without the approver role', async () => {
    const { bot } = await asked();
    for (const verb of ['approve', 'reject']) {
      expect(await bot.say(`${verb} A1`, IGOR)).toContain(`${verb} is for people with the role approver`);
    }
    expect(await bot.say('requests')).toContain('A1');
  });

  it('is rejected by a second person and withdrawn by the first or an admin, and that is final', async () => {
    const { bot } = await asked();
    expect(await bot.say('reject A1', PETRA)).toContain('A1 rejected');
    expect(await bot.say('withdraw A1')).toContain('A1 was rejected already');
    await bot.say('end M1.1 cancelled reason="again"');
    expect(await bot.say('withdraw A2', IGOR)).toContain('A2 was asked by Maria');
    expect(await bot.say('withdraw A2')).toContain('A2 withdrawn');
    await bot.say('end M1.1 cancelled reason="a third time"');
    expect(await bot.say('withdraw A3', PETRA)).toContain('A3 withdrawn');
    expect(await bot.say('approve A3', PETRA)).toContain('A3 was withdrawn already');
    expect(await card(bot)).toContain('Stage: provisioning');
  });

  it('exists once for a subscription', async () => {
    const { bot } = await asked();
    expect(await bot.say('end M1.1 cancelled reason="again"', IGOR)).toContain('has the open request A1 already');
  });

  it.each([
    ['2027-02-10T10:00:00Z', 'M1.1 was cancelled'],
    ['2027-02-11T23:59:59Z', 'M1.1 was cancelled'],
    ['2027-02-12T00:00:00Z', 'A1 lapsed after Thu, 11 Feb 2027'],
  ])('lapses after 14 days: at %s', async (now, answer) => {
    const { bot } = await asked();
    bot.clock.set(now);
    expect(await bot.say('approve A1', PETRA)).toContain(answer);
    expect(await bot.say('requests')).toContain('No request is waiting');
  });

  it('survives a restart', async () => {
    const { bot } = await asked();
    await bot.stop();
    const again = await wholeBot({ folder: bot.folder, now: '2027-01-29T10:00:00Z', environment });
    expect(await again.say('approve A1', PETRA)).toContain('M1.1 was cancelled on Thu, 28 Jan 2027');
    await again.stop();
  });

  it('has nothing left to decide when the subscription expired meanwhile', async () => {
    const { bot } = await asked();
    bot.clock.set('2027-02-01T10:00:00Z');
    await bot.say('end M1.1 expired');
    expect(await bot.say('approve A1', PETRA)).toContain('A1 has nothing left to decide');
    expect(await bot.say('withdraw A1')).toContain('A1 withdrawn');
  });

  it('still has its asker confirm what is lost when that is more than 7 days', async () => {
    const bot = await accepted('2027-01-10T10:00:00Z');
    const question = await bot.answer('end M1.1 cancelled reason=«the "old" one closes»');
    expect(plainText(question)).toContain('gives away 21 paid days');
    expect(await bot.say('requests')).toContain('No request is waiting');
    expect(await bot.say(buttonOf(question, /confirm=yes/))).toContain('A1: asked to mark M1.1');
    expect(await bot.say('requests')).toContain('the "old" one closes');
  });

  it('is not needed for what is safe: a reason alone opens none', async () => {
    const bot = await accepted('2027-01-28T10:00:00Z');
    await bot.say('provision M1.1 on=2027-01-24');
    expect(await bot.say('end M1.1 cancelled reason="tidy"')).toContain('M1.1 was cancelled');
    expect(await bot.say('requests')).toContain('No request is waiting');
  });

  it('does not exist as a typed id', async () => {
    const bot = await accepted('2027-01-28T10:00:00Z');
    expect(await bot.say('approve A9', PETRA)).toContain('There is no request A9');
    expect(await bot.say('approve M1', PETRA)).toContain('Those look like A4');
  });
});

describe('an end by itself', () => {
  it('is a fact: recorded without a replacement, from the day after', async () => {
    const bot = await accepted('2027-01-31T23:59:59Z');
    expect(await bot.say('end M1.1 expired')).toContain('has not expired yet');
    bot.clock.set('2027-02-01T00:00:00Z');
    expect(await bot.say('end M1.1 expired')).toContain('M1.1 expired on Sun, 31 Jan 2027');
  });

  it('needs no replacement when somebody said so before, with a reason', async () => {
    const bot = await accepted('2026-12-01T10:00:00Z');
    await bot.say('change M1.1 unneeded="the team left"');
    expect(await card(bot)).toContain('not needed');
    expect(await card(bot)).not.toMatch(/Next: .*provision/);
    // Said by one person, it does not take licences away before their time.
    bot.clock.set('2027-01-28T10:00:00Z');
    expect(await bot.say('end M1.1 cancelled')).toContain('is not marked as cancelled');
    bot.clock.set('2027-02-01T10:00:00Z');
    await bot.say('end M1.1 expired');
    expect(await card(bot)).toContain('Stage: done');
  });
});

function buttonOf(message: Awaited<ReturnType<WholeBot['answer']>>, run: RegExp): string {
  const buttons = message.blocks.flatMap((block) => (block.kind === 'buttons' ? block.buttons : []));
  const found = buttons.find((button) => run.test(button.run));
  if (!found) throw new Error(`no button ${run} in ${JSON.stringify(buttons)}`);
  return found.run;
}

describe('a cancellation that was safe', () => {
  it('does not lose its seats by one person’s word, whatever is corrected', async () => {
    const bot = await accepted('2027-01-28T10:00:00Z');
    await bot.say('provision M1.1 on=2027-01-24');
    await bot.say('end M1.1 cancelled');
    for (const text of ['provision M1.R1 seats=20', 'provision M1.R1 on=2027-01-30', 'change M1.1 assigned=27']) {
      expect(await bot.say(text)).toContain('M1.1 was cancelled on Thu, 28 Jan 2027 because enough seats were active');
    }
    expect(await bot.say('provision M1.R1 seats=26')).toContain('M1.R1 corrected');
  });

  it('is corrected once a second person stands behind it, too', async () => {
    const bot = await accepted('2027-01-28T10:00:00Z');
    await bot.say('provision M1.1 on=2027-01-24');
    await bot.say('end M1.1 cancelled');
    expect(await bot.say('end M1.1 cancelled reason="only 20 were ordered"')).toContain('Nothing was changed');
    expect(await bot.say('end M1.1 cancelled reason="only 20 were ordered" again=yes')).toContain('A1: asked');
    expect(await bot.say('approve A1')).toContain('approve is for people with the role approver');
    expect(await bot.say('approve A1', PETRA)).toContain('M1.1 was cancelled on Thu, 28 Jan 2027');
    expect(await bot.say('provision M1.R1 seats=20')).toContain('M1.R1 corrected');
  });
});

describe('an approval', () => {
  it('allows what was asked for, and not more', async () => {
    const bot = await accepted('2027-01-28T10:00:00Z');
    await bot.say('provision M1.1 seats=24 on=2027-01-24');
    await bot.say('end M1.1 cancelled reason="one left"');
    await bot.say('provision M1.R1 seats=20');
    expect(await bot.say('approve A1', PETRA)).toContain('A1 was asked when 1 seat was missing, and now 5 are.');
    await bot.say('provision M1.R1 seats=24');
    await bot.say('change M1.1 ends=2028-01-31');
    expect(await bot.say('approve A1', PETRA)).toContain('A1 has nothing left to decide');
    await bot.say('change M1.1 ends=2027-01-31');
    expect(await bot.say('approve A1', PETRA)).toContain('M1.1 was cancelled');
  });

  it('leaves the seats of others to those others', async () => {
    const bot = await accepted('2027-01-28T10:00:00Z');
    await bot.say('provision M1.1 seats=20 on=2027-01-24');
    await bot.say('end M1.1 cancelled reason="five leave"');
    await bot.say('approve A1', PETRA);
    await bot.say('add M1 offer="Office 365 E3" seats=10 ends=2027-01-31 again=yes');
    await bot.say('provision M1.2 on=2027-01-24');
    expect(await bot.say('end M1.2 cancelled')).toContain('M1.2 was cancelled');
  });

  it('is not taken back under the asker’s name by somebody else', async () => {
    const bot = await accepted('2027-01-28T10:00:00Z');
    await bot.say('end M1.1 cancelled reason="closing"');
    expect(await bot.say('undo M1', IGOR)).toContain('A1 was asked by Maria');
    expect(await bot.say('requests')).toContain('A1');
  });
});

describe('that something expired', () => {
  it('is recorded although a cancellation counts on the same seats', async () => {
    const bot = await accepted('2027-01-28T10:00:00Z');
    await bot.say('add M1 offer="Office 365 E3" seats=10 ends=2027-01-29 renewal=ends');
    await bot.say('provision M1.1 on=2027-01-24');
    expect(await bot.say('end M1.1 cancelled')).toContain('M1.1 was cancelled');
    bot.clock.set('2027-01-30T10:00:00Z');
    expect(await bot.say('end M1.2 expired')).toContain('M1.2 expired on Fri, 29 Jan 2027');
  });
});
