import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { inBrowser, look, startPlayground } from '../support/browser.js';
import { paneOf, panesOf, post, say } from '../support/panes.js';

const ENDS = `${new Date().getUTCFullYear() + 1}-03-31`;

const focused = (page: Page) => page.locator(':focus');

/** Types into an input that finds, and takes the first thing found. */
async function find(dialog: Locator, label: string, typed: string): Promise<void> {
  await dialog.getByRole('combobox', { name: label }).pressSequentially(typed);
  await dialog.getByRole('option', { name: typed }).first().click();
}

async function fill(dialog: Locator): Promise<void> {
  await find(dialog, 'Customer', 'adventure-works.com');
  await dialog.getByLabel('Where it was bought').selectOption({ label: 'Enterprise Agreement' });
  await dialog.getByLabel('Seats').fill('25');
  await dialog.getByLabel('Last day of its term').fill(ENDS);
}

/** An offer without which the rest of a subscription says nothing is asked for at its field; then it is done. */
async function mend(page: Page, dialog: Locator): Promise<void> {
  const offer = dialog.getByRole('combobox', { name: 'Offer' });
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText('⚠ Offer is needed.').waitFor();
  expect(await offer.getAttribute('aria-invalid')).toBe('true');
  const about = await offer.getAttribute('aria-describedby');
  expect(await page.locator(`[id="${about}"]`).innerText()).toBe('⚠ Offer is needed.');
  expect(await focused(page).getAttribute('id')).toBe(await offer.getAttribute('id'));
  const held = ['Customer', 'Where it was bought', 'Seats', 'Last day of its term'].map((label) =>
    dialog.locator('input, select').and(dialog.getByLabel(label)).inputValue(),
  );
  expect(await Promise.all(held)).toEqual(['adventure-works.com', 'ea', '25', ENDS]);
  await find(dialog, 'Offer', 'Office 365 E3');
  await dialog.getByRole('button', { name: 'Save' }).click();
}

/** The answer stands where it was asked; when it is closed, the card stands in both panes. */
async function expectStarted(page: Page): Promise<void> {
  const answer = page.getByRole('dialog').filter({ hasText: 'adventure-works.com' });
  await answer.filter({ hasNot: page.locator('input') }).waitFor();
  await page.keyboard.press('Escape');
  await answer.waitFor({ state: 'detached' });
  for (const pane of panesOf(page)) {
    const card = post(pane, /M13 · adventure-works\.com[\s\S]*Stage/);
    await expect.poll(() => card.innerText()).toContain('Office 365 E3');
  }
}

inBrowser('A form with a mistake in it', () => {
  it('opens in Slack at the command, says what is wrong at its field, keeps what was typed, and is mended', async () => {
    const { url } = await startPlayground();
    const page = await look(url);
    await say(paneOf(page, 'Slack'), '/csp start');
    const dialog = page.getByRole('dialog', { name: 'Start a migration' });
    await dialog.waitFor();
    await fill(dialog);
    await mend(page, dialog);
    await expectStarted(page);
  });

  it('opens in Teams by a button of the answer, says what is wrong, keeps what was typed, and is mended', async () => {
    const { url } = await startPlayground();
    const page = await look(url);
    const teams = paneOf(page, 'Teams');
    await say(teams, '/csp start');
    await teams.getByRole('button', { name: 'Fill in the form' }).click();
    const dialog = page.getByRole('dialog', { name: 'Start a migration' });
    await dialog.waitFor();
    await fill(dialog);
    await mend(page, dialog);
    await expectStarted(page);
  });

  it('is not sent to Ferry while something that must be filled in is empty', async () => {
    const { url } = await startPlayground();
    const page = await look(url);
    await say(paneOf(page, 'Slack'), '/csp start');
    const dialog = page.getByRole('dialog', { name: 'Start a migration' });
    await dialog.getByLabel('Seats').fill('25');
    let sent = 0;
    page.on('request', (request) => {
      if (request.url().endsWith('/submit')) sent += 1;
    });
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('Please fill this in.').waitFor();
    expect(await focused(page).getAttribute('role')).toBe('combobox');
    expect(await dialog.getByLabel('Seats').inputValue()).toBe('25');
    expect(sent).toBe(0);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await focused(page).getAttribute('id')).toBe('slack-channel-line');
  });
});
