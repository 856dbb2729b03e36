import { useEffect, useState } from 'preact/hooks';

/** Too narrow for two panes side by side: one thing at a time is shown. The styles have the same width. */
export const NARROW = '(max-width: 719.98px)';

/** Whether a media query fits, now and whenever that changes. */
export function useMedia(query: string): boolean {
  const [fits, setFits] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const list = matchMedia(query);
    const changed = () => setFits(list.matches);
    changed();
    list.addEventListener('change', changed);
    return () => list.removeEventListener('change', changed);
  }, [query]);
  return fits;
}
