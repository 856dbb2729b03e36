import { Temporal } from 'temporal-polyfill';
import { nextRung } from '../../src/domain/ladder.js';
import { isGivenUp, type Migration } from '../../src/domain/migration.js';
import type { Message } from '../../src/messages/message.js';
import type { Taken } from './record.js';
import { dayAt, type Voice } from './voice.js';

/** Whether the lines of a digest and the numbers of what it leaves out are together all subscriptions of its channel. */
export function wrongReceipt(taken: Taken, migrations: readonly Migration[], voice: Voice): string | undefined {
  const { message, wall } = taken;
  const lines = new Set(linesOf(message));
  const now = Temporal.Instant.fromEpochMilliseconds(wall);
  const today = dayAt(voice, wall);
  const here = migrations.filter(({ channel }) => channel === taken.channel);
  const open = here.flatMap((migration) => {
    const beside = migrations.filter((one) => one.customer === migration.customer && one !== migration);
    return migration.originals.filter((original) => {
      if (isGivenUp(migration)) return original.ended === undefined;
      return nextRung({ ...migration, beside }, original, now, today) !== undefined;
    });
  });
  const expected = new Set([...open.map(({ id }) => id), ...lines]).size;
  const said = lines.size + silent(message);
  return said === expected ? undefined : `${lines.size} lines and ${silent(message)} left out, of ${expected}`;
}

function linesOf({ blocks }: Message): string[] {
  return blocks.flatMap((block) => {
    const [, id] = block.kind === 'text' ? (/^(?:✓ )?(M\d+\.\d+) · /.exec(block.text) ?? []) : [];
    return id === undefined ? [] : [id];
  });
}

function silent({ blocks }: Message): number {
  const text = blocks
    .map((block) => (block.kind === 'note' ? block.text : ''))
    .find((one) => one.startsWith('Not shown: '));
  if (text === undefined) return 0;
  const counts = text.matchAll(/(\d+) (?:renew|given up|snoozed|with a notice|with notices|with nothing)/g);
  return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
}
