import { useEffect, useRef, useState } from 'preact/hooks';
import type { DialogProps } from '../pane.js';
import { useTexts } from '../texts.js';
import type { InputBlock, View } from './block-kit.js';
import { Blocks } from './blocks.js';
import { Field } from './field.js';
import { type Held, heldAtFirst, isEmpty, sentOf } from './held.js';

/** Ids of elements; there is one dialog at a time. */
const PREFIX = 'slack-view-';
/** Blocks that say what is wrong start with this; one at an input ends with the name of its field. */
const PROBLEM = 'problem:';

export interface ViewFormProps extends Omit<DialogProps, 'dialog'> {
  readonly view: View;
}

/** What stands in a modal: its title, its blocks, and the buttons that send and close it. */
export function ViewForm({ view, directory, submit, click, suggest, close }: ViewFormProps) {
  const say = useTexts();
  const body = useRef<HTMLDivElement>(null);
  const inputs = view.blocks.filter((block): block is InputBlock => block.type === 'input');
  const [held, setHeld] = useState(() =>
    Object.fromEntries(inputs.map(({ block_id, element }) => [block_id, heldAtFirst(element, directory)] as const)),
  );
  const [missing, setMissing] = useState<ReadonlySet<string>>(new Set());
  const [refused, setRefused] = useState<string>();
  const [isPending, setPending] = useState(false);
  useEffect(() => focusFirst(view, body.current), [view]);

  const hold = (block: string, now: Held) => {
    setHeld((before) => ({ ...before, [block]: now }));
    setMissing((before) => new Set([...before].filter((one) => one !== block)));
  };
  const send = (event: Event) => {
    event.preventDefault();
    if (isPending || view.submit === undefined) return;
    const empty = inputs.filter(({ optional, block_id }) => optional !== true && isEmpty(held[block_id] ?? ''));
    setMissing(new Set(empty.map(({ block_id }) => block_id)));
    const [first] = empty;
    if (first) return document.getElementById(PREFIX + first.block_id)?.focus();
    setPending(true);
    setRefused(undefined);
    void submit(sentView(view, inputs, held))
      .then(({ problem }) => setRefused(problem))
      .finally(() => setPending(false));
  };
  const run = async (value: unknown) => {
    const came = await click(value);
    setRefused(came.problem);
    return came;
  };
  const field = (block: InputBlock) => {
    const above = PROBLEM + block.block_id.replace(/^field:/, '');
    return (
      <Field
        key={block.block_id}
        block={block}
        id={PREFIX + block.block_id}
        held={held[block.block_id] ?? ''}
        hold={(now) => hold(block.block_id, now)}
        isMissing={missing.has(block.block_id)}
        problem={view.blocks.some(({ block_id }) => block_id === above) ? PREFIX + above : undefined}
        directory={directory}
        suggest={suggest}
      />
    );
  };
  const closing = view.close?.text ?? say('page.close');
  return (
    <form noValidate onSubmit={send} onKeyDown={(event) => isSending(event) && send(event)}>
      <div class="slack-dialog-head">
        <h2 id="slack-dialog-title">{view.title.text}</h2>
        <button type="button" class="slack-dialog-x" aria-label={closing} onClick={close}>
          ✕
        </button>
      </div>
      {/* Without inputs it is scrolled by the keyboard, and read from its beginning. */}
      <div
        class="slack-dialog-body"
        ref={body}
        {...(inputs.length === 0 ? { tabIndex: 0, role: 'region', 'aria-labelledby': 'slack-dialog-title' } : {})}
      >
        <Blocks blocks={view.blocks} click={run} input={field} prefix={PREFIX} />
      </div>
      <p class="slack-dialog-said" role="status">
        {refused}
      </p>
      <div class="slack-dialog-foot">
        <button type="button" class="slack-button" onClick={close}>
          {closing}
        </button>
        {view.submit && (
          <button type="submit" class="slack-button slack-primary" aria-disabled={isPending}>
            {view.submit.text}
          </button>
        )}
      </div>
    </form>
  );
}

/** The form as Slack sends it. */
function sentView(view: View, inputs: readonly InputBlock[], held: Readonly<Record<string, Held>>) {
  const { callback_id, private_metadata, blocks } = view;
  const values = inputs.map(
    ({ block_id, element }) => [block_id, { [element.action_id]: sentOf(element, held[block_id] ?? '') }] as const,
  );
  return { callback_id, private_metadata, state: { values: Object.fromEntries(values) }, blocks };
}

/** The first thing that is wrong, else the first input, else all that is to be read. */
function focusFirst({ blocks }: View, body: HTMLElement | null): void {
  const problem = blocks.find(({ block_id }) => block_id?.startsWith(PROBLEM))?.block_id;
  const about = problem === undefined ? null : document.getElementById(PREFIX + problem);
  const wrong = problem && document.getElementById(problem.replace(PROBLEM, `${PREFIX}field:`));
  // What stands against all of the form is read out before it.
  if (about) about.tabIndex = -1;
  const first = wrong || about || body?.querySelector<HTMLElement>('input, select, textarea') || body;
  first?.focus();
}

/** As in Slack, also from a text of several lines. */
function isSending({ key, ctrlKey, metaKey }: KeyboardEvent): boolean {
  return key === 'Enter' && (ctrlKey || metaKey);
}
