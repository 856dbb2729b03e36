import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { inBrowser, look, startPlayground } from '../support/browser.js';
import { lineOf, nowOf, paneOf, panesOf, post } from '../support/panes.js';

/** The page has fewer stops than this from one end to the other. */
const MOST_STOPS = 250;

/** What has the focus is on the page and in sight, and its ring is to be seen. */
async function expectVisibleFocus(page: Page): Promise<void> {
  const focus = page.locator(':focus');
  expect(await focus.count()).toBe(1);
  const seen = await focus.evaluate((element) => {
    const { activeElement } = element.ownerDocument;
    const box = element.getBoundingClientRect();
    const view = element.ownerDocument.defaultView;
    // It may be drawn around what stands for it, as around the label of a radio button.
    const rings = [element, element.parentElement, element.nextElementSibling].map((one) => {
      const style = one && view.getComputedStyle(one);
      return style && style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 1;
    });
    return {
      tag: activeElement.tagName,
      inSight: box.bottom > 0 && box.right > 0 && box.top < view.innerHeight && box.left < view.innerWidth,
      ringed: rings.includes(true),
      what: element.outerHTML.slice(0, 120),
    };
  });
  expect(seen).toEqual({ ...seen, inSight: true, ringed: true });
  expect(seen.tag).not.toBe('BODY');
}

/** Presses Tab until that has the focus. */
async function tabTo(page: Page, wanted: string, key = 'Tab'): Promise<void> {
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    await page.keyboard.press(key);
    if ((await page.locator(':focus').count()) === 0) continue;
    if ((await page.locator(':focus').and(page.locator(wanted)).count()) > 0) return expectVisibleFocus(page);
  }
  throw new Error(`Tab does not reach ${wanted}`);
}

/** Walks a list to that choice: letters typed too slowly on a busy machine would each begin a new search. */
async function arrowTo(page: Page, wanted: string): Promise<void> {
  const focus = page.locator(':focus');
  const chosen = () => focus.evaluate((select) => String(select.selectedOptions[0].text));
  for (let step = 0; step < 20; step += 1) {
    if ((await chosen()).includes(wanted)) return;
    await page.keyboard.press('ArrowDown');
  }
  throw new Error(`No choice is called ${wanted}`);
}

inBrowser('The keyboard alone', () => {
  it('reaches the line, sends a command, fills its form, and clicks a button of the card', async () => {
    const { url } = await startPlayground();
    const page = await look(url);
    const slack = paneOf(page, 'Slack');
    await page.keyboard.press('Tab');
    await expectVisibleFocus(page);
    expect(await page.locator(':focus').innerText()).toBe('Skip to the message box');
    await page.keyboard.press('Enter');
    await expectVisibleFocus(page);
    expect(await page.locator(':focus').getAttribute('id')).toBe(await lineOf(slack).getAttribute('id'));

    await page.keyboard.type('start');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Start a migration' });
    await dialog.waitFor();
    await expectVisibleFocus(page);
    await page.keyboard.type('adventure-works.com');
    await dialog.getByRole('option').first().waitFor();
    await tabTo(page, 'select');
    await page.keyboard.press('Control+Enter');
    const answer = page.getByRole('dialog').filter({ hasNot: page.locator('input') });
    await answer.waitFor();
    await expectVisibleFocus(page);
    await page.keyboard.press('Escape');
    await answer.waitFor({ state: 'detached' });
    await expectVisibleFocus(page);

    const card = post(slack, /M13 · adventure-works\.com/);
    await card.waitFor();
    await tabTo(page, '#pane-slack article button:has-text("Customer accepted")', 'Shift+Tab');
    await page.keyboard.press('Enter');
    for (const pane of panesOf(page)) await post(pane, /the customer accepted on/).waitFor();
    await expectVisibleFocus(page);
  });

  it('moves the clock, opens each tab beside, and chooses another person and another language', async () => {
    const { url } = await startPlayground();
    const page = await look(url);
    await tabTo(page, 'input[type=radio]');
    await page.keyboard.press('ArrowRight');
    expect(await page.getByRole('radio', { name: 'Amir' }).isChecked()).toBe(true);
    await expectVisibleFocus(page);
    await tabTo(page, 'select');
    await arrowTo(page, 'español');
    await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('es');
    await expectVisibleFocus(page);
    const before = await nowOf(page);
    await tabTo(page, '.clock-moves button');
    await page.keyboard.press('Space');
    await expect.poll(() => nowOf(page)).not.toBe(before);
    await expectVisibleFocus(page);

    await tabTo(page, '.side-panel [role=tab]');
    const tabs = page.locator('.side-panel [role=tab]');
    for (let index = 0; index < 4; index += 1) {
      await expectVisibleFocus(page);
      expect(await tabs.nth(index).getAttribute('aria-selected')).toBe('true');
      expect(await page.locator('.side-panel-body').innerText()).not.toBe('');
      await page.keyboard.press('ArrowRight');
    }
  });

  it('sees on every stop where it is', async () => {
    const { url } = await startPlayground();
    const page = await look(url);
    await page.getByRole('button', { name: 'Start empty' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await tabTo(page, '.button-delete');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('#pane-slack').innerText()).not.toContain('SAMPLE');
    await page.locator('.skip').first().focus();
    for (let stop = 0; stop < MOST_STOPS; stop += 1) {
      await expectVisibleFocus(page);
      await page.keyboard.press('Tab');
      if ((await page.locator(':focus').count()) === 0) return;
    }
    throw new Error('Tab does not come to an end');
  });
});
