import { expect, it } from 'vitest';
import { inBrowser, look, startPlayground } from '../support/browser.js';
import { lineOf, move, paneOf, post, say } from '../support/panes.js';

inBrowser('From a telephone to a wide screen', () => {
  it('nothing reaches beyond the page sideways, and there is always a line to type into', async () => {
    const { url } = await startPlayground();
    const page = await look(url);
    await move(page, '+1 week');
    await say(paneOf(page, 'Slack'), '/csp reminders 40');
    await post(paneOf(page, 'Slack'), 'What Ferry will post').waitFor();
    for (const [language, width] of ['en', 'ru'].flatMap((one) =>
      [1920, 1280, 768, 360].map((two) => [one, two] as const),
    )) {
      await page.setViewportSize({ width: 1440, height: 900 });
      await page.locator('.header-language select').selectOption(language);
      await expect.poll(() => page.locator('html').getAttribute('lang')).toBe(language);
      await page.setViewportSize({ width, height: 800 });
      const parts = page.locator('.shown [role=tab]');
      await expect.poll(() => parts.count()).toBe(width < 720 ? 3 : 0);
      for (let part = 0; part < (width < 720 ? 3 : 1); part += 1) {
        if (width < 720) await parts.nth(part).click();
        const beyond = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
        expect([language, width, part, beyond]).toEqual([language, width, part, Math.min(beyond, 0)]);
      }
      if (width < 720) await parts.first().click();
      const line = lineOf(paneOf(page, 'Slack'));
      await line.scrollIntoViewIfNeeded();
      await line.fill('/csp list');
      expect((await line.boundingBox())?.width).toBeGreaterThan(120);
      // However long the sentences of the clock above it are, there is room to read.
      expect((await paneOf(page, 'Slack').getByRole('log').boundingBox())?.height).toBeGreaterThan(200);
    }
  });
});
