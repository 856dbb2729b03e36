import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type en from '../../../messages/locales/en.json';

/** A text of the page itself: one without a hole. What has holes comes said from the server. */
export type PageKey = Extract<keyof typeof en, `page.${string}`>;

export const Texts = createContext<Readonly<Record<string, string>>>({});

/** Says the page's own words in the language that was chosen. */
export function useTexts(): (key: PageKey) => string {
  const texts = useContext(Texts);
  return (key) => texts[key] ?? '';
}
