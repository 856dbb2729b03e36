import { useRef } from 'preact/hooks';
import type { DrawingProps } from '../pane.js';
import { CardView } from './card-view.js';
import './card.css';
import './inputs.css';

interface Activity {
  readonly text?: string;
  readonly attachments?: readonly { readonly content: unknown }[];
}

/** A post of Ferry's in a conversation of Teams. */
export function TeamsMessage({ drawing, click }: DrawingProps) {
  const waits = useRef(false);
  const act = async (data: unknown) => {
    // A second click before the first is answered would do it twice.
    if (waits.current) return;
    waits.current = true;
    await click(data).finally(() => {
      waits.current = false;
    });
  };
  const { text, attachments = [] } = drawing as Activity;
  return (
    <div class="teams-post">
      {text !== undefined && <p class="teams-plain">{text}</p>}
      {attachments.map(({ content }, index) => (
        <CardView key={index} card={content} act={(data) => void act(data)} />
      ))}
    </div>
  );
}

/** A board, which in Teams is a post in the chat with Ferry, kept up to date where it stands. */
export function TeamsBoard(props: DrawingProps) {
  return <TeamsMessage {...props} />;
}
