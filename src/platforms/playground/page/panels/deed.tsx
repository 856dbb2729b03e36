import { useId, useState } from 'preact/hooks';
import type { Reply } from '../../protocol.js';
import './deed.css';

export interface DeedProps {
  readonly label: string;
  /** The line that is said for the acting person. */
  readonly says?: string | undefined;
  /** It stands out: this is what comes next. */
  readonly main?: boolean;
  /** Something else is under way. The button keeps the focus, so that the keyboard does not get lost. */
  readonly waits: boolean;
  deed(): unknown;
}

/** A button that does something, with the line under it that it says. */
export function Deed({ label, says, main, waits, deed }: DeedProps) {
  const id = useId();
  return (
    <div class="deed">
      <button
        type="button"
        class={main ? 'button panel-button panel-button-main' : 'button panel-button'}
        aria-disabled={waits}
        aria-describedby={says ? id : undefined}
        onClick={() => {
          if (!waits) deed();
        }}
      >
        {label}
      </button>
      {says && <code id={id}>{says}</code>}
    </div>
  );
}

/** Does things, and keeps what is to be told of the last one: a problem, a passing line, or that it has been done. */
export function useTold(done = ''): {
  told: string;
  tell(text: string): void;
  act(work: Promise<Reply>): Promise<void>;
} {
  const [told, tell] = useState('');
  const act = async (work: Promise<Reply>) => {
    // A text that stays the same would not be read out again.
    tell('');
    const { problem, passing } = await work;
    tell(problem ?? passing ?? done);
  };
  return { told, tell, act };
}
