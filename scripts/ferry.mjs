#!/usr/bin/env node
// `npx ferry …`: builds dist/ if it is stale, as `npm start` does, and goes on as dist/main.js in this very process, with the
// same arguments, streams and exit code. Where only dist/ was installed, as in a container, there is nothing to build.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const build = fileURLToPath(new URL('build.mjs', import.meta.url));
const hasSources = existsSync(new URL('../src', import.meta.url));
const { status } = hasSources
  ? spawnSync(process.execPath, [build, '--if-stale'], { stdio: ['ignore', 2, 2] })
  : { status: 0 };
if (status === 0) await import(new URL('../dist/main.js', import.meta.url).href);
else process.exitCode = status ?? 1;
