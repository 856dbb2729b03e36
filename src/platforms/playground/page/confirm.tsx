import { useEffect, useId, useRef } from 'preact/hooks';
import { useTexts } from './texts.js';
import './confirm.css';

export interface ConfirmProps {
  readonly title: string;
  readonly text: string;
  /** What its button says that does it. */
  readonly yes: string;
  confirm(): void;
  /** It has been closed, whichever way. */
  closed(): void;
}

/** Asks before something is deleted. */
export function Confirm({ title, text, yes, confirm, closed }: ConfirmProps) {
  const say = useTexts();
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => dialog.current?.showModal(), []);
  const ended = () => {
    if (dialog.current?.returnValue === 'yes') confirm();
    closed();
  };
  return (
    <dialog
      class="confirm"
      ref={dialog}
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      onClose={ended}
    >
      <h2 id={`${id}-title`}>{title}</h2>
      <p id={`${id}-text`}>{text}</p>
      <div class="confirm-buttons">
        <button type="button" class="button" onClick={() => dialog.current?.close()}>
          {say('page.cancel')}
        </button>
        <button type="button" class="button button-delete" onClick={() => dialog.current?.close('yes')}>
          {yes}
        </button>
      </div>
    </dialog>
  );
}
