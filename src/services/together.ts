import type { Migration } from '../domain/migration.js';

/** A migration with the customer's other ones beside it, as it is judged everywhere. */
export type Together = Migration & { readonly beside: readonly Migration[] };

/** Each with those of the same customer beside it; `migrations` are all of one customer, or all that there are. */
export function together(migrations: readonly Migration[]): Together[] {
  const byCustomer = grouped(migrations, ({ customer }) => customer);
  return migrations.map((migration) => {
    const all = byCustomer.get(migration.customer) ?? [];
    return { ...migration, beside: all.length < 2 ? [] : all.filter((one) => one !== migration) };
  });
}

/** Records by a key, in their order. */
export function grouped<R>(records: readonly R[], keyOf: (record: R) => string): Map<string, R[]> {
  const groups = new Map<string, R[]>();
  for (const record of records) {
    const known = groups.get(keyOf(record));
    if (known) known.push(record);
    else groups.set(keyOf(record), [record]);
  }
  return groups;
}
