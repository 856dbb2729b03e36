import { useEffect } from 'preact/hooks';
import type { Entry, PaneName, PersonName, State } from '../protocol.js';
import type { Ask } from './asking.js';
import { Composer, lineOf } from './composer.js';
import { Conversation } from './conversation.js';
import type { Directory } from './pane.js';
import type { PaneDoings } from './pane-doings.js';
import { Board, CHANNEL, Places } from './places.js';
import { tabOf } from './tab-list.js';
import { useTexts } from './texts.js';
import { viewsOf } from './views.js';
import './pane.css';

/** Names of products, the same in every language. */
export const productOf: Readonly<Record<PaneName, string>> = { slack: 'Slack', teams: 'Teams' };

/** The id of the pane on the page. */
export function panelOf(pane: PaneName): string {
  return `pane-${pane}`;
}

/** What is to have the focus: an entry, or without one the line to type into. */
export interface Wanted {
  readonly pane: PaneName;
  readonly entry?: string;
}

export interface PaneViewProps {
  readonly pane: PaneName;
  readonly doings: PaneDoings;
  readonly state: State;
  readonly entries: readonly Entry[];
  readonly as: PersonName;
  readonly live: boolean;
  /** On a narrow screen the panes are panels of tabs, of which one is shown. */
  readonly tab: 'none' | 'chosen' | 'hidden';
  readonly wanted: Wanted | undefined;
  readonly ask: Ask;
  used(): void;
  reached(): void;
}

/** The channel, one's own conversation and the board, as one platform shows them. */
export function PaneView(props: PaneViewProps) {
  const { pane, doings, state, entries, as, live, tab, wanted, ask, used, reached } = props;
  const say = useTexts();
  const { open } = doings;
  const panel = panelOf(pane);
  const place = `${panel}-place`;
  const { Dialog } = viewsOf[pane];
  useEffect(() => {
    if (open === 'board') void ask('board', { as });
  }, [open, as, ask]);
  useEffect(() => {
    if (wanted === undefined || wanted.entry !== undefined || open === 'board') return;
    document.getElementById(lineOf(pane, open))?.focus();
    reached();
  }, [pane, wanted, open, reached]);
  useReturnedFocus(doings, open === 'board' ? place : lineOf(pane, open));
  return (
    <section
      class={`pane pane-${pane}`}
      id={panel}
      role={tab === 'none' ? undefined : 'tabpanel'}
      aria-labelledby={tab === 'none' ? `${panel}-name` : tabOf(panel, pane)}
      hidden={tab === 'hidden'}
      onFocusIn={used}
      onPointerDown={used}
    >
      <div class="pane-head">
        <h2 id={`${panel}-name`}>{productOf[pane]}</h2>
        <Places pane={pane} panel={place} open={open} show={doings.show} />
      </div>
      <div
        class={open === 'board' ? 'place board' : 'place'}
        id={place}
        role="tabpanel"
        aria-labelledby={tabOf(place, open)}
        // A board scrolls as a whole, by the arrow keys too; a conversation does so within.
        tabIndex={open === 'board' ? 0 : -1}
      >
        {open === 'board' ? (
          <Board pane={pane} drawing={state.boards[as]?.[pane]} click={doings.click} />
        ) : (
          <Conversation
            key={open}
            pane={pane}
            entries={entries.filter((entry) => entry.place === open && isSeenBy(as, entry))}
            people={state.people}
            as={as}
            live={live}
            empty={say(`page.empty-${open}`)}
            wanted={wanted?.entry}
            reached={reached}
            click={doings.click}
          />
        )}
      </div>
      <Passing doings={doings} />
      {(['channel', 'own'] as const).map((name) => (
        <Composer
          key={name}
          pane={pane}
          place={name}
          hidden={name !== open}
          examples={state.examples}
          send={(text) => doings.say(name, text)}
        />
      ))}
      {doings.dialog && <Dialog dialog={doings.dialog} directory={directoryOf(pane, state)} {...doings.inDialog} />}
    </section>
  );
}

function Passing({ doings: { passing, pass } }: Pick<PaneViewProps, 'doings'>) {
  const say = useTexts();
  return (
    <output class="passing">
      {passing && (
        <span class={`passing-line ${passing.problem ? 'passing-problem' : ''}`}>
          <span>{passing.text}</span>
          <button type="button" class="passing-close" aria-label={say('page.close')} onClick={pass}>
            <span aria-hidden="true">×</span>
          </button>
        </span>
      )}
    </output>
  );
}

/** When a dialog closes, the focus goes back to where it was, or else to `otherwise`. */
function useReturnedFocus({ dialog, opener }: PaneDoings, otherwise: string): void {
  const isOpen = dialog !== undefined;
  useEffect(() => {
    if (!isOpen) return;
    return () => {
      if (document.activeElement !== null && document.activeElement !== document.body) return;
      const before = opener.current;
      const back = before instanceof HTMLElement && before.isConnected ? before : document.getElementById(otherwise);
      back?.focus();
    };
  }, [isOpen, opener, otherwise]);
}

function isSeenBy(person: PersonName, { only, of }: Entry): boolean {
  return (only === undefined || only === person) && (of === undefined || of === person);
}

function directoryOf(pane: PaneName, { people, channelIds }: State): Directory {
  return {
    people: people.map(({ ids, called }) => ({ id: ids[pane], called })),
    channel: { id: channelIds[pane], called: CHANNEL },
  };
}
