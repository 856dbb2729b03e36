import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

export type Product = 'Slack' | 'Teams';

/** One of the two panes. */
export function paneOf(page: Page, product: Product): Locator {
  return page.locator(`#pane-${product.toLowerCase()}`);
}

/** Both: what stands in one stands in the other. */
export function panesOf(page: Page): readonly Locator[] {
  return [paneOf(page, 'Slack'), paneOf(page, 'Teams')];
}

/** Where one types in a pane. */
export function lineOf(pane: Locator): Locator {
  return pane.locator('.line input:visible');
}

/** Types a line and sends it by Enter. */
export async function say(pane: Locator, line: string): Promise<void> {
  await lineOf(pane).fill(line);
  await lineOf(pane).press('Enter');
}

/** What a pane shows of one post: what it is headed by, or what was typed. */
export interface Post {
  readonly day: string;
  readonly time: string;
  readonly title: string;
}

/** All that stands in the conversation that is open, from the first to the last. */
export function postsIn(pane: Locator): Promise<readonly Post[]> {
  return pane.locator('.day, .entry').evaluateAll((elements) => {
    let day = '';
    return elements.flatMap((element) => {
      if (element.matches('.day')) day = element.textContent;
      if (element.matches('.day')) return [];
      const title =
        element.querySelector('.slack-header, .ac-richTextBlock, .typed, .slack-section')?.textContent ?? '';
      return [{ day, time: element.querySelector('time').textContent, title }];
    });
  });
}

/** The latest post in which this stands. */
export function post(pane: Locator, text: string | RegExp): Locator {
  return pane.getByRole('article').filter({ hasText: text }).last();
}

/** What the clock shows. */
export function nowOf(page: Page): Promise<string> {
  return page.locator('.clock-now').innerText();
}

/** Moves the clock by a button of its, and waits until it is there. */
export async function move(page: Page, by: string): Promise<void> {
  const told = page.locator('.clock-news [role=status]');
  const before = await told.innerText();
  await page.getByRole('button', { name: by, exact: true }).click();
  await expect.poll(() => told.innerText()).toSatisfy((text: string) => text.includes('→') && text !== before);
}
