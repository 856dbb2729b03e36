import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Asks, Drawing, Entry, Event, Reply, State } from '../protocol.js';
import type { Ask } from './asking.js';
import type { PageKey } from './texts.js';

/** A browser gives up for good when it is answered with an error, as by a proxy: it is tried anew after this. In ms. */
const AGAIN_MS = 2_000;

export interface Connection {
  /** Undefined until the server has told it for the first time. */
  readonly state: State | undefined;
  readonly entries: readonly Entry[];
  /** The server does not answer. What is shown is what it said last. */
  readonly away: boolean;
  /** Something was asked for and is not answered yet. */
  readonly busy: boolean;
  readonly ask: Ask;
  suggest(body: Asks['suggest']): Promise<Drawing>;
}

/** The one connection of the page with its server. */
export function useConnection(): Connection {
  const [state, setState] = useState<State>();
  const [entries, setEntries] = useState<readonly Entry[]>([]);
  const [away, setAway] = useState(false);
  const [asking, setAsking] = useState(0);
  const texts = useRef<State['texts']>({});
  texts.current = state?.texts ?? {};

  useEffect(
    () =>
      listen((event) => {
        if (event.kind === 'state') setState(event.state);
        else if (event.kind === 'entries') setEntries(event.entries);
        else setEntries((known) => withEntry(known, event.entry));
      }, setAway),
    [],
  );

  const ask: Ask = useCallback(async (name, body) => {
    setAsking((count) => count + 1);
    const { answer, failed } = await post(name, body);
    setAsking((count) => count - 1);
    return failed === undefined ? (answer as Reply) : { problem: texts.current[failed] ?? '' };
  }, []);
  // Typing goes on meanwhile, and a list that does not come is simply not shown.
  const suggest = useCallback(
    async (body: Asks['suggest']) => ((await post('suggest', body)).answer ?? {}) as Drawing,
    [],
  );
  return { state, entries, away, busy: asking > 0, ask, suggest };
}

function withEntry(known: readonly Entry[], entry: Entry): readonly Entry[] {
  const at = known.findIndex(({ id }) => id === entry.id);
  return at < 0 ? [...known, entry] : known.with(at, entry);
}

/** Answers how to stop. */
function listen(heard: (event: Event) => void, setAway: (away: boolean) => void): () => void {
  let again: ReturnType<typeof setTimeout> | undefined;
  let source: EventSource;
  const open = () => {
    source = new EventSource('/playground/events');
    source.onopen = () => setAway(false);
    source.onerror = () => {
      setAway(true);
      if (source.readyState === EventSource.CLOSED) again = setTimeout(open, AGAIN_MS);
    };
    for (const kind of ['entries', 'entry', 'state'] satisfies Event['kind'][]) {
      source.addEventListener(kind, ({ data }) => heard(JSON.parse(data)));
    }
  };
  open();
  return () => {
    clearTimeout(again);
    source.close();
  };
}

async function post(name: string, body: unknown): Promise<{ readonly answer?: unknown; readonly failed?: PageKey }> {
  try {
    const response = await fetch(`/playground/${name}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    return response.ok ? { answer: await response.json() } : { failed: 'page.failed' };
  } catch {
    return { failed: 'page.away' };
  }
}
