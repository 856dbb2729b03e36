import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { inBrowser, look, startPlayground } from '../support/browser.js';
import { move, nowOf, type Post, paneOf, panesOf, post, postsIn, say } from '../support/panes.js';

/** One post of time: its moment, and what it is of: an original that has a notice of its own, or the digest. */
interface Planned {
  readonly at: number;
  readonly of: string;
}

/** `Mon, 23 Nov 2026, 09:00 (UTC)`, as everywhere on the page. */
function momentOf(shown: string): number {
  const [, day, time] = /(\d+ \w{3}\w* \d{4}),? (\d\d:\d\d)/.exec(shown) ?? [];
  return Date.parse(`${day} ${time} UTC`);
}

/** What `reminders 40` says will be posted, read from all the pages of its table in Teams. */
async function askedFor(page: Page): Promise<readonly Planned[]> {
  const teams = paneOf(page, 'Teams');
  await say(teams, '/csp reminders 40');
  const found: Planned[] = [];
  for (let number = 2; ; number += 1) {
    const answer = post(teams, 'What Ferry will post in the next 40 days');
    const rest = answer.getByRole('button', { name: `reminders 40 page=${number}` });
    await answer
      .getByText(/^Rows \d+ to \d+ of \d+/)
      .filter({ hasText: `Rows ${number * 20 - 39} to` })
      .waitFor();
    const rows = await answer.getByRole('row').allInnerTexts();
    for (const row of rows.filter((text) => !text.startsWith('When'))) {
      const [, of = ''] = /Notice for (\S+):|Digest:/.exec(row) ?? [];
      found.push({ at: momentOf(row), of: of || 'digest' });
    }
    if ((await rest.count()) === 0) return found;
    await rest.click();
  }
}

/** What stands under Time. */
async function toldOf(page: Page): Promise<readonly (Planned & Pick<Post, 'title'>)[]> {
  await page.getByRole('tab', { name: 'Time' }).click();
  const steps = await page.locator('.time-steps > li').all();
  const told = steps.map(async (step) => {
    const at = momentOf(await step.locator('> .panel-quiet').innerText());
    const titles = await step.getByRole('button').allInnerTexts();
    return titles.map((title) => ({ at, of: /^(M[\d.]+) ·/.exec(title)?.[1] ?? 'digest', title }));
  });
  return (await Promise.all(told)).flat();
}

const sorted = (posts: readonly Planned[]) => posts.map(({ at, of }) => `${new Date(at).toISOString()} ${of}`).sort();

inBrowser('The clock', () => {
  it('brings over a month what was said to come, in both panes, in order and on working days', async () => {
    const { url } = await startPlayground();
    const page = await look(url);
    const planned = await askedFor(page);
    expect(planned.length).toBeGreaterThan(20);
    const before = (await postsIn(paneOf(page, 'Slack'))).length;
    const told: (Planned & Pick<Post, 'title'>)[] = [];
    for (let week = 0; week < 4; week += 1) {
      await move(page, '+1 week');
      told.push(...(await toldOf(page)));
    }
    const until = momentOf(await nowOf(page));
    expect(sorted(told)).toEqual(sorted(planned.filter(({ at }) => at <= until)));
    expect(told.map(({ at }) => at)).toEqual(told.map(({ at }) => at).toSorted((one, other) => one - other));
    for (const { at } of told) {
      expect(new Date(at).getUTCDay()).toBeOneOf([1, 2, 3, 4, 5]);
      expect(new Date(at).toISOString()).toContain('T09:00');
    }
    for (const pane of panesOf(page)) {
      await expect.poll(async () => (await postsIn(pane)).length).toBe(before + told.length);
      const stands = (await postsIn(pane)).slice(before);
      expect(stands.map(({ title }) => title)).toEqual(told.map(({ title }) => title));
      expect(stands.map(({ day, time }) => momentOf(`${day} ${time}`))).toEqual(told.map(({ at }) => at));
    }
  });

  it('goes to the next reminder, and leads from what is told under Time to where it stands', async () => {
    const { url } = await startPlayground();
    const page = await look(url);
    const next = momentOf(
      await page
        .locator('.clock-facts')
        .innerText()
        .then((text) => text.split('next')[1] ?? ''),
    );
    await move(page, 'To the next reminder');
    expect(momentOf(await nowOf(page))).toBe(next);
    await page.getByRole('button', { name: 'What was posted, and what was silent' }).click();
    const [first] = await toldOf(page);
    expect(first?.at).toBe(next);
    await page.getByRole('button', { name: first?.title ?? '', exact: true }).click();
    await expect.poll(() => page.locator('article:focus').innerText()).toContain(first?.title);
    expect(await page.getByRole('tabpanel', { name: 'Time' }).innerText()).toMatch(/Silent, and why[\s\S]*snoozed/);
  });

  it('asks before it goes back, and then starts over', async () => {
    const { url } = await startPlayground();
    const page = await look(url);
    const [begun] = (await nowOf(page)).split(/, \d\d:/);
    await say(paneOf(page, 'Slack'), '/csp start adventure-works.com');
    await post(paneOf(page, 'Slack'), 'M13 · adventure-works.com').waitFor();
    await move(page, '+1 week');
    const later = await nowOf(page);
    const yesterday = new Date(Date.now() - 24 * 60 * 60_000).toISOString().slice(0, 10);
    const ask = async () => {
      await page.getByLabel('Move to a day').fill(yesterday);
      await page.getByRole('button', { name: 'Go', exact: true }).click();
      return page.getByRole('dialog', { name: 'Start over?' });
    };
    const dialog = await ask();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await nowOf(page)).toBe(later);
    await (await ask()).getByRole('button', { name: 'Start over' }).click();
    await expect.poll(() => nowOf(page)).toContain(begun);
    for (const pane of panesOf(page)) {
      await post(pane, 'SAMPLE · M12').waitFor();
      await expect.poll(() => post(pane, 'adventure-works.com').count()).toBe(0);
    }
  });
});

inBrowser('Starting over', () => {
  it('empties everything, or brings the samples back, once that is confirmed', async () => {
    const { url } = await startPlayground();
    const page = await look(url);
    const [slack, teams] = [paneOf(page, 'Slack'), paneOf(page, 'Teams')];
    await page.getByRole('button', { name: 'Start empty' }).click();
    await page.getByRole('dialog', { name: 'Start empty?' }).getByRole('button', { name: 'Cancel' }).click();
    await post(slack, 'SAMPLE · M12').waitFor();
    await page.getByRole('button', { name: 'Start empty' }).click();
    await page.getByRole('button', { name: 'Delete and start again' }).click();
    for (const pane of [slack, teams]) await expect.poll(() => pane.innerText()).not.toContain('SAMPLE');
    await say(teams, '/csp start adventure-works.com');
    for (const pane of [slack, teams]) await post(pane, 'M1 · adventure-works.com').waitFor();
    await page.getByRole('button', { name: 'Start with samples again' }).click();
    await page.getByRole('button', { name: 'Delete and start again' }).click();
    for (const pane of [slack, teams]) {
      await post(pane, 'SAMPLE · M12').waitFor();
      await expect.poll(() => post(pane, 'adventure-works.com').count()).toBe(0);
    }
  });
});
