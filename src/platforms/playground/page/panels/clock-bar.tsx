import { useEffect, useState } from 'preact/hooks';
import type { PanelProps } from '../asking.js';
import { Confirm } from '../confirm.js';
import { useTexts } from '../texts.js';
import { useTold } from './deed.js';
import { openTab } from './open-tab.js';
import './clock-bar.css';

/** The clock of the playground, and how it is moved. */
export function ClockBar({ state, ask, busy }: PanelProps) {
  const say = useTexts();
  const { clock, passage } = state;
  const [asksBack, setAsksBack] = useState<string>();
  const { told, act } = useTold();
  const waits = busy || clock.moving !== undefined;
  const move = (to: string) => void act(ask('clock', { to }));
  const moveTo = (day: string) => (day < clock.day ? setAsksBack(day) : move(day));
  return (
    <section class="clock-bar" aria-label={say('page.clock-label')}>
      <dl class="clock-facts">
        <div>
          <dt>{say('page.clock-now')}</dt>
          <dd class="clock-now">{clock.shown}</dd>
        </div>
        <div>
          <dt>{say('page.clock-next')}</dt>
          <dd>{clock.next ?? say('page.clock-no-next')}</dd>
        </div>
      </dl>
      <div class="clock-moves">
        <MoveButton label={say('page.clock-day')} waits={waits} move={() => move('day')} />
        <MoveButton label={say('page.clock-week')} waits={waits} move={() => move('week')} />
        <MoveButton label={say('page.clock-to-next')} waits={waits || !clock.next} move={() => move('next')} />
        <DayForm day={clock.day} waits={waits} moveTo={moveTo} />
      </div>
      <div class="clock-news">
        <p role="status">
          {clock.moving === undefined ? (
            told || passage?.title
          ) : (
            <>
              {/* How far it is changes many times a second: too often to be read out. */}
              {say('page.clock-moving')} <span aria-hidden="true">{clock.moving}</span>
            </>
          )}
        </p>
        {passage && clock.moving === undefined && (
          <button type="button" class="clock-link" onClick={() => openTab('time')}>
            {say('page.clock-what-happened')}
          </button>
        )}
      </div>
      {asksBack !== undefined && (
        <Confirm
          title={say('page.clock-back-title')}
          text={say('page.clock-back')}
          yes={say('page.clock-start-over')}
          confirm={() => move(asksBack)}
          closed={() => setAsksBack(undefined)}
        />
      )}
    </section>
  );
}

interface MoveButtonProps {
  readonly label: string;
  /** It keeps the focus meanwhile, so that the clock can be moved on and on by the keyboard. */
  readonly waits: boolean;
  move(): void;
}

function MoveButton({ label, waits, move }: MoveButtonProps) {
  return (
    <button
      type="button"
      class="button panel-button"
      aria-disabled={waits}
      onClick={() => {
        if (!waits) move();
      }}
    >
      {label}
    </button>
  );
}

interface DayFormProps {
  readonly day: string;
  readonly waits: boolean;
  moveTo(day: string): void;
}

/** Any day can be chosen: one that is over means to start over. */
function DayForm({ day, waits, moveTo }: DayFormProps) {
  const say = useTexts();
  const [chosen, setChosen] = useState(day);
  useEffect(() => setChosen(day), [day]);
  const off = waits || chosen === '' || chosen === day;
  return (
    <form
      class="clock-day"
      onSubmit={(event) => {
        event.preventDefault();
        if (!off) moveTo(chosen);
      }}
    >
      <label>
        <span>{say('page.clock-date')}</span>
        <input
          type="date"
          value={chosen}
          max="9999-12-31"
          onInput={({ currentTarget }) => setChosen(currentTarget.value)}
        />
      </label>
      <button type="submit" class="button panel-button" aria-disabled={off}>
        {say('page.clock-go')}
      </button>
    </form>
  );
}
