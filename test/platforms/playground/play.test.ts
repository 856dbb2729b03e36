import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Language } from '../../../src/domain/language.js';
import type { Drawing, Entry } from '../../../src/platforms/playground/protocol.js';
import { lookAt, type Page, playground } from '../../support/playground.js';

const START =
  '/csp start contoso.com source=web-direct offer="Office 365 E3" seats=25 ends=2027-01-31 renewal=auto country=US';

/** The value of the button with this label, in what went to Slack. */
function slackButton({ drawn }: Pick<Entry, 'drawn'>, label: string): unknown {
  return buttonIn(drawn?.slack ?? {}, label);
}

function buttonIn(drawing: Drawing, label: string): unknown {
  const { blocks } = drawing as unknown as { blocks: { elements?: { text?: { text: string }; value?: string }[] }[] };
  return blocks.flatMap(({ elements = [] }) => elements).find(({ text }) => text?.text === label)?.value;
}

/** The card of a migration, as it stands in the channel. */
function cardOf(page: Page, id: string): Entry {
  const card = page.entries().find(({ posted, text }) => posted && text.split('\n')[0]?.includes(`${id} · `));
  if (!card) throw new Error(`no card of ${id}`);
  return card;
}

async function restartable(): Promise<string> {
  const dataDir = mkdtempSync(join(tmpdir(), 'ferry-play-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  return dataDir;
}

describe('a line that is typed', () => {
  it('stands in the channel with its answer and its card, each as both platforms draw it', async () => {
    const page = await playground({ with: 'empty' });
    expect(await page.say(START)).toContain('M1 · contoso.com');
    const [said, answer] = page.entries().slice(-3);
    expect(said).toMatchObject({ by: 'maria', text: START, place: 'channel' });
    expect(answer).toMatchObject({ by: 'ferry', only: 'maria', day: 'Friday, 20 November 2026', time: '10:00' });
    const card = cardOf(page, 'M1');
    expect(card.drawn?.slack).toMatchObject({
      text: expect.stringContaining('contoso.com'),
      blocks: expect.any(Array),
    });
    expect(card.drawn?.teams).toMatchObject({ attachments: [{ content: { type: 'AdaptiveCard' } }] });
    await page.say('/csp invite M1 sent=2026-11-20');
    await expect.poll(() => cardOf(page, 'M1')).toMatchObject({ id: card.id, edited: true });
  });

  it('is heard in a channel only behind /csp or @Ferry, and always in one’s own conversation', async () => {
    const page = await playground({ with: 'empty' });
    await page.ask('say', { as: 'maria', pane: 'teams', place: 'channel', text: 'list' });
    await expect.poll(() => page.entries().at(-1)).toMatchObject({ by: 'maria', text: 'list' });
    expect(await page.say('@Ferry: list')).toContain('No migration here');
    expect(await page.say('list', { place: 'own', pane: 'teams' })).toContain('No migration here');
    expect(page.entries().at(-1)).toMatchObject({ place: 'own', of: 'maria' });
  });

  it('counts as said by whom one acts as, with what that person may do', async () => {
    const page = await playground({ with: 'empty' });
    expect(page.state().people.map(({ called, role }) => `${called} ${role}`)).toEqual([
      'Maria operator',
      'Amir approver',
      'Chen admin',
    ]);
    expect(await page.say('/csp roles default viewer')).toContain('admin');
    expect(await page.say('/csp roles default viewer', { as: 'chen' })).toContain('viewer');
    await page.say(START, { as: 'amir' });
    expect(cardOf(page, 'M1').text).toContain('Owner: Amir');
    expect(page.texts('maria').join()).not.toContain('roles default viewer: ');
  });

  it('mentions people as each platform knows them', async () => {
    const page = await playground();
    const asked = page.entries().find(({ text }) => text.startsWith('A1 ·'));
    expect(JSON.stringify(asked?.drawn?.slack)).toContain('<@UAMIR>');
    expect(JSON.stringify(asked?.drawn?.teams)).toContain('<at>Amir</at>');
    await page.say('/csp assign M1 @amir');
    await expect.poll(() => cardOf(page, 'M1').text).toContain('Owner: Amir');
  });
});

describe('a form', () => {
  it('opens at once in Slack, says what is wrong, and is done once that is mended', async () => {
    const page = await playground({ with: 'empty' });
    const doing = { as: 'maria', pane: 'slack', place: 'channel' } as const;
    const { dialog } = await page.ask('say', { ...doing, text: '/csp start' });
    const view = dialog as { type: string; private_metadata: string; blocks: object[] };
    expect(view.type).toBe('modal');
    const values = (seats: string) => ({
      'field:customer': { lookup: { type: 'external_select', selected_option: { value: 'contoso.com' } } },
      'field:source': { choice: { type: 'static_select', selected_option: { value: 'web-direct' } } },
      'field:offer': { lookup: { type: 'external_select', selected_option: { value: 'Office 365 E3' } } },
      'field:seats': { number: { type: 'number_input', value: seats } },
      'field:ends': { day: { type: 'datepicker', selected_date: '2027-01-31' } },
      'field:renewal': { choice: { type: 'static_select', selected_option: { value: 'auto' } } },
    });
    const send = (seats: string) =>
      page.ask('submit', { ...doing, given: { ...view, callback_id: 'form', state: { values: values(seats) } } });
    const mistaken = await send('0');
    expect(JSON.stringify(mistaken.dialog)).toContain('⚠');
    expect(page.state().customers).toEqual([]);
    const done = await send('25');
    expect(JSON.stringify(done.dialog)).toContain('M1');
    await page.until(({ customers }) => customers.length === 1);
    expect(cardOf(page, 'M1').text).toContain('Office 365 E3');
  });

  it('is opened by a button in Teams, and filled in there', async () => {
    const page = await playground({ with: 'empty' });
    const doing = { as: 'maria', pane: 'teams', place: 'channel' } as const;
    const answer = await page.ask('say', { ...doing, text: '/csp start' });
    expect(answer).toEqual({});
    const opens = { msteams: { type: 'task/fetch' }, run: 'start', form: true };
    const { dialog } = await page.ask('click', { ...doing, given: opens });
    expect(dialog).toMatchObject({ card: { content: { type: 'AdaptiveCard' } } });
    const filled = {
      'field:customer': 'contoso.com',
      'field:source': 'web-direct',
      'field:offer': 'Office 365 E3',
      'field:seats': '25',
      'field:ends': '2027-01-31',
      'field:renewal': 'auto',
    };
    await page.ask('submit', { ...doing, given: { command: 'start', ...filled } });
    await expect.poll(() => cardOf(page, 'M1').text).toContain('Office 365 E3');
  });

  it('finds what fits while one types', async () => {
    const page = await playground();
    const found = await page.ask('suggest', {
      ...{ as: 'maria', pane: 'slack', place: 'channel' },
      lookup: 'customer',
      typed: 'cont',
    });
    expect(JSON.stringify(found)).toContain('contoso.com');
  });
});

describe('a button', () => {
  it('does what it could be typed for, and nothing once its card is outdated', async () => {
    const page = await playground({ with: 'empty' });
    await page.say(START);
    const card = cardOf(page, 'M1');
    const doing = { as: 'maria', pane: 'slack', place: 'channel' } as const;
    const declined = slackButton(card, 'Customer declined');
    await page.ask('click', { ...doing, given: slackButton(card, 'Invitation sent') });
    await expect.poll(() => cardOf(page, 'M1').text).toContain('Stage: invited');
    // The card has been drawn anew since.
    await page.ask('click', { ...doing, given: declined });
    await expect.poll(() => page.texts().at(-1)).toContain('changed');
    expect(cardOf(page, 'M1').text).toContain('Stage: invited');
    expect((await page.ask('click', { ...doing, given: 'no button of Ferry’s' })).problem).toContain(
      'did not understand',
    );
  });
});

describe('the clock', () => {
  it('goes a day, a week, to the next reminder, and to a day; each reminder comes at its moment', async () => {
    const page = await playground();
    await page.ask('clock', { to: 'next' });
    const { clock, passage } = await page.until(({ passage }) => passage !== undefined);
    expect(clock).toMatchObject({ shown: 'Monday, 23 November 2026, 09:00 CET', day: '2026-11-23' });
    expect(passage?.steps.at(-1)?.at).toBe('Mon, 23 Nov 2026, 09:00 CET');
    const digest = page.entries().find(({ id }) => id === passage?.steps.at(-1)?.posts[0]?.entry);
    expect(digest).toMatchObject({ by: 'ferry', day: 'Monday, 23 November 2026', time: '09:00' });
    await page.ask('clock', { to: 'day' });
    await page.until(({ clock }) => clock.day === '2026-11-24');
    await page.ask('clock', { to: 'week' });
    await page.until(({ clock }) => clock.day === '2026-12-01');
    await page.ask('clock', { to: '2026-12-24' });
    const { passage: last } = await page.until(({ clock }) => clock.day === '2026-12-24');
    expect(last?.silent.length).toBeGreaterThan(0);
    // How far the clock is, is the playground's own affair.
    expect(page.state().inside?.journal.length).toBeGreaterThan(0);
    expect(page.state().inside?.journal.join()).not.toContain('"ahead"');
    const posted = page.entries().filter((entry) => entry.posted);
    expect(posted.map(({ at }) => at)).toEqual(posted.map(({ at }) => at).sort((one, other) => one - other));
  });

  it('starts over when it goes back', async () => {
    const page = await playground();
    await page.ask('clock', { to: 'week' });
    await page.say('/csp start fourthcoffee.com');
    await page.ask('clock', { to: '2026-11-19' });
    await page.until(({ clock }) => clock.day === '2026-11-20');
    await expect.poll(() => page.texts().join('\n')).not.toContain('fourthcoffee');
    expect(page.state().customers.some(({ id }) => id === 'M13')).toBe(false);
  });

  it('says why it does not go where nothing is planned, or too far', async () => {
    const page = await playground({ with: 'empty' });
    expect((await page.ask('clock', { to: 'next' })).problem).toContain('No reminder is planned');
    expect((await page.ask('clock', { to: '2030-01-01' })).problem).toContain('400 days');
    expect(page.state().clock.day).toBe('2026-11-20');
  });
});

describe('the page', () => {
  it('speaks each language, with all that stands in the channel', async () => {
    const page = await playground();
    for (const language of [...Language.options.slice(1), 'en']) {
      await page.ask('language', { language });
      const { texts, tour } = await page.until((state) => state.language === language);
      expect([language, Object.values(texts).every((text) => text !== '')]).toEqual([language, true]);
      expect(tour.steps).toHaveLength(5);
    }
    await page.ask('language', { language: 'fr' });
    await expect.poll(() => cardOf(page, 'M1').text).toContain('État');
    await expect.poll(() => cardOf(page, 'M1').day).toBe('vendredi 20 novembre 2026');
    expect(await page.say('/csp aide')).toContain('démarrer');
  });

  it('shows each person’s board, kept up to date', async () => {
    const page = await playground();
    await page.ask('board', { as: 'maria' });
    const { boards } = await page.until(({ boards }) => boards.maria !== undefined);
    expect(boards.maria?.slack).toMatchObject({ type: 'home' });
    expect(JSON.stringify(boards.maria)).toContain('tailspintoys.com');
    const open = Number(/All open \((\d+)\)/.exec(JSON.stringify(boards.maria))?.[1]);
    await page.say('/csp abandon M12 "they stay"');
    await page.until(({ boards }) => JSON.stringify(boards.maria).includes(`All open (${open - 1})`));
    await page.ask('language', { language: 'es' });
    await page.until(({ boards }) => JSON.stringify(boards.maria).includes('Tu tablero'));
  });

  it('shows what the last action wrote, and what went to each platform', async () => {
    const page = await playground({ with: 'empty' });
    await page.say(START);
    const { inside } = await page.until((state) => state.inside?.action === START);
    const [line] = inside?.journal ?? [];
    expect(JSON.parse(line ?? '')).toMatchObject({ seq: expect.any(Number), ops: expect.any(Array) });
    expect(line).toContain('contoso.com');
    expect(Object.keys(inside?.drawn ?? {})).toEqual(['slack', 'teams']);
    await page.say('/csp list');
    const asked = await page.until((state) => state.inside?.action === '/csp list');
    expect(asked.inside?.journal).toEqual([]);
  });

  it('tells a page that comes later all there is', async () => {
    const page = await playground();
    const other = await lookAt(page.url);
    await expect.poll(() => other.entries()).toEqual(page.entries());
    await page.say('/csp list', { pane: 'teams' });
    await expect.poll(() => other.entries().length).toBe(page.entries().length);
  });
});

describe('starting over', () => {
  it('succeeds after one that failed, and until then everything is answered with an apology', async () => {
    let isFull = false;
    const opens = () => {
      if (isFull) throw new Error('no room');
    };
    const page = await playground({ opens, faults: 2 });
    isFull = true;
    expect((await page.ask('restart', { with: 'samples' })).problem).toContain('Something went wrong');
    const said = { as: 'maria', pane: 'slack', place: 'channel', text: '/csp list' } as const;
    expect((await page.ask('say', said)).problem).toContain('Something went wrong');
    isFull = false;
    expect(await page.ask('restart', { with: 'samples' })).toEqual({});
    expect(await page.say('/csp list')).toContain('tailspintoys.com');
  });

  it('goes on in the language that was chosen, with all that is posted', async () => {
    const page = await playground();
    await page.ask('language', { language: 'fr' });
    await page.until(({ language }) => language === 'fr');
    await page.ask('restart', { with: 'samples' });
    await page.until(({ customers }) => customers.length > 5);
    expect(page.state().language).toBe('fr');
    await expect.poll(() => page.texts().join('\n')).toContain('EXEMPLE · M12');
    expect(page.texts().join('\n')).not.toMatch(/SAMPLE|Stage|front desks/);
  });

  it('leaves nothing of what was there: ids, conversations, boards and the clock', async () => {
    const page = await playground();
    await page.ask('board', { as: 'maria' });
    await page.ask('clock', { to: 'week' });
    await page.ask('restart', { with: 'empty' });
    const empty = await page.until(({ customers }) => customers.length === 0);
    expect(empty).toMatchObject({ boards: {}, clock: { day: '2026-11-20' } });
    expect(await page.say(START)).toContain('M1 · contoso.com');
    await page.ask('restart', { with: 'samples' });
    await page.until(({ customers }) => customers.length > 5);
    await expect.poll(() => cardOf(page, 'M1').text).toContain('SAMPLE');
    expect(existsSync(`${page.folder}.old`)).toBe(false);
  });

  it('is not what a new start of Ferry does: conversations, clock and state are kept', async () => {
    const dataDir = await restartable();
    const first = await playground({ dataDir });
    await first.ask('clock', { to: 'week' });
    await first.until(({ clock }) => clock.day === '2026-11-27');
    await first.say('/csp start fourthcoffee.com');
    const [before, texts] = [first.state().clock.day, first.texts()];
    await first.stop();
    expect(readdirSync(join(dataDir, 'playground')).sort()).toEqual(['conversations.jsonl', 'state.json']);
    const second = await playground({ dataDir });
    expect(second.state().clock.day).toBe(before);
    expect(second.texts()).toEqual(texts);
    await second.say('/csp note M13 "again"');
    await expect.poll(() => cardOf(second, 'M13').edited).toBe(true);
  });

  it('posts anew what a lost file of conversations no longer has, once it changes', async () => {
    const dataDir = await restartable();
    const first = await playground({ dataDir });
    await first.stop();
    rmSync(join(dataDir, 'playground', 'conversations.jsonl'));
    const second = await playground({ dataDir });
    expect(second.texts().join()).not.toContain('M12 ·');
    await second.say('/csp note M12 "here again"');
    await expect.poll(() => second.texts().filter((text) => text.startsWith('SAMPLE · M12')).length).toBe(1);
    expect(readFileSync(join(dataDir, 'playground', 'state.json'), 'utf8')).toContain('M12');
  });
});
