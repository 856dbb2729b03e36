import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { PersonName, State } from '../protocol.js';
import type { Ask } from './asking.js';
import { Confirm } from './confirm.js';
import { NARROW, useMedia } from './media.js';
import { useTexts } from './texts.js';
import './header.css';

export interface HeaderProps {
  readonly state: State;
  readonly as: PersonName;
  readonly ask: Ask;
  actAs(person: PersonName): void;
  restart(how: 'samples' | 'empty'): void;
}

/** What this is, who one is in it, in which language; and how to begin again. */
export function Header({ state, as, ask, actAs, restart }: HeaderProps) {
  const say = useTexts();
  const isNarrow = useMedia(NARROW);
  const [restarting, setRestarting] = useState<'samples' | 'empty'>();
  return (
    <header class="header">
      <div class="header-name">
        <Mark />
        <div>
          <h1>Ferry</h1>
          <p>{say('page.what')}</p>
        </div>
      </div>
      <div class="header-choices">
        <People people={state.people} as={as} actAs={actAs} />
        <More isNarrow={isNarrow}>
          <label class="header-language">
            <span>{say('page.language')}</span>
            <select
              value={state.language}
              onChange={({ currentTarget }) => void ask('language', { language: currentTarget.value })}
            >
              {state.languages.map(({ tag, name }) => (
                <option key={tag} value={tag} lang={tag}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          <div class="header-restart">
            {(['samples', 'empty'] as const).map((how) => (
              <button key={how} type="button" class="button" onClick={() => setRestarting(how)}>
                {say(`page.restart-${how}`)}
              </button>
            ))}
          </div>
          <Connect />
        </More>
      </div>
      {restarting && (
        <Confirm
          title={say(`page.restart-${restarting}-title`)}
          text={say(`page.restart-${restarting}-text`)}
          yes={say('page.restart-yes')}
          confirm={() => restart(restarting)}
          closed={() => setRestarting(undefined)}
        />
      )}
    </header>
  );
}

function People({ people, as, actAs }: Pick<HeaderProps, 'as' | 'actAs'> & Pick<State, 'people'>) {
  const say = useTexts();
  return (
    <fieldset class="people">
      <legend>{say('page.act-as')}</legend>
      {people.map(({ name, called, role }) => (
        <label key={name} class="person">
          <input type="radio" name="as" value={name} checked={name === as} onChange={() => actAs(name)} />
          <span>
            <b>{called}</b> <small>{role}</small>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** What is seldom needed takes no room on a narrow screen until it is asked for. */
function More({ isNarrow, children }: { readonly isNarrow: boolean; readonly children: ComponentChildren }) {
  const say = useTexts();
  if (!isNarrow) return <>{children}</>;
  return (
    <details class="header-more">
      <summary>{say('page.more')}</summary>
      <div>{children}</div>
    </details>
  );
}

function Connect() {
  const say = useTexts();
  return (
    <details
      class="connect"
      onKeyDown={({ key, currentTarget }) => {
        if (key === 'Escape') currentTarget.open = false;
      }}
    >
      <summary>{say('page.connect')}</summary>
      <ol>
        <li>{say('page.connect-copy')}</li>
        <li>{say('page.connect-fill')}</li>
        <li>{say('page.connect-start')}</li>
      </ol>
    </details>
  );
}

/** A boat on its way. */
function Mark() {
  return (
    <svg class="mark" viewBox="0 0 40 40" aria-hidden="true">
      <rect width="40" height="40" rx="9" />
      <path d="M8 22h24l-4 7H12z" />
      <path d="M14 20v-6h8l5 6z" />
      <path class="mark-wave" d="M6 33c3-2 5-2 8 0s5 2 8 0 5-2 8 0 3 1 4 1" />
    </svg>
  );
}
