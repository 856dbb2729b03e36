import { expect, it } from 'vitest';
import { inBrowser, look, startPlayground } from '../support/browser.js';
import { panesOf, post } from '../support/panes.js';

/** A click every ten seconds, with its reading, is two minutes. */
const MOST_CLICKS = 12;

inBrowser('The tour', () => {
  it('leads through one move to its end by its own button alone, in two minutes of clicks', async () => {
    const { url } = await startPlayground();
    const page = await look(url);
    const step = page.locator('[aria-current=step]');
    const told = page.getByRole('tabpanel', { name: 'Tour' });
    let clicks = 0;
    const seen = new Set<string>();
    // At the end there is none.
    const shown = async () => (await step.allInnerTexts()).join();
    for (let before = await shown(); before !== ''; before = await shown()) {
      seen.add(await step.getByRole('heading').innerText());
      await step.getByRole('button').click();
      clicks += 1;
      expect(clicks).toBeLessThanOrEqual(MOST_CLICKS);
      await expect.poll(shown).not.toBe(before);
    }
    expect([...seen]).toEqual([
      'Start the move',
      'Ask the customer',
      'Order the same in CSP',
      'Let time pass',
      'See it end',
    ]);
    expect(await told.innerText()).toMatch(/5 \/ 5[\s\S]*Well done!/);
    expect(await told.getByRole('button').count()).toBe(0);
    for (const pane of panesOf(page)) {
      const card = pane.getByRole('article').filter({ hasText: 'M13 · wingtiptoys.com' }).filter({ hasText: 'Stage' });
      await expect.poll(() => card.first().innerText()).toMatch(/Stage\s+done/);
      await expect.poll(() => post(pane, 'M13.1 expired on').count()).toBe(1);
    }
  });

  it('can be skipped, which the browser remembers, and shown again', async () => {
    const { url } = await startPlayground();
    const page = await look(url);
    await page.getByRole('button', { name: 'Skip the tour' }).click();
    await page.reload();
    // What lies outside is shown first to who knows the tour.
    await page.getByRole('tab', { name: 'Outside', selected: true }).waitFor();
    await page.getByRole('tab', { name: 'Tour' }).click();
    await page.getByRole('button', { name: 'Show the tour' }).click();
    await page.getByRole('button', { name: 'Start the move' }).waitFor();
  });
});
