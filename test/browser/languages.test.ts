import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { inBrowser, look, startPlayground } from '../support/browser.js';
import { paneOf, say } from '../support/panes.js';

/** What is read on the page, and what is read out of it. */
async function textsOf(page: Page): Promise<string> {
  const named = await page
    .locator('[aria-label], [placeholder]')
    .evaluateAll((all) => all.map((one) => `${one.ariaLabel ?? ''} ${one.placeholder ?? ''}`));
  return [await page.locator('body').innerText(), ...named].join('\n');
}

/** Controls without a name, and headings and paragraphs without a text. */
function emptyOnes(page: Page): Promise<string[]> {
  const all = page.locator('button, summary, option, legend, label, dt, h1, h2, h3, [role=tab], [aria-label=""]');
  return all.evaluateAll((elements) =>
    elements
      .filter((one) => one.checkVisibility() && `${one.textContent}${one.ariaLabel ?? ''}`.trim() === '')
      .map((one) => one.outerHTML.slice(0, 150)),
  );
}

const LANGUAGES = ['en', 'fr', 'ru', 'pt-BR', 'zh-CN', 'es'];

inBrowser('Six languages', () => {
  it('are those of the page and of the channel at once; no text is empty and no key is shown', async () => {
    const { url } = await startPlayground();
    const page = await look(url);
    const languages = page.locator('.header-language select');
    const tags = await languages.locator('option').evaluateAll((all) => all.map(({ value }) => value as string));
    expect(tags).toEqual(LANGUAGES);
    const seen = new Set<string>();
    for (const tag of tags) {
      await languages.selectOption(tag);
      await expect.poll(() => page.locator('html').getAttribute('lang')).toBe(tag);
      const texts: string[] = [];
      for (const tab of [0, 1, 2, 3]) {
        await page.locator('.side-panel [role=tab]').nth(tab).click();
        texts.push(await textsOf(page));
        expect([tag, tab, ...(await emptyOnes(page))]).toEqual([tag, tab]);
      }
      expect(texts.join().match(/\b(?:page|playground|word)\.[a-z-]+|\{\w+\}|undefined/g)).toBeNull();
      seen.add(
        (await languages.locator('xpath=preceding-sibling::span').innerText()) +
          (await page.locator('.clock-bar dt').first().innerText()),
      );
      // Ferry answers in it too: what it says now was not said before.
      await say(paneOf(page, 'Slack'), '/csp show M3');
      const answer = paneOf(page, 'Teams').getByRole('article').last();
      await expect.poll(() => answer.locator('.entry-only').innerText()).not.toBe('');
      seen.add(await answer.innerText());
    }
    expect(seen.size).toBe(2 * tags.length);
  });
});
