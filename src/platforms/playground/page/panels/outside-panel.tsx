import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { Act, CustomerView, MailView, SubscriptionView } from '../../protocol.js';
import type { PanelProps } from '../asking.js';
import { useTexts } from '../texts.js';
import { Deed, useTold } from './deed.js';
import './outside-panel.css';

export interface OutsidePanelProps extends PanelProps {
  readonly customer: CustomerView | undefined;
  choose(id: string): void;
}

/** Stands in for what Ferry does not see: the customer's mailbox, and Partner Center. */
export function OutsidePanel({ state, sayInChannel, busy, customer, choose }: OutsidePanelProps) {
  const say = useTexts();
  const select = useId();
  const { told, tell, act } = useTold(say('page.outside-said'));
  const { shown } = state.clock;
  // Once time has passed it is no news.
  useEffect(() => tell(''), [shown]);
  const acts = {
    waits: busy || state.clock.moving !== undefined,
    act: ({ says }: Act) => void act(sayInChannel(says)),
  };
  return (
    <div class="outside">
      <h2>{say('page.outside-title')}</h2>
      <p class="panel-quiet">{say('page.outside-about')}</p>
      {!customer && <p>{say('page.outside-no-customers')}</p>}
      {customer && (
        <>
          <div class="outside-customer">
            <label for={select}>{say('page.outside-customer')}</label>
            <select
              id={select}
              value={customer.id}
              onChange={({ currentTarget }) => {
                tell('');
                choose(currentTarget.value);
              }}
            >
              {state.customers.map(({ id, name }) => (
                <option key={id} value={id}>{`${id} · ${name}`}</option>
              ))}
            </select>
          </div>
          <Customer key={customer.id} customer={customer} acts={acts} />
        </>
      )}
      <p class="outside-told" role="status">
        {told}
      </p>
    </div>
  );
}

interface Acting {
  readonly waits: boolean;
  act(what: Act): void;
}

function Customer({ customer, acts }: { customer: CustomerView; acts: Acting }) {
  const say = useTexts();
  const { mails, relation, acts: asks, subscriptions } = customer;
  return (
    <>
      <h3>{say('page.outside-mailbox')}</h3>
      {mails.length === 0 && <p>{say('page.outside-no-mail')}</p>}
      {mails.map((mail, index) => (
        <Mail key={index} mail={mail} acts={acts} />
      ))}
      <h3>{say('page.outside-partner-center')}</h3>
      <p>{relation}</p>
      <ActList of={asks} acts={acts} />
      {subscriptions.length === 0 ? (
        <p>{say('page.outside-no-subscriptions')}</p>
      ) : (
        <ul>
          {subscriptions.map((subscription) => (
            <Subscription key={subscription.id} subscription={subscription} acts={acts} />
          ))}
        </ul>
      )}
    </>
  );
}

/** A mail in which there is something to do lies open. */
function Mail({ mail, acts }: { mail: MailView; acts: Acting }) {
  return (
    <details class="outside-card outside-mail" open={mail.acts.length > 0}>
      <summary>{mail.subject}</summary>
      <div class="outside-mail-text">{mail.text}</div>
      <ActList of={mail.acts} acts={acts} />
    </details>
  );
}

/** Beside the colour, for who does not see it. */
const SIGNS = { good: '✓', plain: '•', bad: '⚠' } as const;

function Subscription({ subscription, acts }: { subscription: SubscriptionView; acts: Acting }) {
  const { id, name, seats, state, tone } = subscription;
  return (
    <li class="outside-card">
      <p class="outside-name">
        <b>{name}</b> <span class="panel-quiet">{id}</span>
      </p>
      <p>{seats}</p>
      <p class={`outside-tone-${tone}`}>
        <span aria-hidden="true">{SIGNS[tone]}</span> {state}
      </p>
      <ActList of={subscription.acts} acts={acts} />
    </li>
  );
}

function ActList({ of, acts }: { of: readonly Act[]; acts: Acting }) {
  if (of.length === 0) return null;
  return (
    <div class="outside-acts">
      {of.map((what) => (
        <Deed key={what.says} label={what.label} says={what.says} waits={acts.waits} deed={() => acts.act(what)} />
      ))}
    </div>
  );
}

/** Something can be done in the mailbox. */
function canAct({ mails }: CustomerView): boolean {
  return mails.some(({ acts }) => acts.length > 0);
}

/**
 * The customer who is looked at: the one that was chosen as long as there is such a one, a new one when one appears; at first
 * one who has a mail to answer.
 */
export function useCustomer(
  customers: readonly CustomerView[],
): [customer: CustomerView | undefined, choose: (id: string) => void] {
  const [chosen, choose] = useState<string>();
  const known = useRef<ReadonlySet<string> | undefined>(undefined);
  useEffect(() => {
    const before = known.current;
    known.current = new Set(customers.map(({ id }) => id));
    const added = before && customers.findLast(({ id }) => !before.has(id));
    if (added) choose(added.id);
  }, [customers]);
  const first = customers.find(canAct) ?? customers.at(-1);
  return [customers.find(({ id }) => id === chosen) ?? first, choose];
}
