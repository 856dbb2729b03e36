import { describe, expect, it } from 'vitest';
import { outside, TODAY } from './outside.js';

describe('the subscriptions', () => {
  it('stand as the clock and what Ferry was told make them', async () => {
    const { answer, see, day } = await outside();
    await answer('start contoso.com source=web-direct country=FR offer="Office 365 E3" seats=25 ends=2026-12-10');
    for (const renewal of ['auto', 'ends', 'unknown']) {
      await answer(`add M1 offer="Visio Plan 2" seats=1 ends=2026-12-10 renewal=${renewal} again=yes`);
    }
    await answer(`accept M1 agreement=${TODAY}`);
    await answer('provision M1.1 offer="Microsoft 365 E3" on=2026-12-03');
    const states = async () => (await see()).subscriptions.map(({ id, state, tone }) => `${id} ${tone}: ${state}`);
    expect((await see()).subscriptions[0]).toMatchObject({ name: 'Office 365 E3', seats: '25 seats' });
    expect((await see()).subscriptions[1]).toMatchObject({ name: 'Visio Plan 2', seats: '1 seat' });
    expect(await states()).toEqual([
      'M1.1 plain: Active until Thu, 10 Dec 2026; whether it then renews is not known',
      'M1.2 plain: Active until Thu, 10 Dec 2026, then renews by itself',
      'M1.3 plain: Active until Thu, 10 Dec 2026, then ends',
      'M1.4 plain: Active until Thu, 10 Dec 2026; whether it then renews is not known',
      'M1.R1 plain: New CSP subscription, active from Thu, 3 Dec 2026',
    ]);
    await day('2026-12-11');
    expect(await states()).toEqual([
      'M1.1 bad: Its term ended on Thu, 10 Dec 2026; whether it renewed is not known',
      'M1.2 bad: Renewed until Fri, 10 Dec 2027',
      'M1.3 bad: Expired on Thu, 10 Dec 2026',
      'M1.4 bad: Its term ended on Thu, 10 Dec 2026; whether it renewed is not known',
      'M1.R1 good: New CSP subscription, active since Thu, 3 Dec 2026',
    ]);
    expect((await see()).subscriptions.map(({ acts }) => acts.map(({ says }) => says))).toEqual([
      ['/csp end M1.1 expired', '/csp end M1.1 renewed until=2027-12-10'],
      ['/csp end M1.2 renewed until=2027-12-10', '/csp provision M1.2'],
      ['/csp end M1.3 expired', '/csp provision M1.3'],
      ['/csp end M1.4 expired', '/csp end M1.4 renewed until=2027-12-10', '/csp provision M1.4'],
      ['/csp licenses M1 done=25'],
    ]);
    await answer('end M1.1 expired');
    expect((await see()).subscriptions[0]).toMatchObject({
      state: 'Expired on Thu, 10 Dec 2026',
      tone: 'good',
      acts: [],
    });
  });

  it('are ordered on the day that Ferry advises, or at once', async () => {
    const { answer, see, click } = await outside();
    await answer(
      'start contoso.com source=open country=FR offer="Office 365 E3" seats=25 ends=2027-01-31 renewal=ends',
    );
    await answer('accept M1');
    expect((await see()).subscriptions[0]?.acts).toEqual([
      { label: 'Accept the Microsoft Customer Agreement', says: `/csp change M1 agreement=${TODAY}` },
    ]);
    await click((await see()).subscriptions[0]?.acts[0]);
    const [first, now] = (await see()).subscriptions[0]?.acts ?? [];
    expect(first).toEqual({ label: 'Order it in CSP for Sun, 24 Jan 2027', says: '/csp provision M1.1 on=2027-01-24' });
    expect(now).toEqual({ label: 'Order it in CSP now', says: '/csp provision M1.1' });
    await click(first);
    expect((await see()).subscriptions).toMatchObject([{ tone: 'good', acts: [] }, { id: 'M1.R1' }]);
  });

  it('say so where something stands against an order', async () => {
    const { answer, see, click } = await outside({ partnerCountry: 'FR' });
    await answer('start contoso.com source=open country=US offer="Best Suite" seats=25 ends=2026-11-25 renewal=ends');
    await answer(`accept M1 agreement=${TODAY}`);
    const acts = (await see()).subscriptions[0]?.acts ?? [];
    expect(acts).toEqual([
      { label: 'Order it in CSP all the same', says: '/csp provision M1.1 despite=country+offer' },
    ]);
    await click(acts[0]);
  });

  it('are corrected where an order has too few seats or comes too late', async () => {
    const { answer, see, click } = await outside();
    await answer(
      'start contoso.com source=open country=FR offer="Office 365 E3" seats=25 ends=2026-11-25 renewal=ends',
    );
    await answer(`accept M1 agreement=${TODAY}`);
    await answer('provision M1.1 seats=20 on=2026-11-28');
    const act = async () => (await see()).subscriptions[0]?.acts[0];
    expect(await act()).toEqual({ label: 'M1.R1 has 25 seats', says: '/csp provision M1.R1 seats=25' });
    await click(await act());
    expect((await act())?.says).toBe(`/csp provision M1.R1 on=${TODAY}`);
    await click(await act());
    expect(await act()).toBeUndefined();
  });

  it('are ordered base first', async () => {
    const { answer, see, click } = await outside();
    await answer('start contoso.com source=open country=FR offer="Office 365 E3" seats=5 ends=2027-01-31 renewal=ends');
    await answer('add M1 offer="Visio Plan 2" seats=2 ends=2027-01-15 renewal=ends addon-of=M1.1');
    await answer(`accept M1 agreement=${TODAY}`);
    expect((await see()).subscriptions[1]?.acts).toEqual([]);
    await click((await see()).subscriptions[0]?.acts[0]);
    expect((await see()).subscriptions[1]?.acts.map(({ says }) => says)).toEqual(['/csp provision M1.2 on=2027-01-24']);
    await click((await see()).subscriptions[1]?.acts[0]);
  });
});

describe('the customers', () => {
  it('are those with a move, in the order in which they came; what is over goes after a month', async () => {
    const { answer, all, day } = await outside();
    for (let number = 1; number <= 11; number += 1) await answer(`start customer${number}.example.com again=yes`);
    await answer('abandon M2 "they stay"');
    await answer('decline M3');
    const ids = async () => (await all()).map(({ id }) => id);
    expect(await ids()).toEqual(Array.from({ length: 11 }, (_, index) => `M${index + 1}`));
    await day('2026-12-20');
    expect(await ids()).toContain('M2');
    await day('2026-12-21');
    expect(await ids()).toEqual(['M1', 'M4', 'M5', 'M6', 'M7', 'M8', 'M9', 'M10', 'M11']);
  });

  it('leave with their names when they are forgotten', async () => {
    const { answer, all } = await outside();
    await answer('start contoso.com');
    await answer('abandon M1 "they stay"');
    const admin = { actor: { identity: 'slack:TADMIN/UADMIN', name: 'Chen', member: true } };
    await answer('forget contoso.com', admin);
    await answer('forget contoso.com confirm=yes', admin);
    expect(await all()).toEqual([]);
  });
});
