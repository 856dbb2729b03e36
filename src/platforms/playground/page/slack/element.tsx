import type { Drawing } from '../../protocol.js';
import type { Directory } from '../pane.js';
import { useTexts } from '../texts.js';
import type { InputElement, Option } from './block-kit.js';
import { Combobox } from './combobox.js';
import type { Described } from './described.js';
import type { Held } from './held.js';

export interface ElementProps {
  readonly element: InputElement;
  readonly described: Described;
  readonly held: Held;
  hold(held: Held): void;
  readonly directory: Directory;
  suggest(lookup: string, typed: string): Promise<Drawing>;
}

/** The element of an input, by its type. */
export function ElementOf({ element, described, held, hold, directory, suggest }: ElementProps) {
  const text = typeof held === 'string' ? held : '';
  const options = typeof held === 'string' ? [] : held;
  const line = { ...described, class: 'slack-input', value: text };
  switch (element.type) {
    case 'plain_text_input': {
      const most = element.max_length;
      return element.multiline ? (
        <textarea {...line} rows={4} maxLength={most} onInput={(event) => hold(event.currentTarget.value)} />
      ) : (
        <input {...line} type="text" maxLength={most} onInput={(event) => hold(event.currentTarget.value)} />
      );
    }
    case 'number_input':
      return (
        <input
          {...line}
          type="text"
          inputMode={element.is_decimal_allowed ? 'decimal' : 'numeric'}
          autocomplete="off"
          onInput={({ currentTarget }) => {
            // Slack takes no other keys; what is not taken must not stay on the screen either.
            currentTarget.value = currentTarget.value.replace(',', '.').replace(/[^\d.-]/g, '');
            hold(currentTarget.value);
          }}
        />
      );
    case 'datepicker':
      return <input {...line} type="date" onInput={(event) => hold(event.currentTarget.value)} />;
    case 'static_select': {
      const hold1 = (value: string) => hold(element.options.filter((option) => option.value === value));
      return <Select described={described} options={element.options} value={options[0]?.value ?? ''} hold={hold1} />;
    }
    case 'users_select':
      return <Select described={described} options={directory.people.map(choiceOf)} value={text} hold={hold} />;
    case 'conversations_select':
      return <Select described={described} options={[choiceOf(directory.channel)]} value={text} hold={hold} />;
    case 'external_select':
      return (
        <Combobox
          described={described}
          held={options[0]}
          hold={(option) => hold(option === undefined ? [] : [option])}
          find={(typed) => suggest(element.action_id.replace(/^lookup:/, ''), typed)}
        />
      );
    case 'multi_static_select':
    case 'checkboxes':
      return <Boxes described={described} options={element.options} chosen={options} hold={hold} />;
    default:
      return <pre class="slack-unknown">{JSON.stringify(element, null, 1)}</pre>;
  }
}

interface SelectProps {
  readonly described: Described;
  readonly options: readonly Option[];
  readonly value: string;
  hold(value: string): void;
}

function Select({ described, options, value, hold }: SelectProps) {
  const say = useTexts();
  const isOffered = value === '' || options.some((option) => option.value === value);
  return (
    <select {...described} class="slack-input" value={value} onChange={(event) => hold(event.currentTarget.value)}>
      <option value="">{say('page.slack-choose')}</option>
      {!isOffered && <option value={value}>{value}</option>}
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.text.text}
        </option>
      ))}
    </select>
  );
}

interface BoxesProps {
  readonly described: Described;
  readonly options: readonly Option[];
  readonly chosen: readonly Option[];
  hold(chosen: readonly Option[]): void;
}

function Boxes({ described, options, chosen, hold }: BoxesProps) {
  const { id, 'aria-describedby': about } = described;
  const wanted = new Set(chosen.map(({ value }) => value));
  const turned = (value: string) => options.filter((option) => (option.value === value) !== wanted.has(option.value));
  return (
    <>
      {options.map(({ text, value }, at) => (
        <label class="slack-box" key={value}>
          <input
            type="checkbox"
            id={at === 0 ? id : undefined}
            aria-describedby={about}
            checked={wanted.has(value)}
            onChange={() => hold(turned(value))}
          />
          <span>{text.text}</span>
        </label>
      ))}
    </>
  );
}

function choiceOf({ id, called }: { readonly id: string; readonly called: string }): Option {
  return { value: id, text: { type: 'plain_text', text: called } };
}
