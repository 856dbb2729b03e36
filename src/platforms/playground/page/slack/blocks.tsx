import type { ComponentChildren } from 'preact';
import type { Reply } from '../../protocol.js';
import type { Block, InputBlock, RichPart } from './block-kit.js';
import { ActionButton } from './button.js';
import { Text } from './text.js';
import './blocks.css';

export interface BlocksProps {
  readonly blocks: readonly Block[];
  click(given: unknown): Promise<Reply>;
  /** Draws an input; only forms have them. */
  input?(block: InputBlock): ComponentChildren;
  /** What the ids of the elements start with, where blocks are to be found by theirs. */
  readonly prefix?: string;
}

/** Blocks, as Slack draws them one under the other. */
export function Blocks({ blocks, ...rest }: BlocksProps) {
  return (
    <div class="slack-blocks">
      {blocks.map((block, at) => (
        <BlockOf key={block.block_id ?? at} block={block} {...rest} />
      ))}
    </div>
  );
}

function BlockOf({ block, click, input, prefix }: Omit<BlocksProps, 'blocks'> & { readonly block: Block }) {
  const id = prefix === undefined || block.block_id === undefined ? undefined : prefix + block.block_id;
  switch (block.type) {
    case 'header':
      return (
        <h3 class="slack-header" id={id}>
          <Text text={block.text} />
        </h3>
      );
    case 'section':
      return (
        <div class="slack-section" id={id}>
          {block.text && <Text text={block.text} />}
          {block.fields && <div class="slack-fields">{block.fields.map(textCell)}</div>}
        </div>
      );
    case 'context':
      return (
        <div class="slack-context" id={id}>
          {block.elements.map(textCell)}
        </div>
      );
    case 'actions':
      return (
        <div class="slack-actions" id={id}>
          {block.elements.map((button) => (
            // Drawn anew, the focus stays on what does the same, and never comes to stand on something else.
            <ActionButton key={button.accessibility_label ?? button.text.text} button={button} click={click} />
          ))}
        </div>
      );
    case 'rich_text':
      return <div id={id}>{block.elements.map(richPart)}</div>;
    case 'divider':
      return <hr class="slack-divider" id={id} />;
    case 'input':
      return <>{input?.(block) ?? <Unknown what={block} />}</>;
    default:
      return <Unknown what={block} />;
  }
}

function textCell(text: Parameters<typeof Text>[0]['text']) {
  return (
    <span>
      <Text text={text} />
    </span>
  );
}

function richPart(part: RichPart) {
  switch (part.type) {
    case 'rich_text_section':
      return (
        <div class="slack-section">{part.elements.map(({ text, style }) => (style?.bold ? <b>{text}</b> : text))}</div>
      );
    case 'rich_text_preformatted':
      return <pre class="slack-preformatted">{part.elements.map(({ text }) => text)}</pre>;
    default:
      return <Unknown what={part} />;
  }
}

/** What Ferry has not drawn until now is not lost, only plain. */
function Unknown({ what }: { readonly what: unknown }) {
  return <pre class="slack-unknown">{JSON.stringify(what, null, 1)}</pre>;
}
