import type { TurnContext } from 'botbuilder';
import type { Asking } from '../../commands/invocation.js';
import { SearchValue } from './activity.js';
import { type Asked, actorOf } from './inbound.js';
import type { LateWork } from './late.js';
import { MOST_FOUND, searchResponse, searchResults, soughtOf } from './search-results.js';

/** Who types goes on typing: a list that comes later is of no use. */
const PATIENCE_MS = 3_000;

/** Answers `application/search`: what fits what is being typed. Empty for strangers. */
export async function search(context: TurnContext, asked: Asked, ask: Asking, late: LateWork): Promise<void> {
  const results = resultsFor(asked, ask);
  const found = await late.within(results, PATIENCE_MS);
  if (!found) void late.follow(asked.activity.id, results);
  const body = found ?? searchResponse([]);
  await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body } });
}

async function resultsFor(asked: Asked, ask: Asking): Promise<object> {
  const { data } = SearchValue.safeParse(asked.activity.value);
  const actor = await actorOf(asked);
  if (!data || typeof actor === 'string' || !actor.member) return searchResponse([]);
  const typed = soughtOf(data.queryText ?? '');
  const { locale } = asked.activity;
  const found = await ask.suggest({
    actor,
    lookup: data.dataset,
    typed,
    limit: MOST_FOUND,
    ...(locale ? { locale } : {}),
  });
  return searchResults(found, typed);
}
