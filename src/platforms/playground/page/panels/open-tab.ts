import { useEffect, useState } from 'preact/hooks';

export type TabName = 'tour' | 'outside' | 'time' | 'inside';

let shown: TabName | undefined;
const listeners = new Set<(tab: TabName) => void>();

/** Shows a tab of the side panel, from anywhere on the page. */
export function openTab(tab: TabName): void {
  shown = tab;
  for (const listener of listeners) listener(tab);
}

/** Tells when a tab is shown: a page that shows one thing at a time brings the side panel to the front then. Answers its end. */
export function onTabOpened(listener: (tab: TabName) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The tab that is shown, kept while the side panel is away; how it is changed; and how often `openTab` asked for one. */
export function useTab(first: TabName): { tab: TabName; choose(tab: TabName): void; opened: number } {
  const [tab, setTab] = useState(shown ?? first);
  const [opened, setOpened] = useState(0);
  useEffect(
    () =>
      onTabOpened((next) => {
        setTab(next);
        setOpened((count) => count + 1);
      }),
    [],
  );
  const choose = (next: TabName) => {
    shown = next;
    setTab(next);
  };
  return { tab, choose, opened };
}
