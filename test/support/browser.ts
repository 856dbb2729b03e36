import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect } from 'vitest';
import { findChromium, NO_CHROMIUM } from './chromium.js';
import { type Ferry, startFerry, stopProcesses } from './processes.js';

/** On a busy machine all takes longer; only what hangs is to fail. In ms. */
const PATIENCE_MS = 60_000;

let browser: Browser | undefined;
let folder = '';
/** The pages of the test that runs, each with what went wrong in it. */
let opened: { readonly context: BrowserContext; readonly wrong: readonly string[] }[] = [];

/** Tests in a real browser, one for each file. Where none is installed they are skipped, in CI they fail. */
export function inBrowser(name: string, tests: () => void): void {
  const executablePath = findChromium();
  describe.skipIf(executablePath === undefined && process.env.CI === undefined)(name, () => {
    beforeAll(async () => {
      if (executablePath === undefined) throw new Error(NO_CHROMIUM);
      // The sandbox needs rights that root in a container has not; what is shown is ours alone.
      browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    });
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'ferry-browser-'));
    });
    afterEach(async () => {
      const pages = opened;
      opened = [];
      // Before Ferry ends, which a page would complain of.
      for (const { context } of pages) await context.close();
      await stopProcesses();
      rmSync(folder, { recursive: true, force: true });
      expect(pages.flatMap(({ wrong }) => wrong)).toEqual([]);
    });
    afterAll(() => browser?.close());
    tests();
  });
}

/** A Ferry with nothing configured, in a folder of this test alone; started again it goes on there. */
export function startPlayground(port = '0'): Promise<Ferry> {
  return startFerry({ cwd: folder, env: { PORT: port, TIME_ZONE: 'UTC' } });
}

export interface LookOptions extends BrowserContextOptions {
  /** What the browser itself may complain of, as when nothing answers. */
  readonly complaints?: RegExp;
}

/** Opens a page in a context of its own. The test fails if anything in it goes wrong, or asks another machine for something. */
export async function look(url: string, { complaints, ...options }: LookOptions = {}): Promise<Page> {
  if (browser === undefined) throw new Error(NO_CHROMIUM);
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB', ...options });
  context.setDefaultTimeout(PATIENCE_MS);
  const wrong: string[] = [];
  context.on('request', (request) => {
    if (new URL(request.url()).origin !== url) wrong.push(`asked for ${request.url()}`);
  });
  // What the Content-Security-Policy forbids is an error here too.
  context.on('console', (line) => {
    if (line.type() === 'error' && !complaints?.test(line.text())) wrong.push(line.text());
  });
  context.on('weberror', (error) => wrong.push(String(error.error())));
  opened.push({ context, wrong });
  const page = await context.newPage();
  await page.goto(url);
  await page.getByRole('log').first().locator('article, .log-empty').first().waitFor();
  return page;
}
