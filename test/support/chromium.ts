import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const ON_MACOS = ['Chromium', 'Google Chrome'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);

/** The browser that the tests drive. Undefined: none is installed. */
export function findChromium(): string | undefined {
  const { CHROMIUM, PATH = '' } = process.env;
  const places = PATH.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return CHROMIUM || [...places, ...ON_MACOS].find((place) => existsSync(place));
}

/** How to get one, in a line. */
export const NO_CHROMIUM =
  'No Chromium is installed, which test/browser needs. Install it (Debian: apt-get install chromium), or set CHROMIUM to its path.';

/** Vitest calls it once, before the first file: that something is skipped is said once, and with its reason. */
export function setup(): void {
  if (findChromium() === undefined) process.stderr.write(`${NO_CHROMIUM}\n`);
}
