import { stringify } from 'csv-stringify/sync';
import { replacementsOf } from '../domain/migration.js';
import { overlap } from '../domain/overlap.js';
import { openRungs, stage } from '../domain/stage.js';
import type { MigrationView } from '../domain/view.js';
import { nextPage } from './lists.js';
import type { Message } from './message.js';
import { type Page, partOf } from './pages.js';
import type { Words } from './words.js';

/** Column names are for scripts and stay the same in every language. */
const COLUMNS = [
  'migration',
  'customer',
  'domain',
  'stage',
  'owner',
  'source',
  'route',
  'country',
  'invited',
  'accepted',
  'original',
  'offer',
  'seats',
  'assigned',
  'ends',
  'renewal',
  'next',
  'act_by',
  'ended',
  'ended_on',
  'replacements',
  'sample',
  'agreement',
  'deputy',
  'price',
  'currency',
  'overlap_days',
  'gap_days',
] as const;

/** Everything as CSV: a row per original, and one for a migration without any. Each page has its own head. */
export function sayExport(words: Words, views: readonly MigrationView[], page: Page): Message {
  const all = views.flatMap(rowsOf);
  const part = partOf(all, (row) => row, page);
  // Cells that a spreadsheet would run as a formula get a quote in front.
  const text = stringify([[...COLUMNS], ...part.rows], { escape_formulas: true }).trimEnd();
  const rows = { from: part.from, to: part.to, total: all.length };
  const more = part.isLast ? [] : nextPage(words, rows, `${page.command} page=${part.page + 1}`);
  return { title: words.say('export.title', { count: all.length }), blocks: [{ kind: 'code', text }, ...more] };
}

function rowsOf(view: MigrationView): string[][] {
  const { migration, customer, owner, deputy, now } = view;
  const shared = [
    migration.id,
    customer.name,
    customer.domain,
    stage(migration, now),
    owner?.name,
    migration.source,
    migration.route,
    migration.country,
    migration.invitation?.sentOn,
    migration.acceptedOn,
  ];
  const sample = migration.sample ? 'yes' : '';
  const after = [migration.agreementOn, deputy?.name];
  const open = openRungs(migration, now);
  const rows = migration.originals.map((original) => {
    const rung = open.find((one) => one.original === original)?.rung;
    const ready = replacementsOf(migration, original);
    const days = overlap(migration, original);
    return [
      ...shared,
      original.id,
      original.offer,
      original.seats,
      original.assigned,
      original.expiresOn,
      original.renewal === 'auto-renews' ? 'auto' : original.renewal,
      rung?.name,
      rung?.latest,
      original.ended?.how,
      original.ended?.on,
      ready.map((one) => `${one.id} ${one.offer} x${one.seats} from ${one.provisionedOn}`).join('; '),
      sample,
      ...after,
      original.price,
      original.currency,
      days?.overlapDays,
      days?.gapDays,
    ];
  });
  const blank = Array.from({ length: COLUMNS.indexOf('sample') - shared.length }, () => '');
  const bare = [...shared, ...blank, sample, ...after, '', '', '', ''];
  return (rows.length > 0 ? rows : [bare]).map((row) => row.map((cell) => String(cell ?? '')));
}
