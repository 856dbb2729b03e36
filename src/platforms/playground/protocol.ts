// What the page and its server say to each other: JSON over HTTP on this machine, and one stream of server-sent events.

/** Both panes show the same conversations, each as its platform draws them. */
export type PaneName = 'slack' | 'teams';

/** `channel`: #moves, where everybody is; `own`: the acting person's own conversation with Ferry. */
export type PlaceName = 'channel' | 'own';

export type PersonName = 'maria' | 'amir' | 'chen';

/** JSON as a platform takes it; the pane of that platform knows its shape. */
export type Drawing = Readonly<Record<string, unknown>>;

/** One thing that stands in a conversation. The same id again takes its place. */
export interface Entry {
  readonly id: string;
  readonly place: PlaceName;
  /** Of `own`: whose conversation it is. */
  readonly of?: PersonName | undefined;
  readonly by: 'ferry' | PersonName;
  /** By the playground's clock: epoch milliseconds, and as the page shows them. */
  readonly at: number;
  readonly day: string;
  readonly time: string;
  /** Only this person sees it: an answer to her alone. */
  readonly only?: PersonName | undefined;
  /** It was posted, as cards, reminders and digests are; an answer was not. */
  readonly posted?: true | undefined;
  /** It has been drawn anew since it was posted. */
  readonly edited?: true | undefined;
  /** As plain text: what a person typed, or what Ferry said, as it is read out. */
  readonly text: string;
  /** Of what Ferry said. */
  readonly drawn?: Readonly<Record<PaneName, Drawing>> | undefined;
}

/** What an action led to, beside what the stream tells. */
export interface Reply {
  /** A sentence: nothing was done, and why. */
  readonly problem?: string | undefined;
  /** What the dialog of that pane shows now: a form, or an answer. Undefined: it closes. */
  readonly dialog?: Drawing | undefined;
  /** A passing line at the button that was clicked. */
  readonly passing?: string | undefined;
  /** What was said in the channel was not for Ferry. */
  readonly unheard?: true | undefined;
}

/** The page as it stands, but for the conversations. Sent whole whenever something of it changes. */
export interface State {
  readonly language: string;
  readonly languages: readonly { readonly tag: string; readonly name: string }[];
  /** The page's own words in that language, by their whole key, `page.…`. */
  readonly texts: Readonly<Record<string, string>>;
  readonly people: readonly PersonView[];
  /** Under which each platform's client knows the channel. */
  readonly channelIds: Readonly<Record<PaneName, string>>;
  readonly clock: ClockView;
  /** Boards, where they have been opened: by person, as each platform keeps it. */
  readonly boards: Readonly<Partial<Record<PersonName, Readonly<Record<PaneName, Drawing>>>>>;
  readonly passage?: Passage | undefined;
  readonly inside?: Inside | undefined;
  readonly customers: readonly CustomerView[];
  readonly tour: TourView;
  /** Lines that are offered under the input. */
  readonly examples: readonly string[];
  /** The folder in which all of this is kept. */
  readonly folder: string;
}

export interface PersonView {
  readonly name: PersonName;
  /** As she is called. */
  readonly called: string;
  readonly role: string;
  /** Under which each platform's client knows her: `UMARIA`. */
  readonly ids: Readonly<Record<PaneName, string>>;
}

export interface ClockView {
  /** Epoch milliseconds of the playground's clock. */
  readonly now: number;
  readonly shown: string;
  /** The day as `2027-01-31`, in the zone in which Ferry speaks. */
  readonly day: string;
  /** What the next reminder will be: a sentence with its moment. Undefined: none is planned. */
  readonly next?: string | undefined;
  /** It is being moved just now: how far it is, as it is shown. */
  readonly moving?: string | undefined;
}

/** What happened while the clock was moved. */
export interface Passage {
  readonly title: string;
  readonly steps: readonly {
    readonly at: string;
    readonly posts: readonly { readonly title: string; readonly entry?: string }[];
  }[];
  /** What was silent, and why: a sentence each. */
  readonly silent: readonly string[];
}

/** What the last action did: for the curious. */
export interface Inside {
  /** What was done, as it would be typed. */
  readonly action: string;
  /** Lines of the journal, as they were written; empty: nothing was changed. */
  readonly journal: readonly string[];
  /** What went to each platform: the answer, or the first post. */
  readonly drawn?: Readonly<Record<PaneName, Drawing>> | undefined;
}

/** What lies outside of Ferry: the customer's mailbox, and Partner Center. Facts come from what Ferry has been told. */
export interface CustomerView {
  /** `M3`. */
  readonly id: string;
  readonly name: string;
  /** The relationship with the partner, as Partner Center calls it, and what can be done about it. */
  readonly relation: string;
  readonly acts: readonly Act[];
  readonly mails: readonly MailView[];
  readonly subscriptions: readonly SubscriptionView[];
}

export interface MailView {
  readonly subject: string;
  readonly text: string;
  /** What the customer can do in it. */
  readonly acts: readonly Act[];
}

export interface SubscriptionView {
  readonly id: string;
  readonly name: string;
  readonly seats: string;
  readonly state: string;
  readonly tone: 'good' | 'plain' | 'bad';
  readonly acts: readonly Act[];
}

/** Something done outside of Ferry, of which a person then tells Ferry: the line that is said for her. */
export interface Act {
  readonly label: string;
  readonly says: string;
}

export interface TourView {
  /** From 0; the number of steps: it is at its end. */
  readonly at: number;
  readonly steps: readonly TourStep[];
}

export interface TourStep {
  readonly title: string;
  readonly text: string;
  /** What does it for who only looks on, one after the other as they become possible: at most one is offered at a time. */
  readonly does?: TourDeed | undefined;
}

export interface TourDeed {
  readonly label: string;
  /** A line to be said, or how far the clock is to be moved. */
  readonly says?: string | undefined;
  readonly clock?: string | undefined;
}

/** What the stream tells, as `event: kind` and `data: JSON`. */
export type Event =
  /** All there is in the conversations; what was there before is gone. */
  | { readonly kind: 'entries'; readonly entries: readonly Entry[] }
  | { readonly kind: 'entry'; readonly entry: Entry }
  | { readonly kind: 'state'; readonly state: State };

// What the page asks for: POST /playground/<name> with one of these as JSON, answered by a Reply.

interface Doing {
  readonly as: PersonName;
  readonly pane: PaneName;
  readonly place: PlaceName;
}
export interface Asks {
  /** A line, as it was typed in a pane. */
  say: Doing & { readonly text: string };
  /** A button: what the pane's client sends of it. `dialog`: it is answered in the dialog in which it stands. */
  click: Doing & { readonly given: unknown; readonly dialog?: true | undefined };
  /** A form: what the pane's client sends of it. */
  submit: Doing & { readonly given: unknown };
  /** `day`, `week`, `next`, or a day such as `2027-01-31`. */
  clock: { readonly to: string };
  restart: { readonly with: 'samples' | 'empty' };
  language: { readonly language: string };
  /** Her board is opened. */
  board: { readonly as: PersonName };
  /** Something is typed into an input that finds; answered by what the platform's client is given. */
  suggest: Doing & { readonly lookup: string; readonly typed: string };
}
