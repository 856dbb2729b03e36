import { expect, it } from 'vitest';
import { inBrowser, look, startPlayground } from '../support/browser.js';
import { paneOf, panesOf, post, postsIn, say } from '../support/panes.js';

inBrowser('A page that loses Ferry', () => {
  it('says so, finds it again by itself, and shows the same conversations, nothing twice', async () => {
    const ferry = await startPlayground();
    const page = await look(ferry.url, { complaints: /^Failed to load resource: net::ERR_/ });
    const slack = paneOf(page, 'Slack');
    await say(slack, '/csp start adventure-works.com');
    for (const pane of panesOf(page)) await post(pane, /M13 · adventure-works\.com[\s\S]*Stage/).waitFor();
    await expect.poll(async () => (await postsIn(slack)).length).toBe(17);
    const before = await postsIn(slack);
    // A page that looks on does not hold it up, and does not bring it down.
    expect(await ferry.stop()).toEqual({ code: 0, signal: null });
    const notice = page.getByRole('alert').filter({ hasText: 'Ferry does not answer' });
    await notice.waitFor();
    // What is done meanwhile is not done, and said to be so.
    await say(slack, '/csp list');
    await slack.getByText('Ferry does not answer').waitFor();
    expect(await postsIn(slack)).toEqual(before);

    await startPlayground(new URL(ferry.url).port);
    await notice.waitFor({ state: 'detached' });
    for (const pane of panesOf(page)) await expect.poll(() => postsIn(pane)).toEqual(before);
    await say(slack, '/csp show M13');
    await expect.poll(async () => (await postsIn(slack)).length).toBe(before.length + 2);
    expect((await postsIn(slack)).slice(0, before.length)).toEqual(before);
  });
});
