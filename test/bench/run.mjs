// `npm run bench`: what Ferry costs, as ratios of things measured in turn in this one run. Each part has a process of its own,
// so that none collects another's garbage. No test depends on it, and a target that is missed is only said.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const PARTS = {
  bot: () => import('./bot.mjs'),
  changes: () => import('./changes.mjs'),
  large: () => import('./large.mjs'),
  suggestions: () => import('./suggestions.mjs'),
  conversation: () => import('./conversation.mjs'),
};

const [name] = process.argv.slice(2);
if (name === undefined) {
  for (const part of Object.keys(PARTS)) {
    const { status } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), part], { stdio: 'inherit' });
    if (status !== 0) process.exitCode = 1;
  }
} else {
  await PARTS[name]();
}
