import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { page } from '../../../src/platforms/playground/page.js';
import { wholeBot } from '../../support/whole-bot.js';

/** The lines that the page asks to be typed. */
function examples(): string[] {
  const block = /type, a line at a time:<\/p>\n<pre[^>]*>([^<]+)<\/pre>/.exec(page([]))?.[1];
  return block?.split('\n') ?? [];
}

it('shows lines that work as they are written, to the end', async () => {
  const { answer, say } = await wholeBot({ now: '2026-11-21T10:00:00Z' });
  expect(examples()).toHaveLength(7);
  for (const line of examples()) expect([line, (await answer(line)).refused ?? false]).toEqual([line, false]);
  expect(await say('show M1')).toContain('M1.R1: 25 seats from Sun, 24 Jan 2027');
  expect(await say('change M1.1 renewal=ends')).toContain('Nothing was changed');
});

it('shows the same lines as the README', () => {
  expect(readFileSync('README.md', 'utf8')).toContain(`\`\`\`\n${examples().join('\n')}\n\`\`\``);
});
