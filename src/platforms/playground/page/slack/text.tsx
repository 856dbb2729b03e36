import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Directory } from '../pane.js';
import type { TextObject } from './block-kit.js';

/** Who is called how: a mention holds an id alone. */
export const SlackPeople = createContext<Directory['people']>([]);

/** A text object. Of Slack's markup Ferry sends bold labels, mentions and the three entities, and nothing else is read. */
export function Text({ text }: { readonly text: TextObject }) {
  if (text.type === 'plain_text') return <>{text.text}</>;
  return <>{text.text.split(/(\*[^*\n]+\*|<@[A-Z0-9]+>)/).map(drawn)}</>;
}

/** The entities as the characters that they stand for. */
export function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

function drawn(part: string) {
  const [, bold] = /^\*(.+)\*$/.exec(part) ?? [];
  const [, user] = /^<@(.+)>$/.exec(part) ?? [];
  if (bold !== undefined) return <b>{unescaped(bold)}</b>;
  return user === undefined ? unescaped(part) : <MentionOf user={user} />;
}

function MentionOf({ user }: { readonly user: string }) {
  const people = useContext(SlackPeople);
  return <span class="slack-mention">@{people.find(({ id }) => id === user)?.called ?? user}</span>;
}
