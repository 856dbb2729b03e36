import { Fragment } from 'preact';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Entry, PaneName, PersonName, PersonView, Reply } from '../protocol.js';
import { EntryView, elementOf } from './entry-view.js';
import { useTexts } from './texts.js';
import './conversation.css';

/** So many entries are drawn at once; earlier ones when they are asked for. */
const PORTION = 100;
/** So near to the end counts as being there. In px. */
const NEAR = 48;

export interface ConversationProps {
  readonly pane: PaneName;
  /** What the acting person may see of the place that is open. */
  readonly entries: readonly Entry[];
  readonly people: readonly PersonView[];
  readonly as: PersonName;
  /** Its new messages are read out; those of the other pane are the same ones. */
  readonly live: boolean;
  /** Said where nothing stands yet. */
  readonly empty: string;
  /** The entry that is to be brought into sight. */
  readonly wanted: string | undefined;
  reached(): void;
  click(given: unknown): Promise<Reply>;
}

/** A conversation: stays at its end, unless one reads further up. */
export function Conversation({ pane, entries, people, as, live, empty, wanted, reached, click }: ConversationProps) {
  const say = useTexts();
  const [count, setCount] = useState(PORTION);
  const { log, inner, behind, toEnd, leave } = useEnd(entries, as);
  useEffect(() => {
    if (wanted === undefined) return;
    const element = document.getElementById(elementOf(pane, wanted));
    if (element) {
      leave();
      element.focus({ preventScroll: true });
      element.scrollIntoView({ block: 'start' });
      reached();
    } else if (count < entries.length) setCount(entries.length);
    else reached();
  }, [pane, wanted, count, entries.length, reached, leave]);

  const shown = entries.slice(-count);
  return (
    <div class="conversation">
      {/* A list that scrolls is reached by keyboard like any other control. */}
      <div
        class="log"
        role="log"
        aria-label={say('page.messages')}
        aria-live={live ? 'polite' : 'off'}
        aria-relevant="additions"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls it by the arrow keys.
        tabIndex={0}
        ref={log}
      >
        <div ref={inner}>
          {shown.length < entries.length && (
            <button type="button" class="button earlier" onClick={() => setCount(count + PORTION)}>
              {say('page.earlier')}
            </button>
          )}
          {shown.length === 0 && <p class="log-empty">{empty}</p>}
          {shown.map((entry, at) => (
            <Fragment key={entry.id}>
              {entry.day !== shown[at - 1]?.day && (
                <p class="day">
                  <span>{entry.day}</span>
                </p>
              )}
              <EntryView entry={entry} pane={pane} called={calledOf(entry.by, people)} click={click} />
            </Fragment>
          ))}
        </div>
      </div>
      {behind && (
        <button type="button" class="new-messages" onClick={toEnd}>
          {say('page.new-messages')}
          <span aria-hidden="true"> ↓</span>
        </button>
      )}
    </div>
  );
}

function calledOf(by: Entry['by'], people: readonly PersonView[]): string {
  return by === 'ferry' ? 'Ferry' : (people.find(({ name }) => name === by)?.called ?? by);
}

/** Keeps the end in sight while it is in sight; `behind`: something came while one read further up. */
function useEnd(entries: readonly Entry[], as: PersonName) {
  const log = useRef<HTMLDivElement>(null);
  const inner = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const [behind, setBehind] = useState(false);
  const last = entries.at(-1);
  const toEnd = () => {
    atEnd.current = true;
    if (log.current) log.current.scrollTop = log.current.scrollHeight;
    setBehind(false);
  };
  useLayoutEffect(() => {
    // What one has just said or asked for is looked at, wherever the button was.
    const isMine = last?.by === as || (last?.by === 'ferry' && !last.posted && (last.only ?? last.of) === as);
    if (atEnd.current || isMine) toEnd();
    else setBehind(true);
  }, [last?.id]);
  useEffect(() => {
    const box = log.current;
    if (!box || !inner.current) return;
    let top = box.scrollTop;
    const scrolled = () => {
      const isNear = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;
      // Only who scrolls up leaves the end; what has grown since is not followed yet.
      if (isNear || box.scrollTop < top) atEnd.current = isNear;
      if (isNear) setBehind(false);
      top = box.scrollTop;
    };
    // Cards grow after they are put in, and the pane with the window.
    const grown = new ResizeObserver(() => {
      if (atEnd.current) box.scrollTop = box.scrollHeight;
    });
    box.addEventListener('scroll', scrolled, { passive: true });
    grown.observe(inner.current);
    grown.observe(box);
    return () => {
      box.removeEventListener('scroll', scrolled);
      grown.disconnect();
    };
  }, []);
  const leave = useCallback(() => {
    atEnd.current = false;
  }, []);
  return { log, inner, behind, toEnd, leave };
}
