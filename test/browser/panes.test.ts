import { expect, it } from 'vitest';
import { inBrowser, look, startPlayground } from '../support/browser.js';
import { lineOf, paneOf, panesOf, post, postsIn, say } from '../support/panes.js';

inBrowser('Two panes of one channel', () => {
  it('follow each other, whichever one is typed and clicked in', async () => {
    const { url } = await startPlayground();
    const page = await look(url);
    const [slack, teams] = [paneOf(page, 'Slack'), paneOf(page, 'Teams')];
    await say(slack, '/csp start adventure-works.com source=web-direct country=US');
    for (const pane of [slack, teams]) await post(pane, /M13 · adventure-works\.com[\s\S]*Stage/).waitFor();
    // One stays where one reads: the card of the new migration is the one that is clicked.
    const cards = [slack, teams].map((pane) => post(pane, /M13 · adventure-works\.com[\s\S]*Stage/));
    await cards[1]?.getByRole('button', { name: 'Invitation sent' }).click();
    for (const card of cards) await card.getByText('edited', { exact: true }).waitFor();
    for (const card of cards) await expect.poll(() => card.innerText()).toMatch(/invitation sent on/i);
    await cards[0]?.getByRole('button', { name: 'Customer accepted' }).click();
    for (const card of cards) await expect.poll(() => card.innerText()).toMatch(/the customer accepted on/i);
    await say(teams, '@Ferry show M13');
    for (const pane of [slack, teams]) await post(pane, '@Ferry show M13').waitFor();
    expect(await postsIn(slack)).toEqual(await postsIn(teams));
  });

  it('tell Maria alone what she asks for herself, and keep her own conversation from the others', async () => {
    const { url } = await startPlayground();
    const page = await look(url);
    const slack = paneOf(page, 'Slack');
    await say(slack, '/csp show M3');
    for (const pane of panesOf(page)) {
      await post(pane, 'Only visible to you').getByText('contoso.com').first().waitFor();
      await pane.getByRole('tab', { name: 'Ferry' }).click();
      await lineOf(pane).waitFor();
    }
    await say(slack, 'list');
    for (const pane of panesOf(page)) await post(pane, 'northwindtraders.com').waitFor();
    await page.getByRole('radio', { name: 'Amir' }).check({ force: true });
    for (const pane of panesOf(page)) {
      await expect.poll(() => post(pane, 'northwindtraders.com').count()).toBe(0);
      await pane.getByRole('tab', { name: 'moves' }).click();
      await post(pane, '/csp show M3').waitFor();
      expect(await post(pane, 'Only visible to you').count()).toBe(0);
    }
  });

  it('let Amir approve what Maria asked for, and not Maria', async () => {
    const { url } = await startPlayground();
    const page = await look(url);
    const [slack, teams] = [paneOf(page, 'Slack'), paneOf(page, 'Teams')];
    await post(slack, 'A1 · margiestravel.com').getByRole('button', { name: 'Approve A1' }).click();
    for (const pane of [slack, teams]) await post(pane, 'approve is for people with the role approver').waitFor();
    await page.getByRole('radio', { name: 'Amir' }).check({ force: true });
    await post(teams, 'A1 · margiestravel.com').getByRole('button', { name: 'Approve A1' }).click();
    for (const pane of [slack, teams]) {
      await post(pane, /M10\.2 was cancelled on .*: Maria asked for it .*, and a second person approved/).waitFor();
      await post(pane, 'SAMPLE · M10 ·').getByText('edited', { exact: true }).waitFor();
    }
  });

  it('offer to say a line to Ferry that nobody heard', async () => {
    const { url } = await startPlayground();
    const page = await look(url);
    const teams = paneOf(page, 'Teams');
    await say(teams, 'list');
    await teams.getByRole('button', { name: '/csp list' }).click();
    for (const pane of panesOf(page))
      await post(pane, 'northwindtraders.com').getByText('Only visible to you').waitFor();
  });

  it('show the board of whom one acts as, as each platform keeps it', async () => {
    const { url } = await startPlayground();
    const page = await look(url);
    await paneOf(page, 'Slack').getByRole('tab', { name: 'Home' }).click();
    await paneOf(page, 'Teams').getByRole('tab', { name: 'Board' }).click();
    for (const pane of panesOf(page)) await pane.getByText('northwindtraders.com').first().waitFor();
    await page.getByRole('radio', { name: 'Chen' }).check({ force: true });
    for (const pane of panesOf(page)) await pane.getByText('woodgrove.com').first().waitFor();
  });
});
