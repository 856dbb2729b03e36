import type { DrawingProps } from '../pane.js';
import type { Block } from './block-kit.js';
import { Blocks } from './blocks.js';
import { unescaped } from './text.js';

/** A message, from what chat.postMessage gets; one without blocks is its text. */
export function SlackMessage({ drawing, click }: DrawingProps) {
  const { blocks, text } = drawing as { readonly blocks?: readonly Block[]; readonly text?: string };
  return (
    <div class="slack">
      {blocks ? <Blocks blocks={blocks} click={click} /> : <p class="slack-section">{unescaped(text ?? '')}</p>}
    </div>
  );
}

/** A person's App Home, from its view. */
export function SlackBoard(props: DrawingProps) {
  return <SlackMessage {...props} />;
}
