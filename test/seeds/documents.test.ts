import { describe, expect, it } from 'vitest';
import { story } from './story.js';

// The page of Microsoft's Partner Center that this field began with, in the five versions of 2017 and 2018. Each is walked in
// its own order by a story of its own: what it tells a partner to do can be done, and what it warns of is warned of.

const IGOR = { actor: { identity: 'chat:T1/igor', name: 'Igor', member: true } };
const MENU = 'In Partner Center: Dashboard > Customers > Request a reseller relationship.';
const OTHERS_STAY = 'Customers with other channels or partners keep them, and are asked in the same way.';
const SAME_OFFER = 'the same offer with enough seats. No licence has to be reassigned, and nobody notices.';

describe('the French page of 2017', () => {
  it('moves two Open License customers one by one, each left to expire', async () => {
    const { say, until, post, expectCarriedOn } = await story('Europe/Paris', 'FR');

    // Nothing moves by itself from one licensing program to another: customers are moved by hand, one at a time.
    expect(
      await say('start contoso.com source=open country=FR offer="Office 365 E3" seats=25 ends=2027-01-31 renewal=auto'),
    ).toContain(
      'Next: M1.1: once the customer has accepted, provision by Sun, 24 Jan 2027, at the latest Sun, 31 Jan 2027',
    );
    await say('start fabrikam.com source=open country=BE offer="Office 365 E1" seats=8 ends=2027-02-28 renewal=ends');
    const checklist = await say('checklist M1');
    expect(checklist).toContain('Bought: Open License. Moved: by hand.');
    expect(checklist).toContain('Open License closed at the end of 2021: what is left only runs out.');
    // The same four steps, in the page's order, and what becomes of the licences.
    expectInOrder(checklist, [
      'Request the reseller relationship and send the invitation',
      'The customer’s Global admin accepts',
      'Provision the same offers and seats',
      'Reassign licences where a replacement is another offer',
      'Normally nothing is refunded: let the originals expire, or have them cancelled near their end',
      'The customer carries on with the replacements, without interruption',
    ]);

    // 1. Ask for a reseller relationship, from the dashboard's customers. Several channels and partners are no obstacle.
    const invited = await say('invite M1 link=https://partner.example.com/join');
    expect(invited).toContain(`${MENU} ${OTHERS_STAY}`);
    expect(invited).toContain('have a Global admin of contoso.com open this link');
    expect(invited).toContain('other partners and ways of buying stay as they are');
    expect(invited).toContain('you carry on without interruption');
    expect(invited).toContain('Please cancel nothing.');

    // 2. Only once the customer has accepted can subscriptions and licences be set up.
    const tooEarly = await say('provision M1.1');
    expect(tooEarly).toContain('the customer has not accepted the invitation yet');
    expect(await until('2026-11-25')).toEqual([
      '2026-11-25 M1 · contoso.com: no answer to the invitation for 3 working days',
    ]);
    expect(await say('accept M1 agreement=2026-11-25')).toContain('Next: M1.1: provision by Sun, 24 Jan 2027');
    expect(await until('2027-01-22')).toEqual([
      '2026-11-30 M2.1 · fabrikam.com: once the customer has accepted, provision by Sun, 21 Feb 2027, at the latest Sun, 28 Feb 2027',
      '2026-12-02 M1.1 · contoso.com: provision by Sun, 24 Jan 2027, at the latest Sun, 31 Jan 2027',
      '2026-12-30 M2.1 · fabrikam.com: once the customer has accepted, provision by Sun, 21 Feb 2027, at the latest Sun, 28 Feb 2027',
      '2027-01-01 M1.1 · contoso.com: provision by Sun, 24 Jan 2027, at the latest Sun, 31 Jan 2027',
      '2027-01-15 M1.1 · contoso.com: provision by Sun, 24 Jan 2027, at the latest Sun, 31 Jan 2027',
      '2027-01-22 M1.1 · contoso.com: provision by Sun, 24 Jan 2027, at the latest Sun, 31 Jan 2027',
    ]);
    expect(post('M1.1 · ')).toContain('Its renewal is not off yet either: stop it before Sun, 31 Jan 2027, 01:00 CET.');
    expect(await say('provision M1.1')).toContain(
      'M1.R1 provisioned: Office 365 E3, 25 seats, active from Fri, 22 Jan 2027',
    );

    // An identical offer: no licence is assigned anew, and no user is interrupted.
    expect(await say('show M1')).toContain(`M1.R1: ${SAME_OFFER}`);

    // 3. Left to expire rather than cancelled: so its renewal is stopped, and nothing is recorded before its time.
    expect(await until('2027-01-27')).toEqual([
      '2027-01-27 M1.1 · contoso.com: stop its renewal before Sun, 31 Jan 2027, 01:00 CET',
    ]);
    expect(await say('change M1.1 renewal=ends')).toContain('Next: M1.1: ends on Sun, 31 Jan 2027');
    expect(await until('2027-01-31')).toEqual([
      '2027-01-29 M2.1 · fabrikam.com: once the customer has accepted, provision by Sun, 21 Feb 2027, at the latest Sun, 28 Feb 2027',
    ]);
    expect(await say('end M1.1 expired')).toContain('it has not expired yet');
    expect(await until('2027-02-01')).toEqual([
      '2027-02-01 M1.1 · contoso.com: its last day was Sun, 31 Jan 2027: expired, or renewed?',
    ]);
    expect(await say('end M1.1 expired')).toContain('M1.1 expired on Sun, 31 Jan 2027');

    // 4. The customer carries on with what was set up, without interruption.
    await expectCarriedOn('M1');

    // One by one: the first move has taken no step of the second one, which goes the same way now.
    expect(await say('show M2')).toContain('Stage: new');
    await say('invite M2');
    await say('accept M2 agreement=2027-02-01');
    expect(await until('2027-02-19')).toEqual([
      '2027-02-12 M2.1 · fabrikam.com: provision by Sun, 21 Feb 2027, at the latest Sun, 28 Feb 2027',
      '2027-02-19 M2.1 · fabrikam.com: provision by Sun, 21 Feb 2027, at the latest Sun, 28 Feb 2027',
    ]);
    expect(await say('provision M2.1')).toContain('M2.R1 provisioned: Office 365 E1, 8 seats');
    expect(await say('show M2')).toContain(`M2.R1: ${SAME_OFFER}`);
    expect(await until('2027-03-01')).toEqual([
      '2027-03-01 M2.1 · fabrikam.com: its last day was Sun, 28 Feb 2027: expired, or renewed?',
    ]);
    await say('end M2.1 expired');
    await expectCarriedOn('M2');
  });

  // 3. Why it is better to wait than to cancel belongs where the step is told, not only where somebody has cancelled.
  it('says beside the step itself that a cancelled subscription is normally not refunded', async () => {
    const { say } = await story('Europe/Paris', 'FR');
    await say('start contoso.com source=open country=FR offer="Office 365 E3" seats=25 ends=2027-01-31');
    expect(await say('checklist M1')).toContain('refund');
  });
});

describe('the Russian page of 2017', () => {
  it('moves two subscriptions of an Enterprise Agreement into one replacement, and waits until both have expired', async () => {
    const { say, until, expectCarriedOn } = await story('Europe/Moscow', 'DE');

    // There is no automatic move between programs. What the portal can do for an Enterprise Agreement today is the usual way,
    // and by hand stays possible, with the functions for several channels and partners.
    const usual = await say(
      'start fabrikam.com source=ea country=DE offer="Office 365 E3" seats=40 ends=2027-01-31 renewal=auto',
    );
    expect(usual).toContain('M1.1 added: Office 365 E3, 40 seats');
    expect(await say('show M1')).toContain('Bought: Enterprise Agreement (channel transfer)');
    expect(await say('checklist M1')).toContain('Or by hand, with replacements: change M1 route=manual');
    await say('change M1 route=manual');
    await say('add M1 offer="Office 365 E3" seats=15 ends=2027-02-28 renewal=ends assigned=14');
    await say('change M1.1 assigned=36');
    const checklist = await say('checklist M1');
    expect(checklist).toContain('Bought: Enterprise Agreement. Moved: by hand.');
    expect(checklist).toContain('other channels and other partners stay as they are');

    // 1. Customers in the dashboard's menu, then ask for the relationship.
    expect(await say('invite M1')).toContain(`${MENU} ${OTHERS_STAY}`);
    expect(await until('2026-12-01')).toEqual([
      '2026-11-25 M1 · fabrikam.com: no answer to the invitation for 3 working days',
      '2026-11-30 M1.2 · fabrikam.com: once the customer has accepted, provision by Sun, 21 Feb 2027, at the latest Sun, 28 Feb 2027',
      '2026-12-01 M1 · fabrikam.com: no answer to the invitation for 7 working days',
    ]);

    // 2. After that, the subscriptions and the seats that are wanted: one of 50 seats for 40 and 15 with 50 people.
    expect(await say('provision M1.1+M1.2 seats=50')).toContain('not accepted the invitation yet');
    await say('accept M1 on=2026-11-30 agreement=2026-12-01');
    expect(await until('2027-01-22')).toEqual([
      '2026-12-02 M1.1 · fabrikam.com: provision by Sun, 24 Jan 2027, at the latest Sun, 31 Jan 2027',
      '2026-12-30 M1.2 · fabrikam.com: provision by Sun, 21 Feb 2027, at the latest Sun, 28 Feb 2027',
      '2027-01-01 M1.1 · fabrikam.com: provision by Sun, 24 Jan 2027, at the latest Sun, 31 Jan 2027',
      '2027-01-15 M1.1 · fabrikam.com: provision by Sun, 24 Jan 2027, at the latest Sun, 31 Jan 2027',
      '2027-01-22 M1.1 · fabrikam.com: provision by Sun, 24 Jan 2027, at the latest Sun, 31 Jan 2027',
    ]);
    expect(await say('provision M1.1+M1.2 seats=45')).toContain(
      'Next: M1.1: its replacement lacks 5 seats: correct it by Sun, 31 Jan 2027',
    );
    expect(await say('provision M1.R1 seats=50')).toContain(
      '50 seats, active from Fri, 22 Jan 2027, for M1.1 and M1.2',
    );
    const ready = await say('show M1');
    expect(ready).toContain('Seats, before → after: Office 365 E3 55 (50 assigned) → 50');
    // The same offer as before: no licence is given anew, and nobody stops working.
    expect(ready).toContain(`M1.R1: ${SAME_OFFER}`);

    // 3. Here the Russian text goes further than the English one beside it: not near the end, but until it has expired.
    const asked = await say('end M1.2 cancelled');
    expect(asked).toContain('Normally nothing is refunded, so cancelling gives away 37 paid days');
    expect(asked).toContain('If the customer can wait, let it run out');
    expect(await say('show M1')).not.toContain('cancelled on');
    expect(await until('2027-01-29')).toEqual([
      '2027-01-27 M1.1 · fabrikam.com: stop its renewal before Sun, 31 Jan 2027, 03:00 GMT+3',
      '2027-01-29 M1.1 · fabrikam.com: stop its renewal before Sun, 31 Jan 2027, 03:00 GMT+3',
    ]);
    await say('change M1.1 renewal=ends');
    expect(await until('2027-02-01')).toEqual([
      '2027-02-01 M1.1 · fabrikam.com: its last day was Sun, 31 Jan 2027: expired, or renewed?',
    ]);
    expect(await say('end M1.1 expired')).toContain('Next: M1.2: ends on Sun, 28 Feb 2027');
    expect(await say('show M1')).toContain('Stage: ending');
    expect(await say('end M1.2 expired')).toContain('it has not expired yet');
    expect(await until('2027-03-01')).toEqual([
      '2027-03-01 M1.2 · fabrikam.com: its last day was Sun, 28 Feb 2027: expired, or renewed?',
    ]);
    expect(await say('end M1.2 expired')).toContain('M1.2 expired on Sun, 28 Feb 2027');

    // 4. On with the new subscription, without a break.
    await expectCarriedOn('M1');
  });
});

describe('the Brazilian page of 2018', () => {
  it('moves what was bought online, and has it cancelled near its end and not before', async () => {
    const { say, until, post, expectCarriedOn } = await story('America/Sao_Paulo', 'BR');

    // No automatic move; by hand for single customers, who may buy in several ways and from several partners.
    await say(
      'start contoso.com source=web-direct country=BR offer="Office 365 E3" seats=10 ends=2027-01-31 renewal=auto',
    );
    await say('change M1.1 price=120 currency=BRL bought=2026-02-01');
    expect(await say('show M1')).toContain(
      'Bought online: only the customer’s Global or Billing admin can turn recurring billing off, so ask in time.',
    );

    // 1. Ask for the relationship of a reseller, under the dashboard's customers.
    const invited = await say('invite M1 link=https://partner.example.com/join');
    expect(invited).toContain(`${MENU} ${OTHERS_STAY}`);
    expect(invited).toContain('Please cancel nothing, and leave recurring billing on for now');
    expect(await until('2026-11-24')).toEqual([]);

    // 2. After the acceptance, the seats and subscriptions that are wanted: here the same offer, in the same number.
    await say('accept M1 on=2026-11-23 agreement=2026-11-24');
    expect(await until('2027-01-05')).toEqual([
      '2026-12-02 M1.1 · contoso.com: provision by Sun, 24 Jan 2027, at the latest Sun, 31 Jan 2027',
      '2027-01-01 M1.1 · contoso.com: provision by Sun, 24 Jan 2027, at the latest Sun, 31 Jan 2027',
    ]);
    expect(post('M1.1 · ')).toContain('Its renewal is not off yet either');

    // 3. The customer would rather have it cancelled, now. With nothing in its place that is refused at once.
    const unsafe = await say('end M1.1 cancelled');
    expect(unsafe).toContain('people could lose service');
    expect(unsafe).toContain('no replacement of M1.1 is active');
    expect(await until('2027-01-22')).toEqual([
      '2027-01-15 M1.1 · contoso.com: provision by Sun, 24 Jan 2027, at the latest Sun, 31 Jan 2027',
      '2027-01-22 M1.1 · contoso.com: provision by Sun, 24 Jan 2027, at the latest Sun, 31 Jan 2027',
    ]);
    await say('provision M1.1');
    expect(await say('show M1')).toContain(`M1.R1: ${SAME_OFFER}`);

    // Nothing is paid back for what is cancelled: said with the days and the money, before anything is recorded, to each who asks.
    const warned = 'Normally nothing is refunded, so cancelling gives away 9 paid days (about R$355.07).';
    const early = await say('end M1.1 cancelled');
    expect(early).toContain(warned);
    expect(early).toContain('Microsoft 365 billing support may give a credit; ask before you count on it');
    expect(early).toContain('If the customer can wait, let it run out and stop its renewal instead.');
    expect(await say('end M1.1 cancelled on=2027-01-22 confirm=yes', IGOR)).toContain(warned);
    expect(await say('show M1')).toContain('Stage: ending');

    // So it is better to wait until the natural end is near. Meanwhile its renewal is in the customer's hands.
    expect(await until('2027-01-27')).toEqual([
      '2027-01-27 M1.1 · contoso.com: stop its renewal before Sat, 30 Jan 2027, 21:00 GMT-3',
    ]);
    const mail = post('M1.1 · ');
    expect(mail).toContain('Please have a Global or Billing admin of contoso.com turn its recurring billing off');
    expect(mail).toContain('the new subscription that you have from us takes over. Please do not cancel it.');
    expect(await say('change M1.1 renewal=ends')).toContain('Next: M1.1: ends on Sun, 31 Jan 2027');
    expect(await until('2027-01-28')).toEqual([]);
    expect(await say('end M1.1 cancelled')).toContain(
      'M1.1 was cancelled on Thu, 28 Jan 2027; 3 paid days lost (about R$118.36)',
    );

    // 4. The customer carries on with the new subscription. Nothing is asked about the old one any more.
    await expectCarriedOn('M1');
    expect(await until('2027-02-08')).toEqual([]);
    expect(await say('history M1')).toContain('3 paid days lost (about R$118.36)');
  });
});

describe('the Chinese page of 2018', () => {
  it('moves a subscription of Open Value with its add-on, the one cancelled near its end, the other left to expire', async () => {
    const { say, until, expectCarriedOn } = await story('Asia/Shanghai', 'SG');

    // From one licence program into another nothing moves by itself; single customers are moved by hand.
    await say(
      'start contoso.com source=open-value country=SG offer="Microsoft 365 E3" seats=30 ends=2027-01-31 renewal=unknown',
    );
    await say('add M1 offer="Microsoft 365 Audio Conferencing" seats=30 ends=2027-01-31 renewal=ends addon-of=M1.1');
    const card = await say('show M1');
    expect(card).toContain('Open Value can still be renewed: ask the customer whether it will be.');
    expect(card).toContain('M1.2 is an add-on of M1.1: replace M1.1 first, and end M1.2 before it.');
    await say('change M1.1 renewal=ends');

    // 1. Customers, then ask for the reseller's relationship.
    expect(await say('invite M1')).toContain(`${MENU} ${OTHERS_STAY}`);
    expect(await say('checklist M1')).toContain(
      'The invitation changes nothing that the customer has: other channels and other partners stay as they are.',
    );

    // 2. Once accepted, subscriptions and seats as wanted. The add-on needs its base first.
    await say('accept M1 agreement=2026-11-20');
    expect(await until('2027-01-22')).toEqual(
      ['2026-12-02', '2027-01-01', '2027-01-15', '2027-01-22'].flatMap((day) => [
        `${day} M1.1 · contoso.com: provision by Sun, 24 Jan 2027, at the latest Sun, 31 Jan 2027`,
        `${day} M1.2 · contoso.com: provision by Sun, 24 Jan 2027, at the latest Sun, 31 Jan 2027`,
      ]),
    );
    expect(await say('provision M1.2')).toContain('M1.2 is an add-on of M1.1, which has no replacement yet');
    expect(await say('provision M1.1')).toContain('M1.R1 provisioned: Microsoft 365 E3, 30 seats');
    expect(await say('provision M1.2')).toContain('M1.R2 provisioned: Microsoft 365 Audio Conferencing, 30 seats');
    const ready = await say('show M1');
    expect(ready).toContain('Stage: ending');
    // The same products as before: no licence is assigned again, and the users have no interruption.
    expect(ready).toContain(`M1.R1: ${SAME_OFFER}`);
    expect(ready).toContain(`M1.R2: ${SAME_OFFER}`);

    // 3. Cancelled or left to expire. For a cancellation there is no refund, so near the end: a day too early it is asked.
    expect(await until('2027-01-23')).toEqual([]);
    expect(await say('end M1.2 cancelled')).toContain(
      'Normally nothing is refunded, so cancelling gives away 8 paid days.',
    );
    expect(await until('2027-01-28')).toEqual([]);
    expect(await say('end M1.1 cancelled')).toContain('M1.2 is an add-on of M1.1 and goes first');
    expect(await say('end M1.2 cancelled')).toContain('M1.2 was cancelled on Thu, 28 Jan 2027; 3 paid days lost');
    expect(await say('show M1')).toContain('Stage: ending');
    // 09:00 in Shanghai is after midnight in UTC, where the last day is counted.
    expect(await until('2027-02-01')).toEqual([
      '2027-02-01 M1.1 · contoso.com: its last day was Sun, 31 Jan 2027: expired, or renewed?',
    ]);
    expect(await say('end M1.1 expired')).toContain('M1.1 expired on Sun, 31 Jan 2027');

    // 4. The customer goes on with what was provisioned, and nothing stops in between.
    await expectCarriedOn('M1');
  });
});

describe('the Spanish page of 2018', () => {
  it('moves one subscription that was bought elsewhere to another offer, and the licences with it', async () => {
    const { say, until, post, expectCarriedOn } = await story('Europe/Madrid', 'ES');

    // This version alone begins with the customers' reasons: to have several partners, to change to another one, or to have
    // what was bought elsewhere looked after. So it is asked where that was, and the answer changes the advice.
    expect(
      await say('start contoso.com country=ES offer="Office 365 E3" seats=12 ends=2027-01-31 renewal=auto'),
    ).toContain('Where did the customer buy?');
    expect(await say('change M1 source=other-csp')).toContain('route manual → partner-transfer');
    const offered = await say('checklist M1');
    expect(offered).toContain('other channels and other partners stay as they are');
    expect(offered).toContain('Or by hand, with replacements: change M1 route=manual');
    await say('change M1 route=manual');

    // 1. Customers in the panel, then ask for the relationship; the partner whom the customer has keeps it.
    const invited = await say('invite M1');
    expect(invited).toContain(`${MENU} ${OTHERS_STAY}`);
    expect(invited).toContain('other partners and ways of buying stay as they are');

    // 2. Once accepted, the subscriptions and seats that are wanted: another offer this time.
    await say('accept M1 agreement=2026-11-20');
    expect(await until('2027-01-22')).toEqual([
      '2026-12-02 M1.1 · contoso.com: provision by Sun, 24 Jan 2027, at the latest Sun, 31 Jan 2027',
      '2027-01-01 M1.1 · contoso.com: provision by Sun, 24 Jan 2027, at the latest Sun, 31 Jan 2027',
      '2027-01-15 M1.1 · contoso.com: provision by Sun, 24 Jan 2027, at the latest Sun, 31 Jan 2027',
      '2027-01-22 M1.1 · contoso.com: provision by Sun, 24 Jan 2027, at the latest Sun, 31 Jan 2027',
    ]);
    await say('provision M1.1 offer="Microsoft 365 Business Premium"');

    // To another offer: the assignment of the licences has to be updated.
    const planned = await say('show M1');
    expect(planned).toContain(
      'M1.R1 is another offer than M1.1: licences must be reassigned. Add the new ones before you remove the old.',
    );
    expect(planned).toContain('Licences of the new offer: 0 of 12 people.');
    expect(planned).not.toContain('nobody notices');
    expect(await say('licenses M1 done=5')).toContain('5 of 12 people have a licence of the new offer');
    expect(await say('licenses M1 done=13')).toContain('13 is more than there are');

    // 3. Left to expire: at the old partner it can hardly be cancelled, and renewal off alone does not end it any more.
    expect(planned).toContain('By hand the subscription can only be set not to renew');
    expect(await until('2027-01-27')).toEqual([
      '2027-01-27 M1.1 · contoso.com: stop its renewal before Sun, 31 Jan 2027, 01:00 CET',
    ]);
    expect(await say('change M1.1 renewal=ends')).toContain(
      'Next: M1.1: have it set to cancel at its end, before Sun, 31 Jan 2027, 01:00 CET',
    );
    expect(await say('show M1')).toContain('renewal off is not the same as cancelled');
    expect(await until('2027-01-29')).toEqual([
      '2027-01-29 M1.1 · contoso.com: have it set to cancel at its end, before Sun, 31 Jan 2027, 01:00 CET',
    ]);
    expect(post('M1.1 · ')).toContain('change M1.1 term-end=cancel');
    expect(await say('change M1.1 term-end=cancel')).toContain('Next: reassign the licences of');
    expect(await say('licenses M1 done=12')).toContain('12 of 12 people have a licence of the new offer');
    expect(await until('2027-02-01')).toEqual([
      '2027-02-01 M1.1 · contoso.com: its last day was Sun, 31 Jan 2027: expired, or renewed?',
    ]);
    expect(await say('end M1.1 expired')).toContain('M1.1 expired on Sun, 31 Jan 2027');

    // 4. The customer goes on with what was provisioned, without interruptions.
    await expectCarriedOn('M1');
    expect(await say('show M1')).toContain('[x] Licences of the new offer: 12 of 12 people');
  });

  it('transfers all that a customer has at another partner, where nothing is replaced and nobody notices', async () => {
    const { say, until, expectCarriedOn } = await story('Europe/Madrid', 'ES');
    await say(
      'start fabrikam.com source=other-csp country=ES offer="Microsoft 365 E3" seats=60 ends=2027-06-30 renewal=auto',
    );

    // 1. The relationship is asked for in the same way.
    const invited = await say('invite M1');
    expect(invited).toContain(`${MENU} ${OTHERS_STAY}`);
    expect(invited).toContain(
      'Your subscriptions then move to us as they are, so that you carry on without interruption.',
    );

    // 2. and 3. After the acceptance both partners agree. Nothing is provisioned, so nothing expires and nothing is cancelled.
    expect(await say('step M1 requested')).toContain('has not accepted the relationship yet');
    await say('accept M1 agreement=2026-11-20');
    expect(await say('step M1 lines')).toContain('which is not recorded yet');
    expect(await say('step M1 requested')).toContain('This one would lapse on Sun, 20 Dec 2026');
    expect(await until('2026-12-01')).toEqual([]);
    await say('step M1 lines');
    expect(await say('checklist M1')).toContain(
      'The customer carries on with the same subscriptions, without interruption',
    );
    expect(await say('end M1.1 transferred')).toContain('it goes on in CSP with its seats and its end');

    // 4. Without interruption: it is the same subscription.
    await expectCarriedOn('M1');
    expect(await say('show M1')).toContain('Microsoft 365 E3 60 → 60');
    expect(await until('2027-07-08')).toEqual([]);
  });

  // The moment at which somebody moves people to another offer is the one at which they can still change their mind.
  it('says with the order itself that another offer means new licences', async () => {
    const { say } = await story('Europe/Madrid', 'ES');
    await say('start contoso.com source=open country=ES offer="Office 365 E3" seats=12 ends=2027-01-31 renewal=ends');
    await say('accept M1 agreement=2026-11-20');
    expect(await say('provision M1.1 offer="Microsoft 365 Business Premium"')).toContain('licences must be reassigned');
  });

  // Who still has only a licence of the original cannot work once it is gone, however many seats are ready.
  it('does not call a move finished while people are without a licence of the other offer', async () => {
    const { say, until } = await story('Europe/Madrid', 'ES');
    await say('start contoso.com source=open country=ES offer="Office 365 E3" seats=12 ends=2027-01-31 renewal=ends');
    await say('accept M1 agreement=2026-11-20');
    await until('2027-01-25');
    await say('provision M1.1 offer="Microsoft 365 Business Premium"');
    await say('licenses M1 done=5');
    await until('2027-02-01');
    const answer = await say('end M1.1 expired');
    expect(answer).toContain('M1.1 expired on Sun, 31 Jan 2027');
    expect(answer).not.toContain('nothing left to do');
    expect(answer).toContain('licenses M1');
    expect(await say('licenses M1 done=12')).toContain('Next: nothing left to do');
  });
});

/** Each of `lines` stands in the text, after the one before it. */
function expectInOrder(text: string, lines: readonly string[]): void {
  const places = lines.map((line) => text.indexOf(line));
  expect(lines.filter((_, index) => places[index] === -1)).toEqual([]);
  expect(places).toEqual([...places].sort((one, other) => one - other));
}
