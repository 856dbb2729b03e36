import type { TurnContext } from 'botbuilder';
import type { Asking } from '../../commands/invocation.js';
import type { Choice } from '../../messages/form.js';
import { harmless } from '../../messages/harmless.js';
import { SearchValue } from './activity.js';
import { type Asked, actorOf } from './inbound.js';
import type { LateWork } from './late.js';

/** https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/dynamic-search: a list shows no more. */
const MOST_CHOICES = 15;
/** No field takes a longer text from a list, in UTF-16 units. */
const LONGEST = 200;
/** Who types goes on typing: a list that comes later is of no use. */
const PATIENCE_MS = 3_000;

/** Answers `application/search`: what fits what is being typed. Empty for strangers. */
export async function search(context: TurnContext, asked: Asked, ask: Asking, late: LateWork): Promise<void> {
  const choices = choicesFor(asked, ask);
  const found = await late.within(choices, PATIENCE_MS);
  if (!found) void late.follow(asked.activity.id, choices);
  const results = (found ?? []).map(({ value, label }) => ({ value, title: harmless(label) }));
  const body = { type: 'application/vnd.microsoft.search.searchResponse', value: { results } };
  await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body } });
}

async function choicesFor(asked: Asked, ask: Asking): Promise<readonly Choice[]> {
  const { data } = SearchValue.safeParse(asked.activity.value);
  const actor = await actorOf(asked);
  if (!data || typeof actor === 'string' || !actor.member) return [];
  const typed = (data.queryText ?? '').trim().slice(0, LONGEST);
  const { locale } = asked.activity;
  const limit = MOST_CHOICES - 1;
  const found = await ask.suggest({ actor, lookup: data.dataset, typed, limit, ...(locale ? { locale } : {}) });
  const isThere = found.some(({ value }) => value.toLowerCase() === typed.toLowerCase());
  // Teams takes nothing that is not in the list, and a new customer is in none: what is typed can be chosen as it stands.
  const own = typed === '' || isThere ? [] : [{ value: typed, label: typed }];
  return [...found.slice(0, limit), ...own];
}
