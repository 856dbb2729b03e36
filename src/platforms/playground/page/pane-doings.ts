import { useCallback, useRef, useState } from 'preact/hooks';
import type { Drawing, PaneName, PersonName, PlaceName, Reply } from '../protocol.js';
import type { Connection } from './connection.js';
import type { DialogProps } from './pane.js';

/** What a pane can show; the board is nobody's conversation. */
export type Open = PlaceName | 'board';

export interface PaneDoings {
  readonly open: Open;
  show(open: Open): void;
  /** What the last thing that was done there led to, where nothing else tells. */
  readonly passing: { readonly text: string; readonly problem: boolean } | undefined;
  /** Takes the passing line away. */
  pass(): void;
  readonly dialog: Drawing | undefined;
  /** What had the focus when the dialog opened. */
  readonly opener: { readonly current: Element | null };
  readonly inDialog: Pick<DialogProps, 'submit' | 'click' | 'suggest' | 'close'>;
  say(place: PlaceName, text: string): Promise<Reply>;
  /** Stays the same from one drawing to the next. */
  click(given: unknown): Promise<Reply>;
}

/** What one does in a pane, and what comes of it there beside what the stream tells. */
export function usePaneDoings(pane: PaneName, as: PersonName, { ask, suggest }: Connection): PaneDoings {
  const [open, setOpen] = useState<Open>('channel');
  const [passing, setPassing] = useState<PaneDoings['passing']>();
  const [dialog, setDialog] = useState<{ readonly drawing: Drawing; readonly place: PlaceName }>();
  const opener = useRef<Element | null>(null);
  const place: PlaceName = open === 'channel' ? 'channel' : 'own';
  const standing = useRef({ as, place });
  standing.current = { as, place };

  const begin = useCallback(() => {
    opener.current = document.activeElement;
    setPassing(undefined);
  }, []);
  const take = useCallback((reply: Reply, from: PlaceName): Reply => {
    const text = reply.problem ?? reply.passing;
    setPassing(text === undefined ? undefined : { text, problem: reply.problem !== undefined });
    if (reply.dialog) setDialog({ drawing: reply.dialog, place: from });
    return reply;
  }, []);
  const say = useCallback(
    async (where: PlaceName, text: string) => {
      begin();
      return take(await ask('say', { as: standing.current.as, pane, place: where, text }), where);
    },
    [ask, begin, take, pane],
  );
  const click = useCallback(
    async (given: unknown) => {
      begin();
      const now = standing.current;
      return take(await ask('click', { ...now, pane, given }), now.place);
    },
    [ask, begin, take, pane],
  );

  const dialogPlace = dialog?.place ?? place;
  const doing = { as, pane, place: dialogPlace };
  const takeInDialog = (reply: Reply): Reply => {
    // What was filled in is not lost when it could not be taken: the dialog stays, and says why itself.
    if (reply.problem !== undefined) return reply;
    if (reply.dialog === undefined) setDialog(undefined);
    return take(reply, dialogPlace);
  };
  const inDialog: PaneDoings['inDialog'] = {
    submit: async (given) => takeInDialog(await ask('submit', { ...doing, given })),
    click: async (given) => takeInDialog(await ask('click', { ...doing, given, dialog: true })),
    suggest: async (lookup, typed) => suggest({ ...doing, lookup, typed }),
    close: () => setDialog(undefined),
  };
  return {
    open,
    show: (next) => {
      setPassing(undefined);
      setOpen(next);
    },
    passing,
    pass: () => setPassing(undefined),
    dialog: dialog?.drawing,
    opener,
    inDialog,
    say,
    click,
  };
}
