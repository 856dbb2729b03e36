import { useCallback, useEffect, useState } from 'preact/hooks';
import type { PaneName, PersonName, State } from '../protocol.js';
import type { Ask, PanelProps } from './asking.js';
import { type Connection, useConnection } from './connection.js';
import { Header } from './header.js';
import { NARROW, useMedia } from './media.js';
import { usePaneDoings } from './pane-doings.js';
import { PaneView, panelOf, productOf, type Wanted } from './pane-view.js';
import { ClockBar } from './panels/clock-bar.js';
import { onTabOpened, openTab } from './panels/open-tab.js';
import { SidePanel } from './panels/side-panel.js';
import { SlackPeople } from './slack/index.js';
import { TabList } from './tab-list.js';
import { Texts, useTexts } from './texts.js';

const PANES = ['slack', 'teams'] as const;
const BESIDE = 'beside-panes';

/** The whole page. */
export function App() {
  const connection = useConnection();
  const { state } = connection;
  useEffect(() => {
    if (state === undefined) return;
    document.documentElement.lang = state.language;
    document.title = state.texts['page.title'] ?? 'Ferry';
  }, [state]);
  // The words come with the state: without it there is nothing to say.
  if (state === undefined) return <div class="coming" aria-busy="true" />;
  return (
    <Texts.Provider value={state.texts}>
      <SlackPeople.Provider value={state.people.map(({ ids, called }) => ({ id: ids.slack, called }))}>
        <Playground connection={connection} state={state} />
      </SlackPeople.Provider>
    </Texts.Provider>
  );
}

function Playground({ connection, state }: { readonly connection: Connection; readonly state: State }) {
  const say = useTexts();
  const { entries, away, busy, ask } = connection;
  const isNarrow = useMedia(NARROW);
  const [as, setAs] = useState<PersonName>('maria');
  const [live, setLive] = useState<PaneName>('slack');
  const [tab, setTab] = useState<PaneName | 'beside'>('slack');
  const [problem, setProblem] = useState<string>();
  const [wanted, setWanted] = useState<Wanted>();
  // Where one thing is shown at a time, what is asked for beside the panes comes to the front.
  useEffect(() => onTabOpened(() => setTab('beside')), []);
  const reached = useCallback(() => setWanted(undefined), []);
  const doings = { slack: usePaneDoings('slack', as, connection), teams: usePaneDoings('teams', as, connection) };

  // A dialog in a pane that is not shown would lock the page without being seen.
  const asking = PANES.find((pane) => doings[pane].dialog !== undefined);
  useEffect(() => {
    if (asking !== undefined) setTab(asking);
  }, [asking]);

  const bring = (pane: PaneName, open: 'channel' | 'own', entry?: string) => {
    setLive(pane);
    setTab(pane);
    doings[pane].show(open);
    setWanted(entry === undefined ? { pane } : { pane, entry });
  };
  const choose = (name: PaneName | 'beside') => {
    setTab(name);
    if (name !== 'beside') setLive(name);
  };
  const panel: PanelProps = {
    state,
    ask,
    busy,
    sayInChannel: (text) => {
      doings[live].show('channel');
      return doings[live].say('channel', text);
    },
    showEntry: (id) => {
      const entry = entries.find((one) => one.id === id);
      if (entry === undefined) return;
      // What only another person sees is looked at as that person.
      setAs(entry.only ?? entry.of ?? as);
      bring(live, entry.place, id);
    },
  };
  const { open } = doings[live];
  const toLine = () => bring(live, open === 'board' ? 'channel' : open);
  const askHere: Ask = async (name, body) => {
    for (const pane of PANES) doings[pane].pass();
    const reply = await ask(name, body);
    setProblem(reply.problem);
    return reply;
  };
  const actAs = (person: PersonName) => {
    for (const pane of PANES) doings[pane].pass();
    setAs(person);
  };
  const restart = (how: 'samples' | 'empty') => {
    for (const pane of PANES) doings[pane].show('channel');
    void askHere('restart', { with: how });
  };
  const standing = (name: PaneName | 'beside') => {
    if (!isNarrow) return 'none';
    return tab === name ? 'chosen' : 'hidden';
  };
  return (
    <div class="page">
      <button type="button" class="skip" onClick={toLine}>
        {say('page.skip')}
      </button>
      <button type="button" class="skip" onClick={() => openTab('tour')}>
        {say('page.skip-tour')}
      </button>
      <Header state={state} as={as} ask={askHere} actAs={actAs} restart={restart} />
      <div class="away" role="alert">
        {(away || problem !== undefined) && <p>{away ? say('page.away') : problem}</p>}
      </div>
      <ClockBar {...panel} />
      <main class="panes">
        {isNarrow && (
          <div class="shown">
            <TabList
              label={say('page.shown')}
              tabs={[
                ...PANES.map((pane) => ({ name: pane, called: productOf[pane], panel: panelOf(pane) })),
                { name: 'beside', called: say('page.beside'), panel: BESIDE },
              ]}
              chosen={tab}
              choose={choose}
            />
          </div>
        )}
        {PANES.map((pane) => (
          <PaneView
            key={pane}
            pane={pane}
            doings={doings[pane]}
            state={state}
            entries={entries}
            as={as}
            live={live === pane}
            tab={standing(pane)}
            wanted={wanted?.pane === pane ? wanted : undefined}
            ask={ask}
            used={() => setLive(pane)}
            reached={reached}
          />
        ))}
        <section
          class="beside"
          id={BESIDE}
          role={isNarrow ? 'tabpanel' : undefined}
          aria-label={say('page.beside')}
          hidden={standing('beside') === 'hidden'}
        >
          <SidePanel {...panel} />
        </section>
      </main>
    </div>
  );
}
