import { plainText } from '../../src/messages/plain-text.js';
import type { RunRecord } from './record.js';

/**
 * What a run did with one original, a line per thing that happened. `when`: `2027-05-23..2027-06-01`. For whoever replays a
 * seed: SEED=… RUNS=1 ABOUT=M1.2 WHEN=….
 */
export function evidence(record: RunRecord, about: string, when = ''): string[] {
  const [from = '', to = '9'] = when.split('..');
  const found: [at: number, text: string][] = [];
  for (const { at, channel, isUpdate, reference, message } of record.taken) {
    if (!JSON.stringify(message).includes(about)) continue;
    const text = plainText(message)
      .split('\n')
      .filter((line) => !line.startsWith('>'))
      .join(' | ');
    found.push([at, `${isUpdate ? 'updates' : 'posts'} ${reference} in ${channel}: ${text.slice(0, 700)}`]);
  }
  for (const { at, migrations, settings } of record.changes) {
    for (const [id, migration] of migrations) {
      if (!about.startsWith(`${id}.`)) continue;
      const originals = migration.originals.filter((one) => one.id === about);
      found.push([at, `changed: ${JSON.stringify({ ...migration, originals })}`]);
    }
    for (const [channel, own] of settings) if (own) found.push([at, `settings of ${channel}: ${JSON.stringify(own)}`]);
  }
  for (const { from: at, until, channel = 'all', why } of record.troubles) {
    found.push([at, `trouble in ${channel} until ${iso(until)}: ${why}`]);
  }
  for (const { at, row } of record.rows) {
    const { id, status, digest, due, retryAt, tried, problem, overtakenBy } = row;
    if (id.includes(about)) {
      const facts = { due, digest, retryAt, tried: tried?.at, problem, overtakenBy };
      found.push([at, `row ${id}: ${status} ${JSON.stringify(facts)}`]);
    }
  }
  if (process.env.LOUD === 'looks') {
    for (const { at, wall, isTrusted } of record.looks)
      found.push([at, `looks at ${iso(wall)}${isTrusted ? '' : ', in doubt'}`]);
  }
  return found
    .sort(([one], [other]) => one - other)
    .map(([at, text]) => `${iso(at)} ${text}`)
    .filter((line) => line >= from && line <= to);
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
