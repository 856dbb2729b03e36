import { useRef } from 'preact/hooks';

export interface TabListProps<N extends string> {
  /** What the tabs choose between, for who does not see them. */
  readonly label: string;
  readonly tabs: readonly { readonly name: N; readonly called: string; readonly panel: string }[];
  readonly chosen: N;
  choose(name: N): void;
}

/** The id of a tab: for the `aria-labelledby` of its panel, which several tabs may share. */
export function tabOf(panel: string, name: string): string {
  return `${panel}-tab-${name}`;
}

/** Tabs of which one is chosen: by arrow keys, Home and End as by a click. */
export function TabList<N extends string>({ label, tabs, chosen, choose }: TabListProps<N>) {
  const list = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent) => {
    const at = tabs.findIndex(({ name }) => name === chosen);
    const next = tabs[nextAt(event.key, at, tabs.length) ?? -1];
    if (next === undefined) return;
    event.preventDefault();
    choose(next.name);
    list.current?.querySelector<HTMLElement>(`[data-tab="${next.name}"]`)?.focus();
  };
  return (
    <div class="tab-list" role="tablist" aria-label={label} ref={list}>
      {tabs.map(({ name, called, panel }) => (
        <button
          key={name}
          type="button"
          role="tab"
          id={tabOf(panel, name)}
          data-tab={name}
          aria-selected={name === chosen}
          aria-controls={name === chosen ? panel : undefined}
          tabIndex={name === chosen ? 0 : -1}
          onClick={() => choose(name)}
          onKeyDown={move}
        >
          {called}
        </button>
      ))}
    </div>
  );
}

function nextAt(key: string, at: number, count: number): number | undefined {
  if (key === 'ArrowRight') return (at + 1) % count;
  if (key === 'ArrowLeft') return (at - 1 + count) % count;
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : undefined;
}
