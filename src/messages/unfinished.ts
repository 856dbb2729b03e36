import type { Form, Input } from './form.js';
import type { Block, Message } from './message.js';
import { pair } from './pair.js';

/** What a button can carry, in UTF-16 units. */
const RUN_UNITS = 1_000;

/** A form as a message, for when its dialog does not wait any more, or was closed: with what was typed, and a button that opens it again. */
export function unfinished(form: Form): Message {
  const filled = form.inputs.filter(({ value }) => value !== undefined);
  const facts = filled.map(({ label, value = '', shown }) => ({ label, value: shown ?? value }));
  const problems = [
    form.problem,
    ...form.inputs.map(({ label, problem }) => problem && pair(label, problem, form.language)),
  ];
  return {
    ...(form.language === undefined ? {} : { language: form.language }),
    title: form.title,
    blocks: [
      ...problems.flatMap((text): Block[] => (text ? [{ kind: 'note', tone: 'caution', text }] : [])),
      ...(facts.length > 0 ? [{ kind: 'facts' as const, facts }] : []),
    ],
    opens: { label: form.title, run: typed(form.command, filled) },
  };
}

function typed(command: string, filled: readonly Input[]): string {
  const words = filled.flatMap(({ name, value = '' }) => quoted(value).map((text) => `${name}=${text}`));
  const run = [command, ...words].join(' ');
  return run.length > RUN_UNITS ? command : run;
}

/** A value that no quotes can hold stays out of the button; it is among the facts. */
function quoted(value: string): string[] {
  if (/^[^\s"“”„«»]+$/.test(value)) return [value];
  if (!/["“”„]/.test(value)) return [`"${value}"`];
  return value.includes('»') ? [] : [`«${value}»`];
}
