import { useRef, useState } from 'preact/hooks';
import type { PaneName, PlaceName, Reply } from '../protocol.js';
import { useTexts } from './texts.js';
import './composer.css';

export interface ComposerProps {
  readonly pane: PaneName;
  readonly place: PlaceName;
  /** Another place is shown; what is typed here stays. */
  readonly hidden: boolean;
  readonly examples: readonly string[];
  send(text: string): Promise<Reply>;
}

/** The id of its input, to bring the focus to it. */
export function lineOf(pane: PaneName, place: PlaceName): string {
  return `${pane}-${place}-line`;
}

/** Where one types, with lines to begin with. */
export function Composer({ pane, place, hidden, examples, send }: ComposerProps) {
  const say = useTexts();
  const input = useRef<HTMLInputElement>(null);
  const empty = place === 'channel' ? '/csp ' : '';
  const [draft, setDraft] = useState(empty);
  const [waiting, setWaiting] = useState(0);
  const [unheard, setUnheard] = useState<string>();
  const earlier = useEarlier(empty);

  const submit = async (text: string) => {
    const line = text.trim();
    if (line === '') return;
    earlier.add(line);
    setDraft(empty);
    setUnheard(undefined);
    setWaiting((count) => count + 1);
    const { unheard: isUnheard } = await send(line);
    setWaiting((count) => count - 1);
    if (isUnheard) setUnheard(line);
  };
  const walk = (event: KeyboardEvent) => {
    const steps = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const found = steps === undefined || event.isComposing ? undefined : earlier.walk(steps);
    if (found === undefined) return;
    event.preventDefault();
    setDraft(found);
  };
  const fill = (example: string) => {
    setDraft(empty + example);
    input.current?.focus();
  };
  const id = lineOf(pane, place);
  return (
    <div class="composer" hidden={hidden}>
      <output class="unheard">
        {unheard !== undefined && (
          <>
            <span>{say('page.unheard')}</span>{' '}
            <button type="button" class="button" onClick={() => void submit(`/csp ${unheard}`)}>
              {say('page.unheard-say')}
              <code>/csp {unheard}</code>
            </button>
          </>
        )}
      </output>
      <form
        class="line"
        aria-busy={waiting > 0}
        onSubmit={(event) => {
          event.preventDefault();
          void submit(draft);
        }}
      >
        <label class="unseen" for={id}>
          {say(`page.line-${place}`)}
        </label>
        <input
          id={id}
          ref={input}
          value={draft}
          placeholder={say(`page.line-${place}`)}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          enterkeyhint="send"
          onInput={({ currentTarget }) => setDraft(currentTarget.value)}
          onKeyDown={walk}
        />
        <button type="submit" class="line-send">
          {waiting > 0 && <span class="spinner" aria-hidden="true" />}
          {say('page.send')}
        </button>
      </form>
      <div class="examples">
        <span>{say('page.examples')}</span>
        {examples.map(bare).map((example) => (
          <button key={example} type="button" onClick={() => fill(example)}>
            {example}
          </button>
        ))}
      </div>
    </div>
  );
}

/** Walks through what was typed before, as a shell does. */
function useEarlier(empty: string) {
  const lines = useRef<string[]>([]);
  const at = useRef(0);
  return {
    add: (line: string) => {
      if (lines.current.at(-1) !== line) lines.current.push(line);
      at.current = lines.current.length;
    },
    walk: (steps: number): string | undefined => {
      const next = at.current + steps;
      if (next < 0 || next > lines.current.length) return undefined;
      at.current = next;
      return lines.current[next] ?? empty;
    },
  };
}

function bare(example: string): string {
  return example.replace(/^\/csp\s+/i, '');
}
