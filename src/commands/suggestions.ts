import { nameCustomer, sameName } from '../domain/customer.js';
import type { Choice } from '../messages/form.js';
import { harmless } from '../messages/harmless.js';
import type { Words } from '../messages/words.js';
import type { Services } from '../services/index.js';
import type { Search } from './invocation.js';

/** As much as a choice shows in Slack, in UTF-16 units. */
const LONGEST_LABEL = 75;
/** As long as an offer can be. */
const LONGEST_OFFER = 200;

/** What fits what is being typed, the likeliest first. */
export async function choicesFor(
  { suggestions }: Services,
  words: Words,
  { lookup, typed, limit }: Search,
): Promise<Choice[]> {
  switch (lookup) {
    case 'migration': {
      const found = await suggestions.migrations(typed, limit);
      return found.map(({ id, customer, stage }) => choice(id, [named(customer)], words.say(`stage.${stage}`)));
    }
    case 'original':
    case 'subject': {
      const isAny = lookup === 'subject';
      const parts = isAny ? await suggestions.parts(typed, limit) : await suggestions.originals(typed, limit);
      const found = parts.map(({ of, part }) => choice(part.id, [part.offer, named(of.customer)]));
      if (!isAny) return found;
      // A migration as a whole, once only one is meant.
      const [only, ...others] = await suggestions.migrations(typed, 2);
      if (!only || others.length > 0) return found;
      return [choice(only.id, [named(only.customer)]), ...found].slice(0, limit);
    }
    case 'request': {
      const found = await suggestions.requests(typed, limit);
      return found.map(({ request, customer }) => choice(request.id, [request.original, named(customer)]));
    }
    case 'customer': {
      const found = await suggestions.customers(typed, limit);
      const choices = found.map((one) => ({ value: one.domain ?? one.name, label: cut(named(one), LONGEST_LABEL) }));
      return withTyped(choices, nameCustomer(harmless(typed))?.name, limit);
    }
    case 'offer': {
      const found = await suggestions.offers(typed, limit);
      const choices = found.map(({ offer, known }) => ({ value: offer, label: labelOf(offer, known) }));
      return withTyped(choices, harmless(typed).replace(/\s+/g, ' ').trim().slice(0, LONGEST_OFFER), limit);
    }
  }
}

/** A new one is normal: what was typed can be chosen as it stands. */
function withTyped(choices: readonly Choice[], typed: string | undefined, limit: number): Choice[] {
  if (typed === undefined || typed === '') return choices.slice(0, limit);
  const isThere = choices.some(({ value, label }) =>
    [value, ...label.split(SEPARATOR)].map(sameName).includes(sameName(typed)),
  );
  if (isThere) return choices.slice(0, limit);
  return [...choices.slice(0, Math.max(0, limit - 1)), { value: typed, label: cut(typed, LONGEST_LABEL) }];
}

/** `Contoso (contoso.com)`. */
function named({ name, domain }: { readonly name: string; readonly domain?: string | undefined }): string {
  return domain === undefined || domain === sameName(name) ? name : `${name} (${domain})`;
}

/** The id is never cut; of what tells it from others, as much as there is room for. */
function choice(id: string, facts: readonly string[], more?: string): Choice {
  const room = Math.floor((LONGEST_LABEL - id.length) / facts.length) - SEPARATOR.length;
  const whole = [id, ...facts.map(harmless)].join(SEPARATOR);
  const label = whole.length <= LONGEST_LABEL ? whole : [id, ...facts.map((fact) => cut(fact, room))].join(SEPARATOR);
  return { value: id, label: more === undefined ? label : labelOf(label, more) };
}

const SEPARATOR = ' · ';

/** With what is said beside it, where that fits. */
function labelOf(text: string, more: string | undefined): string {
  const both = more === undefined ? text : `${text}${SEPARATOR}${more}`;
  return cut(both.length <= LONGEST_LABEL ? both : text, LONGEST_LABEL);
}

/** Whole characters only. */
function cut(text: string, most: number): string {
  const shown = harmless(text);
  if (shown.length <= most) return shown;
  return `${shown
    .slice(0, most - 1)
    .replace(/\p{Surrogate}$/u, '')
    .trimEnd()}…`;
}
