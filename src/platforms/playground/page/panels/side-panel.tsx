import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { PanelProps } from '../asking.js';
import { TabList, tabOf } from '../tab-list.js';
import { type PageKey, useTexts } from '../texts.js';
import { InsidePanel } from './inside-panel.js';
import { type TabName, useTab } from './open-tab.js';
import { OutsidePanel, useCustomer } from './outside-panel.js';
import { TimePanel } from './time-panel.js';
import { TourPanel, useSkipped } from './tour-panel.js';
import './side-panel.css';

const TABS: readonly { readonly name: TabName; readonly text: PageKey }[] = [
  { name: 'tour', text: 'page.tour-tab' },
  { name: 'outside', text: 'page.outside-tab' },
  { name: 'time', text: 'page.time-tab' },
  { name: 'inside', text: 'page.inside-tab' },
];

/** What stands beside the conversations: the tour, what lies outside of Ferry, what time brought, and what goes on inside. */
export function SidePanel(props: PanelProps) {
  const say = useTexts();
  const [skipped, skip] = useSkipped();
  const { tab, choose, opened } = useTab(skipped ? 'outside' : 'tour');
  // Kept here: a customer who is new is noticed whatever tab is shown.
  const [customer, chooseCustomer] = useCustomer(props.state.customers);
  const panel = useRef<HTMLDivElement>(null);
  const noteFocus = useKeptFocus(panel);
  useEffect(() => {
    if (opened > 0) panel.current?.focus();
  }, [opened]);
  const id = `beside-${tab}`;
  return (
    <div class="side-panel">
      <TabList
        label={say('page.side-label')}
        tabs={TABS.map(({ name, text }) => ({ name, called: say(text), panel: `beside-${name}` }))}
        chosen={tab}
        choose={choose}
      />
      <div
        key={tab}
        class="side-panel-body"
        id={id}
        role="tabpanel"
        aria-labelledby={tabOf(id, tab)}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and is what comes after its tab.
        tabIndex={0}
        ref={panel}
        onFocusIn={noteFocus}
      >
        {tab === 'tour' && <TourPanel {...props} skipped={skipped} skip={skip} />}
        {tab === 'outside' && <OutsidePanel {...props} customer={customer} choose={chooseCustomer} />}
        {tab === 'time' && <TimePanel {...props} />}
        {tab === 'inside' && <InsidePanel {...props} />}
      </div>
    </div>
  );
}

/** When what had the focus goes away with a new state, the next thing to do has it, or the panel. Answers what notes it. */
function useKeptFocus(panel: RefObject<HTMLElement | null>): (event: FocusEvent) => void {
  const last = useRef<Element | undefined>(undefined);
  useLayoutEffect(() => {
    if (!last.current || last.current.isConnected) return;
    last.current = undefined;
    if (document.activeElement !== document.body) return;
    const next = panel.current?.querySelector<HTMLElement>('[aria-current="step"] button') ?? panel.current;
    next?.focus({ preventScroll: next === panel.current });
  }, undefined);
  return ({ target }) => {
    if (target instanceof Element) last.current = target;
  };
}
