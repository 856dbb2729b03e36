import { useId, useMemo, useRef, useState } from 'preact/hooks';
import type { Drawing, Inside } from '../../protocol.js';
import type { PanelProps } from '../asking.js';
import { useTexts } from '../texts.js';
import { JournalLine } from './journal-line.js';
import './inside-panel.css';

/** What the last action did inside, for the curious. */
export function InsidePanel({ state }: PanelProps) {
  const say = useTexts();
  return (
    <div class="inside">
      <h2>{say('page.inside-title')}</h2>
      <p>{say('page.inside-about')}</p>
      <p class="panel-quiet">
        {say('page.inside-folder')} <code>{state.folder}</code>
      </p>
      {state.inside ? <Done inside={state.inside} /> : <p>{say('page.inside-none')}</p>}
    </div>
  );
}

function Done({ inside }: { inside: Inside }) {
  const say = useTexts();
  const { action, journal, drawn } = inside;
  return (
    <>
      <h3>{say('page.inside-action')}</h3>
      <p>
        <code class="inside-action">{action}</code>
      </p>
      <h3>{say('page.inside-journal')}</h3>
      {journal.length === 0 && <p>{say('page.inside-unchanged')}</p>}
      {journal.map((line) => (
        <JournalLine key={line} line={line} />
      ))}
      {drawn && (
        <>
          <Drawn label={say('page.inside-slack')} drawing={drawn.slack} />
          <Drawn label={say('page.inside-teams')} drawing={drawn.teams} />
        </>
      )}
    </>
  );
}

/** What went to a platform, as JSON that can be copied. */
function Drawn({ label, drawing }: { label: string; drawing: Drawing }) {
  const say = useTexts();
  const id = useId();
  const text = useMemo(() => JSON.stringify(drawing, undefined, 2), [drawing]);
  const shown = useRef<HTMLElement>(null);
  const [told, tell] = useState('');
  const copy = async () => {
    tell('');
    try {
      await navigator.clipboard.writeText(text);
      tell(say('page.inside-copied'));
    } catch {
      // A browser may not let a page write there: the text is selected, to be copied by hand.
      if (shown.current) getSelection()?.selectAllChildren(shown.current);
      shown.current?.focus();
      tell(say('page.inside-selected'));
    }
  };
  return (
    <>
      <div class="inside-head">
        <h3 id={id}>{label}</h3>
        <span role="status" class="panel-quiet">
          {told}
        </span>
        <button type="button" class="button panel-button" aria-describedby={id} onClick={() => void copy()}>
          {say('page.inside-copy')}
        </button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and is scrolled by the keyboard too. */}
      <section class="inside-json" tabIndex={0} aria-labelledby={id} ref={shown}>
        <pre>{text}</pre>
      </section>
    </>
  );
}
