// Takes the pictures of the README anew: npm run pictures. CHROMIUM says where the browser is, if not at Debian's place.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const { PATH = '', CHROMIUM: executablePath = '/usr/bin/chromium' } = process.env;
const root = join(import.meta.dirname, '..', '..');
const pictures = join(root, 'docs', 'pictures');
mkdirSync(pictures, { recursive: true });
const cwd = mkdtempSync(join(tmpdir(), 'ferry-pictures-'));

const ferry = spawn(process.execPath, [join(root, 'dist', 'main.js')], {
  cwd,
  env: { PATH, PORT: '0', TIME_ZONE: 'UTC' },
  stdio: ['ignore', 'pipe', 'inherit'],
});
const url = await new Promise((resolve) => {
  let output = '';
  ferry.stdout.on('data', (chunk) => {
    output += chunk;
    const [, found] = /"url":"([^"]+)"/.exec(output) ?? [];
    if (found) resolve(found);
  });
});
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });

/** A page of its own, when it shows the conversations. */
async function look(options) {
  const context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  await page.goto(url);
  await page.locator('article').first().waitFor();
  return page;
}

/** Once nothing moves any more. */
async function shoot(page, name) {
  await page.mouse.move(0, 0);
  await page.locator('.line[aria-busy=true]').first().waitFor({ state: 'detached' });
  // While the clock is moved, it cannot be moved.
  await page.locator('.clock-moves > [aria-disabled=true]').first().waitFor({ state: 'detached' });
  await page.screenshot({ path: join(pictures, `${name}.png`), animations: 'disabled', caret: 'hide' });
  await page.context().close();
}

/** Does the step of the tour that is next, up to the one that is called so. */
async function tourTo(page, title) {
  const step = page.locator('[aria-current=step]');
  while ((await step.getByRole('heading').innerText()) !== title) await next(step);
}

/** Clicks its button, and waits for what comes next. */
async function next(step) {
  const before = await step.innerText();
  await step.getByRole('button').click();
  while ((await step.innerText()) === before) await step.page().evaluate('new Promise(requestAnimationFrame)');
}

try {
  const wide = await look({ viewport: { width: 1440, height: 900 }, colorScheme: 'light' });
  await tourTo(wide, 'Let time pass');
  const step = wide.locator('[aria-current=step]');
  while (!(await step.innerText()).includes('Turn off recurring billing')) await next(step);
  // The digest in one pane, and in the other the card of what it is about.
  const card = wide.locator('#pane-teams article').filter({ hasText: 'wingtiptoys.com' }).filter({ hasText: 'edited' });
  await card.first().evaluate((element) => element.scrollIntoView({ block: 'start' }));
  await shoot(wide, 'playground');

  const narrow = await look({ viewport: { width: 390, height: 844 }, colorScheme: 'light' });
  await narrow.locator('.shown').evaluate((element) => element.scrollIntoView({ block: 'start' }));
  await shoot(narrow, 'narrow');

  const dark = await look({ viewport: { width: 1280, height: 800 }, colorScheme: 'dark' });
  await dark.locator('.header-language select').selectOption('fr');
  await dark.locator('html[lang=fr]').waitFor();
  const line = dark.locator('#pane-slack .line input:visible');
  await line.fill('/csp start');
  await line.press('Enter');
  const inputs = dark.getByRole('dialog').locator('input, select');
  await inputs.nth(0).pressSequentially('adventure-works.com');
  await dark.locator('[role=option]').first().click();
  await inputs.nth(3).fill('25');
  await dark.getByRole('dialog').locator('[type=submit]').click();
  await dark.locator('[aria-invalid=true]').first().waitFor();
  await shoot(dark, 'form');
} finally {
  await browser.close();
  ferry.kill();
  rmSync(cwd, { recursive: true, force: true });
}
