import { expect, it } from 'vitest';
import { inBrowser, look, startPlayground } from '../support/browser.js';
import { lineOf, move, paneOf, panesOf, post, say } from '../support/panes.js';

inBrowser('A screen reader', () => {
  it('is told what is new in one pane alone: the one that is used', async () => {
    const { url } = await startPlayground();
    const page = await look(url);
    const live = () => Promise.all(panesOf(page).map((pane) => pane.getByRole('log').getAttribute('aria-live')));
    expect(await live()).toEqual(['polite', 'off']);
    await lineOf(paneOf(page, 'Teams')).focus();
    await expect.poll(live).toEqual(['off', 'polite']);
    await say(paneOf(page, 'Teams'), '/csp show M3');
    const answer = paneOf(page, 'Teams').getByRole('log').getByRole('article').last();
    await answer.getByText('Only visible to you').waitFor();
    // It is read as new, while what is drawn anew is not read again.
    expect(await answer.getAttribute('aria-live')).toBeNull();
    await say(paneOf(page, 'Teams'), '/csp note M4 called');
    const card = post(paneOf(page, 'Teams'), 'SAMPLE · M4');
    await card.getByText('edited', { exact: true }).waitFor();
    expect(await card.getAttribute('aria-live')).toBe('off');
  });

  it('hears what each part and each dialog is called, and what the clock did', async () => {
    const { url } = await startPlayground();
    const page = await look(url);
    for (const name of ['Clock', 'Slack', 'Teams', 'Tour and more']) await page.getByRole('region', { name }).waitFor();
    await page.getByRole('heading', { level: 1, name: 'Ferry' }).waitFor();
    await say(paneOf(page, 'Slack'), '/csp start');
    await page.getByRole('dialog', { name: 'Start a migration' }).waitFor();
    await page.keyboard.press('Escape');
    await say(paneOf(page, 'Teams'), '/csp start');
    await paneOf(page, 'Teams').getByRole('button', { name: 'Fill in the form' }).click();
    await page.getByRole('dialog', { name: 'Start a migration' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Start empty' }).click();
    const asks = page.getByRole('dialog', { name: 'Start empty?' });
    expect(await asks.getAttribute('aria-describedby')).not.toBeNull();
    await asks.getByRole('button', { name: 'Cancel' }).click();
    await move(page, '+1 day');
    expect(await page.getByRole('region', { name: 'Clock' }).getByRole('status').innerText()).toContain('→');
  });
});
