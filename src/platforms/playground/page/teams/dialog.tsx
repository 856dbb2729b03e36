import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Reply } from '../../protocol.js';
import type { DialogProps } from '../pane.js';
import { useTexts } from '../texts.js';
import { CardView } from './card-view.js';
import type { Found } from './combobox.js';
import { isOfPeople } from './ferry-card.js';
import { firstToSee } from './mend.js';
import './card.css';
import './dialog.css';
import './inputs.css';

interface TaskInfo {
  readonly title?: string;
  readonly height?: string;
  readonly card?: Attachment;
  readonly more?: readonly Attachment[];
}

interface Attachment {
  readonly content: unknown;
}

/** A dialog of Teams: a form, or the answer to one. */
export function TeamsDialog({ dialog, directory, submit, click, suggest, close }: DialogProps) {
  const say = useTexts();
  const box = useRef<HTMLDialogElement>(null);
  const first = useRef<HTMLElement>(undefined);
  const waits = useRef(false);
  const [problem, setProblem] = useState<string>();
  const heading = useId();
  const { title, height, card, more = [] } = dialog as TaskInfo;

  useLayoutEffect(() => {
    const { current } = box;
    current?.showModal();
    if (first.current) firstToSee(first.current)?.focus();
    // Closed before it goes, so that the focus returns to where it was.
    return () => current?.close();
  }, []);

  const act = async (data: unknown) => {
    if (waits.current) return;
    waits.current = true;
    setProblem(undefined);
    const reply = await send(data, { submit, click }).finally(() => {
      waits.current = false;
    });
    setProblem(reply.problem);
  };
  const find = async (dataset: string, typed: string): Promise<readonly Found[]> => {
    if (!isOfPeople(dataset)) return resultsIn(await suggest(dataset, typed));
    const sought = typed.trim().toLowerCase();
    return directory.people
      .filter(({ called }) => called.toLowerCase().includes(sought))
      .map(({ id, called }) => ({ value: id, title: called }));
  };
  // The card is drawn before the dialog opens, which moves the focus itself.
  const look = (drawn: HTMLElement) => {
    first.current = drawn;
    if (box.current?.open) firstToSee(drawn)?.focus();
  };

  return (
    <dialog
      ref={box}
      class={`teams-dialog${height === 'large' ? ' teams-high' : ''}`}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
    >
      <header class="teams-dialog-head">
        <h2 id={heading}>{title ?? 'Ferry'}</h2>
        <button type="button" class="teams-close" onClick={close}>
          {say('page.close')}
        </button>
      </header>
      <p class="teams-refused" role="alert">
        {problem}
      </p>
      <div class="teams-dialog-body">
        {card && <CardView card={card.content} act={(data) => void act(data)} find={find} drawn={look} />}
        {more.map(({ content }, index) => (
          <CardView key={index} card={content} act={(data) => void act(data)} />
        ))}
      </div>
    </dialog>
  );
}

/** A button runs something by itself; what sends the form names the command that the form is of. */
function send(data: unknown, { submit, click }: Pick<DialogProps, 'submit' | 'click'>): Promise<Reply> {
  return typeof (data as { readonly run?: unknown }).run === 'string' ? click(data) : submit(data);
}

function resultsIn(response: unknown): readonly Found[] {
  const results = (response as { readonly value?: { readonly results?: unknown } }).value?.results;
  return Array.isArray(results) ? (results as Found[]) : [];
}
