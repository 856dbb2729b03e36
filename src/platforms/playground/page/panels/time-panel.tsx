import type { Passage } from '../../protocol.js';
import type { PanelProps } from '../asking.js';
import { useTexts } from '../texts.js';
import './time-panel.css';

/** What was posted while the clock was moved, and what was silent and why. */
export function TimePanel({ state, showEntry }: PanelProps) {
  const say = useTexts();
  const { passage } = state;
  return (
    <div class="time">
      <h2>{say('page.time-title')}</h2>
      {passage ? <Passed passage={passage} showEntry={showEntry} /> : <p>{say('page.time-none')}</p>}
    </div>
  );
}

function Passed({ passage, showEntry }: { passage: Passage } & Pick<PanelProps, 'showEntry'>) {
  const say = useTexts();
  const { title, silent } = passage;
  const steps = passage.steps.filter(({ posts }) => posts.length > 0);
  return (
    <>
      <p>{title}</p>
      <h3>{say('page.time-posted')}</h3>
      {steps.length === 0 && <p>{say('page.time-no-posts')}</p>}
      <ol class="time-steps">
        {steps.map(({ at, posts }, index) => (
          <li key={index}>
            <span class="panel-quiet">{at}</span>
            <ul>
              {posts.map((post, place) => (
                <li key={place}>
                  <Post {...post} showEntry={showEntry} />
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
      {silent.length > 0 && (
        <details open class="time-silent">
          <summary>{say('page.time-silent')}</summary>
          <ul>
            {silent.map((sentence, index) => (
              <li key={index}>{sentence}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function Post({ title, entry, showEntry }: Passage['steps'][number]['posts'][number] & Pick<PanelProps, 'showEntry'>) {
  if (entry === undefined) return <>{title}</>;
  return (
    <button type="button" class="time-post" onClick={() => showEntry(entry)}>
      {title}
    </button>
  );
}
