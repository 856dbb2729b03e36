import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { inBrowser, look, startPlayground } from '../support/browser.js';
import { move, panesOf, say } from '../support/panes.js';

/** How a page is looked at. Over both languages all four ways of them come up: in the light and in the dark, wide and narrow. */
interface Way {
  readonly width: 360 | 1600;
  readonly colorScheme: 'light' | 'dark';
}

const WAYS: Readonly<Record<'en' | 'fr', readonly Way[]>> = {
  en: [
    { width: 1600, colorScheme: 'light' },
    { width: 360, colorScheme: 'dark' },
  ],
  fr: [
    { width: 1600, colorScheme: 'dark' },
    { width: 360, colorScheme: 'light' },
  ],
};

/** What axe finds serious or critical: what, and where. `within` is a part of the page; a narrow screen shows it alone. */
async function findings(page: Page, ways: readonly Way[], within = 'body', part?: number): Promise<string[]> {
  const found: string[] = [];
  for (const { width, colorScheme } of ways) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const tabs = page.locator('.shown [role=tab]');
    await expect.poll(() => tabs.count()).toBe(width < 720 ? 3 : 0);
    if (width < 720 && part !== undefined) await tabs.nth(part).click();
    const { violations } = await page.evaluate<AxeResults>(`axe.run('${within}', { resultTypes: ['violations'] })`);
    const severe = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    const where = `${within}, ${colorScheme}, ${width} px`;
    found.push(...severe.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${where}: ${id}: ${html.slice(0, 200)}`)));
  }
  await page.setViewportSize({ width: 1600, height: 900 });
  return found;
}

const [SLACK, TEAMS, BESIDE] = [0, 1, 2];

inBrowser('axe finds nothing serious', () => {
  it.each(['en', 'fr'] as const)('in the panes and in what stands beside them (%s)', async (language) => {
    const { url } = await startPlayground();
    const page = await look(url);
    // By the browser's own protocol, which the page's Content-Security-Policy does not forbid.
    await page.evaluate(axe.source);
    const ways = WAYS[language];
    await page.locator('.header-language select').selectOption(language);
    await expect.poll(() => page.locator('html').getAttribute('lang')).toBe(language);
    const found = await findings(page, ways, 'body', SLACK);
    found.push(...(await findings(page, ways, '#pane-teams', TEAMS)));
    await move(page, language === 'en' ? '+1 day' : '+1 jour');
    for (const tab of [0, 1, 2, 3]) {
      await page.locator('.side-panel [role=tab]').nth(tab).click();
      found.push(...(await findings(page, ways, '.beside', BESIDE)));
    }
    for (const pane of panesOf(page)) {
      await pane.locator('.pane-head [role=tab]').nth(2).click();
      await pane.getByText('northwindtraders.com').first().waitFor();
    }
    found.push(...(await findings(page, ways, '#pane-slack', SLACK)));
    found.push(...(await findings(page, ways, '#pane-teams', TEAMS)));
    expect(found).toEqual([]);
  });

  it('in a form of Slack and of Teams after a mistake, and where something is to be confirmed', async () => {
    const { url } = await startPlayground();
    const page = await look(url);
    await page.evaluate(axe.source);
    const ways = [...WAYS.en, ...WAYS.fr];
    const found: string[] = [];
    const dialog = page.getByRole('dialog');
    for (const pane of panesOf(page)) {
      await say(pane, '/csp add M3');
      const fill = pane.getByRole('button', { name: 'Fill in the form' });
      await dialog.or(fill).first().waitFor();
      if ((await dialog.count()) === 0) await fill.click();
      await dialog.getByLabel(/^Seats( \*)?$/).fill('0');
      await dialog.getByRole('button', { name: 'Save' }).click();
      await dialog.locator('[aria-invalid=true]').first().waitFor();
      found.push(...(await findings(page, ways, 'dialog')));
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
    }
    await page.getByRole('button', { name: 'Start empty' }).click();
    found.push(...(await findings(page, WAYS.en, 'dialog')));
    expect(found).toEqual([]);
  });
});
