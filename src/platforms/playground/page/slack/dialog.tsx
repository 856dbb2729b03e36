import { useLayoutEffect, useRef } from 'preact/hooks';
import type { DialogProps } from '../pane.js';
import type { View } from './block-kit.js';
import { SlackPeople } from './text.js';
import { ViewForm } from './view-form.js';
import './dialog.css';

/** A modal: a form, or an answer. What comes back for it takes its place within it. */
export function SlackDialog({ dialog, directory, close, ...rest }: DialogProps) {
  const shown = useRef<HTMLDialogElement>(null);
  const isLeaving = useRef(false);
  const version = useVersion(dialog);
  useLayoutEffect(() => {
    const element = shown.current;
    element?.showModal();
    return () => {
      isLeaving.current = true;
      // It gives the focus back.
      element?.close();
    };
  }, []);
  const leave = () => {
    if (!isLeaving.current) close();
  };
  return (
    <dialog
      ref={shown}
      class="slack slack-dialog"
      aria-labelledby="slack-dialog-title"
      onCancel={(event) => {
        event.preventDefault();
        leave();
      }}
      // A browser closes it without asking when Esc is pressed twice.
      onClose={leave}
    >
      <SlackPeople.Provider value={directory.people}>
        <ViewForm key={version} view={dialog as unknown as View} directory={directory} close={close} {...rest} />
      </SlackPeople.Provider>
    </dialog>
  );
}

/** Another number for each view that comes. */
function useVersion(view: unknown): number {
  const seen = useRef({ view, version: 0 });
  if (seen.current.view !== view) seen.current = { view, version: seen.current.version + 1 };
  return seen.current.version;
}
