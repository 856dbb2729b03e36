import { distance } from 'fastest-levenshtein';
import { type Customer, sameName } from '../domain/customer.js';
import { UserError } from '../domain/refusal.js';
import type { Reader } from './ports.js';

/** So many are offered at most. */
const OFFERED = 3;
/** A beginning says little while it is shorter than this. */
const BEGINNING = 3;
/** Nobody types a longer name by hand. */
const LONGEST = 60;

/** Why there is no migration for these words, with those whose customers are called almost so. */
export async function noSuchMigration(reader: Reader, ref: string): Promise<UserError> {
  const typed = sameName(ref).slice(0, LONGEST);
  const near = (await reader.list('customers'))
    .flatMap((customer) => {
      const slips = slipsBetween(typed, customer);
      return slips === undefined || customer.forgotten ? [] : [{ customer, slips }];
    })
    .sort((one, other) => one.slips - other.slips);
  const found: { id: string; name: string }[] = [];
  for (const { customer } of near.slice(0, OFFERED)) {
    const latest = (await reader.list('migrations', { customer: customer.id })).at(-1);
    if (latest) found.push({ id: latest.id, name: customer.name });
  }
  if (found.length === 0) return new UserError('no-migration', { ref }, ['list']);
  const suggestions = found.map(({ id, name }) => `${name} (${id})`).join(', ');
  return new UserError(
    'no-migration-suggest',
    { ref, suggestions },
    found.map(({ id }) => `show ${id}`),
  );
}

/** How many slips of the fingers lie between them; undefined: too many for it to be meant. */
function slipsBetween(typed: string, { name, domain }: Customer): number | undefined {
  const slips = [name, ...(domain === undefined ? [] : [domain])].flatMap((one) => {
    const known = sameName(one);
    if (typed.length >= BEGINNING && known.startsWith(typed)) return [1];
    const most = Math.max(1, Math.floor(known.length / 5));
    if (Math.abs(known.length - typed.length) > most) return [];
    const count = distance(typed, known);
    return count <= most ? [count] : [];
  });
  return slips.length === 0 ? undefined : Math.min(...slips);
}
