import { describe, expect, it } from 'vitest';
import { plainText } from '../../../src/messages/plain-text.js';
import { actsIn, labels, outside, TODAY } from './outside.js';

describe('the mailbox', () => {
  it('is empty until the invitation has gone out, and then has it as Ferry wrote it, in the language of the customer', async () => {
    const { answer, see } = await outside();
    await answer('start contoso.com source=web-direct country=FR offer="Office 365 E3" seats=25 ends=2027-01-31');
    expect(await see()).toMatchObject({ name: 'contoso.com', relation: 'No reseller relationship yet', mails: [] });
    const invitation = plainText(await answer('invite M1 link=https://partner.microsoft.com/invitation'));
    const { mails, relation } = await see();
    expect(relation).toBe('Invited on Fri, 20 Nov 2026, not accepted yet');
    expect(mails).toHaveLength(1);
    expect(mails[0]?.subject).toBe('Merci de nous confirmer comme votre partenaire Microsoft');
    expect(mails[0]?.text).toMatch(/^Bonjour,\n[\s\S]+https:\/\/partner\.microsoft\.com\/invitation/);
    for (const line of mails[0]?.text.split('\n') ?? []) expect(invitation).toContain(line);
  });

  it('takes the answer of the customer', async () => {
    const { answer, see, click } = await outside();
    await answer('start contoso.com source=web-direct country=FR offer="Office 365 E3" seats=25 ends=2027-01-31');
    await answer('start fabrikam.com source=open country=DE offer="Office 365 E3" seats=25 ends=2027-01-31');
    for (const id of ['M1', 'M2']) await answer(`invite ${id}`);
    const [yes, no] = (await see()).mails[0]?.acts ?? [];
    expect(yes).toEqual({ label: 'Accept the invitation', says: `/csp accept M1 agreement=${TODAY}` });
    expect(no).toEqual({ label: 'Decline', says: '/csp decline M1' });
    await click(yes);
    await click((await see('M2')).mails[0]?.acts[1]);
    expect(await see()).toMatchObject({
      relation: 'Reseller relationship since Fri, 20 Nov 2026',
      mails: [{ acts: [] }],
    });
    const declined = await see('M2');
    expect(declined.relation).toBe('Invitation declined on Fri, 20 Nov 2026');
    expect(actsIn(declined)).toEqual([]);
  });

  it('takes an answer that comes after an order that was recorded all the same', async () => {
    const { answer, see, click, day } = await outside();
    await answer(
      'start contoso.com source=open country=FR offer="Office 365 E3" seats=25 ends=2027-01-31 renewal=ends',
    );
    await answer('invite M1');
    await answer('provision M1.1 despite=accepted+agreement');
    await day('2026-12-01');
    await click((await see()).mails[0]?.acts[0]);
    expect((await see()).relation).toBe('Reseller relationship since Fri, 20 Nov 2026');
  });

  it('asks for the renewal to be turned off once something takes its place, of what was bought online alone', async () => {
    const { answer, see, click } = await outside();
    for (const [customer, source] of [
      ['contoso.com', 'web-direct'],
      ['fabrikam.com', 'open-value'],
    ]) {
      await answer(
        `start ${customer} source=${source} country=ES offer="Office 365 E3" seats=25 ends=2027-01-31 renewal=auto`,
      );
    }
    for (const id of ['M1', 'M2']) {
      await answer(`accept ${id} agreement=${TODAY}`);
      expect(labels(actsIn(await see(id)))).not.toContain('Turn off recurring billing');
      await answer(`provision ${id}.1 on=2027-01-24`);
    }
    const { mails, subscriptions } = await see();
    expect(mails.map(({ subject }) => subject)).toEqual(['Desactive la facturación periódica de Office 365 E3']);
    expect(mails[0]?.text).toContain('domingo, 31 de enero de 2027');
    expect(mails[0]?.acts).toEqual([{ label: 'Turn off recurring billing', says: '/csp change M1.1 renewal=ends' }]);
    expect(subscriptions[0]?.acts).toEqual(mails[0]?.acts);
    expect(await see('M2')).toMatchObject({
      mails: [],
      subscriptions: [{ acts: mails[0] && [expect.anything()] }, {}],
    });
    await click(mails[0]?.acts[0]);
    expect((await see()).mails).toEqual([]);
  });
});
