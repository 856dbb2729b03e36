import { type Action, ExecuteAction, OpenUrlAction, SubmitAction } from 'adaptivecards';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { useTexts } from '../texts.js';
import type { Found } from './combobox.js';
import { drawCard, readCard } from './ferry-card.js';
import { markMentions, mend } from './mend.js';

interface CardViewProps {
  readonly card: unknown;
  /** A button was clicked: its data, with what is filled into the card. */
  act(data: unknown): void;
  find?(dataset: string, typed: string): Promise<readonly Found[]>;
  /** It has been drawn anew. */
  drawn?(element: HTMLElement): void;
}

/** One Adaptive Card, drawn by Microsoft's own renderer. */
export function CardView({ card, act, find, drawn }: CardViewProps) {
  const say = useTexts();
  const host = useRef<HTMLDivElement>(null);
  const latest = useRef({ act, find, drawn });
  latest.current = { act, find, drawn };
  // The stream sends everything again: what is the same stays as it is, with the focus in it.
  const json = JSON.stringify(card);
  const [table, nothingFound, outOfRange] = [
    say('page.teams-table'),
    say('page.teams-none-found'),
    say('page.teams-out-of-range'),
  ];

  useLayoutEffect(() => {
    const element = host.current;
    if (!element) return;
    const { card: read } = readCard(JSON.parse(json), {
      find: async (dataset, typed) => (await latest.current.find?.(dataset, typed)) ?? [],
      nothingFound,
      outOfRange,
    });
    read.onExecuteAction = (action) => perform(action, latest.current.act);
    const again = focusIn(element);
    const drawing = drawCard(read);
    element.replaceChildren(...(drawing ? [drawing] : []));
    if (!drawing) return;
    markMentions(drawing, mentionsIn(card));
    const undo = mend(drawing, table);
    again?.(drawing);
    latest.current.drawn?.(drawing);
    return undo;
  }, [json, table, nothingFound, outOfRange]);

  return <div ref={host} class={`teams-card${isFull(card) ? ' teams-full' : ''}`} />;
}

function perform(action: Action, act: (data: unknown) => void): void {
  if (action instanceof OpenUrlAction) {
    if (action.url && /^https:/i.test(action.url)) window.open(action.url, '_blank', 'noopener');
  } else if (action instanceof SubmitAction || action instanceof ExecuteAction) act(action.data);
}

/** Who has the focus on a button of the card keeps it there when the card is drawn anew; never on what does something else. */
function focusIn(host: HTMLElement): ((drawn: HTMLElement) => void) | undefined {
  const { activeElement } = document;
  if (!(activeElement instanceof HTMLButtonElement) || !host.contains(activeElement)) return undefined;
  const { textContent: label, title } = activeElement;
  return (drawn) => {
    const buttons = [...drawn.querySelectorAll('button')];
    const same = buttons.find((one) => one.textContent === label && one.title === title);
    if (same === undefined) drawn.tabIndex = -1;
    (same ?? drawn).focus({ preventScroll: true });
  };
}

interface Teams {
  readonly width?: unknown;
  readonly entities?: readonly { readonly text?: unknown; readonly mentioned?: { readonly name?: unknown } }[];
}

function teamsOf(card: unknown): Teams {
  return (card as { readonly msteams?: Teams } | undefined)?.msteams ?? {};
}

function isFull(card: unknown): boolean {
  return teamsOf(card).width === 'Full';
}

function mentionsIn(card: unknown): { text: string; name: string }[] {
  return (teamsOf(card).entities ?? []).flatMap(({ text, mentioned }) =>
    text && mentioned?.name ? [{ text: String(text), name: String(mentioned.name) }] : [],
  );
}
