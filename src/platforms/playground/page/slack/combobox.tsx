import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { Drawing } from '../../protocol.js';
import { useTexts } from '../texts.js';
import type { Option } from './block-kit.js';
import type { Described } from './described.js';

export interface ComboboxProps {
  readonly described: Described;
  readonly held: Option | undefined;
  hold(option: Option | undefined): void;
  find(typed: string): Promise<Drawing>;
}

/** An input that finds while one types. As in Slack, it holds what was offered and chosen, and nothing else. */
export function Combobox({ described, held, hold, find }: ComboboxProps) {
  const say = useTexts();
  const list = useId();
  // Undefined: what is held stands there.
  const [typed, setTyped] = useState<string>();
  // Undefined: the list is closed.
  const [found, setFound] = useState<readonly Option[]>();
  const [active, setActive] = useState(-1);
  const asked = useRef(0);
  const box = useRef<HTMLDivElement>(null);

  /** Undefined: it was overtaken by another question, or by a choice. */
  const offered = async (text: string) => {
    asked.current += 1;
    const mine = asked.current;
    const { options = [] } = (await find(text)) as { readonly options?: readonly Option[] };
    return mine === asked.current ? options : undefined;
  };
  const search = async (text: string) => {
    const options = await offered(text);
    if (options === undefined) return;
    setFound(options);
    setActive(text === '' ? -1 : 0);
  };
  const shut = () => {
    asked.current += 1;
    setFound(undefined);
  };
  const choose = (option: Option | undefined) => {
    hold(option);
    setTyped(undefined);
    shut();
  };
  const leave = async () => {
    shut();
    if (typed === undefined) return;
    if (typed.trim() === '') return choose(undefined);
    // Who knows what it is called need not wait for the list.
    const isMeant = (option: Option) => isCalled(option, typed);
    const meant = found?.find(isMeant);
    const options = meant ? [meant] : await offered(typed);
    if (options) choose(options.find(isMeant) ?? held);
  };
  const press = (event: KeyboardEvent) => {
    const { key } = event;
    const options = found ?? [];
    const option = options[active];
    if (key === 'ArrowDown' || key === 'ArrowUp') {
      event.preventDefault();
      if (found === undefined) void search(typed ?? '');
      else if (options.length > 0) setActive(stepped(active, key === 'ArrowDown' ? 1 : -1, options.length));
    } else if (key === 'Enter' && (typed !== undefined || option !== undefined)) {
      // The form is not sent by it: what is chosen stands there first.
      event.preventDefault();
      if (option) choose(option);
    } else if (key === 'Tab' && typed !== undefined && typed.trim() !== '' && option) {
      choose(option);
    } else if (key === 'Escape' && found !== undefined) {
      // It closes the list, and not the dialog.
      event.preventDefault();
      event.stopPropagation();
      shut();
    }
  };
  useEffect(() => {
    const list = box.current?.querySelector('.slack-found');
    (list?.querySelector('[aria-selected=true]') ?? list)?.scrollIntoView({ block: 'nearest' });
  });

  return (
    <div class="slack-combobox" ref={box}>
      <input
        {...described}
        type="text"
        class="slack-input"
        role="combobox"
        autocomplete="off"
        spellcheck={false}
        aria-autocomplete="list"
        aria-expanded={found !== undefined}
        aria-controls={found === undefined ? undefined : list}
        aria-activedescendant={found?.[active] === undefined ? undefined : `${list}-${active}`}
        placeholder={say('page.slack-search')}
        value={typed ?? held?.text.text ?? ''}
        onFocus={(event) => event.currentTarget.select()}
        onClick={() => found === undefined && void search(typed ?? '')}
        onInput={(event) => {
          setTyped(event.currentTarget.value);
          void search(event.currentTarget.value);
        }}
        onKeyDown={press}
        onBlur={() => void leave()}
      />
      <span class="slack-arrow" aria-hidden="true">
        ▾
      </span>
      {found !== undefined && (
        <div class="slack-found">
          <div role="listbox" id={list} aria-label={say('page.slack-found')}>
            {found.map((option, at) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: its keys are heard at the input, which keeps the focus.
              <div
                key={option.value}
                id={`${list}-${at}`}
                role="option"
                tabIndex={-1}
                aria-selected={at === active}
                // The input keeps the focus.
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => choose(option)}
              >
                {option.text.text}
              </div>
            ))}
          </div>
          {found.length === 0 && <p role="status">{say('page.slack-nothing-found')}</p>}
        </div>
      )}
    </div>
  );
}

function isCalled({ text, value }: Option, typed: string): boolean {
  const wanted = typed.trim().toLowerCase();
  return [text.text, value].some((one) => one.toLowerCase() === wanted);
}

/** Around from the last to the first, and back. */
function stepped(from: number, by: number, length: number): number {
  return from === -1 && by === -1 ? length - 1 : (from + by + length) % length;
}
