import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Entry, PaneName, Reply } from '../protocol.js';
import { useTexts } from './texts.js';
import { viewsOf } from './views.js';

export interface EntryViewProps {
  readonly entry: Entry;
  readonly pane: PaneName;
  /** Who said it, as she is called. */
  readonly called: string;
  /** Stays the same from one drawing to the next, so that only what has changed is drawn anew. */
  click(given: unknown): Promise<Reply>;
}

/** By which an entry is found on the page; it stands in both panes. */
export function elementOf(pane: PaneName, id: string): string {
  return `${pane}-entry-${id}`;
}

/** One thing that was said. */
export function EntryView({ entry, pane, called, click }: EntryViewProps) {
  const say = useTexts();
  const article = useRef<HTMLElement>(null);
  const { id, by, text, drawn } = entry;
  const drawing = drawn?.[pane];
  const keepFocus = useKeptFocus(article, drawing);
  const said = useMemo(() => {
    const { Message } = viewsOf[pane];
    return drawing ? <Message drawing={drawing} click={click} /> : <p class="typed">{text}</p>;
  }, [pane, drawing, text, click]);
  const element = elementOf(pane, id);
  return (
    <article
      class={`entry entry-${by === 'ferry' ? 'ferry' : 'person'}`}
      id={element}
      ref={article}
      tabIndex={-1}
      // What is drawn anew was read out when it came.
      aria-live={entry.edited && 'off'}
      aria-labelledby={`${element}-head`}
      {...keepFocus}
    >
      <span class={`avatar avatar-${by}`} aria-hidden="true">
        {called.slice(0, 1)}
      </span>
      <div class="entry-body">
        <p class="entry-head" id={`${element}-head`}>
          <b>{called}</b>
          {by === 'ferry' && <span class="entry-app">{say('page.app')}</span>} <time>{entry.time}</time>
          {entry.edited && <span class="entry-mark">{say('page.edited')}</span>}
        </p>
        {entry.only && <p class="entry-only">{say('page.only-you')}</p>}
        {said}
      </div>
    </article>
  );
}

/** A card that is drawn anew may lose the button that was just clicked; the focus then stays with the card. */
function useKeptFocus(article: { readonly current: HTMLElement | null }, drawing: unknown) {
  const within = useRef(false);
  useEffect(() => {
    if (drawing === undefined || !within.current || document.activeElement !== document.body) return;
    article.current?.focus({ preventScroll: true });
  }, [article, drawing]);
  return {
    onFocusIn: () => {
      within.current = true;
    },
    onFocusOut: ({ target }: FocusEvent) => {
      // What was taken away while it had the focus did not give it up.
      queueMicrotask(() => {
        if (target instanceof Node && target.isConnected) within.current = false;
      });
    },
  };
}
