import { REFERENCE } from '../domain/reference.js';
import { UserError } from '../domain/refusal.js';
import type { Original, Replacement } from '../domain/subscription.js';
import type { MigrationView } from '../domain/view.js';
import type { Context, Defaults } from './command.js';

/** What was named when a form is opened; undefined: nothing was, or it is not clear which, and the form asks. */
export interface Meant {
  readonly view: MigrationView;
  /** Undefined: the whole migration. */
  readonly original?: Original;
  /** As people read it. */
  readonly shown: string;
}

/** The migration that was named, as what a form says of it. */
export async function migrationMeant(
  { migration }: Readonly<Record<string, string>>,
  context: Context,
): Promise<Defaults & { readonly view?: MigrationView }> {
  const view = await viewMeant(migration, context);
  return view ? { values: {}, shown: { migration: sayMigration(view) }, view } : { values: {} };
}

/** The original that was named, or the only one of the migration that was. */
export async function originalMeant(ref: string | undefined, { services }: Context): Promise<Meant | undefined> {
  const meant = await clear(ref, (name) => services.lookup.original(name));
  return meant && { ...meant, shown: sayOriginal(meant.original) };
}

/** A migration, or an original of it where one is named by its id. */
export async function subjectMeant(ref: string | undefined, context: Context): Promise<Meant | undefined> {
  if (ref !== undefined && REFERENCE.exec(ref.trim())?.[2] !== undefined) return originalMeant(ref, context);
  const view = await viewMeant(ref, context);
  return view && { view, shown: sayMigration(view) };
}

/** The migration that was named, by itself or by something of it. */
export async function viewMeant(ref: string | undefined, { services }: Context): Promise<MigrationView | undefined> {
  // Of several originals they are of one migration.
  return clear(ref, (name) => services.lookup.show(name.split('+')[0]?.trim() ?? ''));
}

/** `M12.1 · Office 365 E3`. */
export function sayOriginal({ id, offer }: Pick<Original | Replacement, 'id' | 'offer'>): string {
  return `${id} · ${offer}`;
}

function sayMigration({ migration, customer }: MigrationView): string {
  return `${migration.id} · ${customer.name}`;
}

const UNCLEAR: ReadonlySet<string> = new Set(['ambiguous-migration', 'which-original']);

/** Which one is meant is asked where it is not clear; that there is none is said at once. */
async function clear<T>(ref: string | undefined, look: (ref: string) => Promise<T>): Promise<T | undefined> {
  const name = ref?.trim() ?? '';
  if (name === '') return undefined;
  try {
    return await look(name);
  } catch (error) {
    if (error instanceof UserError && UNCLEAR.has(error.code)) return undefined;
    throw error;
  }
}
