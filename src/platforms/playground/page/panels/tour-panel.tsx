import { useState } from 'preact/hooks';
import type { TourDeed, TourStep } from '../../protocol.js';
import type { PanelProps } from '../asking.js';
import { useTexts } from '../texts.js';
import { Deed, useTold } from './deed.js';
import './tour-panel.css';

export interface TourPanelProps extends PanelProps {
  readonly skipped: boolean;
  skip(skipped: boolean): void;
}

/** Leads through one move in five steps; where it stands, the server finds out from that move itself. */
export function TourPanel({ state, ask, sayInChannel, busy, skipped, skip }: TourPanelProps) {
  const say = useTexts();
  const { told, act } = useTold();
  const { at, steps } = state.tour;
  const waits = busy || state.clock.moving !== undefined;
  const does = ({ says, clock }: TourDeed) => {
    if (says !== undefined) void act(sayInChannel(says));
    else if (clock !== undefined) void act(ask('clock', { to: clock }));
  };
  return (
    <div class="tour">
      <h2>{say('page.tour-title')}</h2>
      {skipped && <p>{say('page.tour-skipped')}</p>}
      {!skipped && (
        <>
          <div class="tour-count">
            <p role="status">
              {say('page.tour-count')} {at} / {steps.length}
            </p>
            <progress aria-hidden="true" max={steps.length} value={at} />
          </div>
          <ol>
            {steps.map((step, index) => (
              <Step key={index} step={step} number={index + 1} at={at} waits={waits} does={does} />
            ))}
          </ol>
          <p class="tour-told" role="status">
            {told}
          </p>
          {at >= steps.length && <Ending />}
        </>
      )}
      {(skipped || at < steps.length) && (
        <button type="button" class="button panel-button" onClick={() => skip(!skipped)}>
          {skipped ? say('page.tour-show') : say('page.tour-skip')}
        </button>
      )}
    </div>
  );
}

interface StepProps {
  readonly step: TourStep;
  /** From 1. */
  readonly number: number;
  readonly at: number;
  readonly waits: boolean;
  does(deed: TourDeed): void;
}

function Step({ step, number, at, waits, does }: StepProps) {
  const say = useTexts();
  const done = number <= at;
  const current = number === at + 1;
  return (
    <li class={`tour-step ${done ? 'tour-done' : ''}`} aria-current={current ? 'step' : undefined}>
      <span class="tour-sign" aria-hidden="true">
        {done ? '✓' : number}
      </span>
      <div>
        <h3>
          {done && <span class="unseen">{say('page.tour-step-done')} </span>}
          {step.title}
        </h3>
        {current && <p>{step.text}</p>}
        {current && step.does && <StepDeed deed={step.does} waits={waits} does={does} />}
      </div>
    </li>
  );
}

function StepDeed({ deed, waits, does }: { deed: TourDeed } & Pick<StepProps, 'waits' | 'does'>) {
  return <Deed label={deed.label} says={deed.says} main waits={waits} deed={() => does(deed)} />;
}

function Ending() {
  const say = useTexts();
  return (
    <div class="tour-end">
      <p>{say('page.tour-end')}</p>
      <h3>{say('page.tour-try')}</h3>
      <ul>
        <li>{say('page.tour-try-board')}</li>
        <li>{say('page.tour-try-language')}</li>
        <li>{say('page.tour-try-connect')}</li>
      </ul>
    </div>
  );
}

const KEPT_AS = 'ferry.playground.tour';
const SKIPPED = 'skipped';

/** Whether the tour has been skipped; kept in the browser, where it lets us. */
export function useSkipped(): [skipped: boolean, skip: (skipped: boolean) => void] {
  const [skipped, setSkipped] = useState(wasSkipped);
  const skip = (next: boolean) => {
    setSkipped(next);
    try {
      if (next) localStorage.setItem(KEPT_AS, SKIPPED);
      else localStorage.removeItem(KEPT_AS);
    } catch {
      // A browser that keeps nothing shows the tour again at the next visit.
    }
  };
  return [skipped, skip];
}

function wasSkipped(): boolean {
  try {
    return localStorage.getItem(KEPT_AS) === SKIPPED;
  } catch {
    return false;
  }
}
