import { useState } from 'preact/hooks';
import type { Reply } from '../../protocol.js';
import type { Button } from './block-kit.js';

export interface ActionButtonProps {
  readonly button: Button;
  click(given: unknown): Promise<Reply>;
}

/** A button of Ferry's; one with an address is a link. */
export function ActionButton({ button, click }: ActionButtonProps) {
  const { text, value, url, style, accessibility_label: label } = button;
  const [isPending, setPending] = useState(false);
  const press = () => {
    if (isPending) return;
    setPending(true);
    void click(value).finally(() => setPending(false));
  };
  const look = `slack-button${style === undefined ? '' : ` slack-${style}`}`;
  if (url?.startsWith('https:')) {
    return (
      <a class={look} href={url} target="_blank" rel="noopener noreferrer" aria-label={label}>
        {text.text}
      </a>
    );
  }
  // One that is disabled would lose the focus.
  return (
    <button type="button" class={look} aria-label={label} aria-disabled={isPending} onClick={press}>
      {text.text}
    </button>
  );
}
