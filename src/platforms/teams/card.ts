/** The part of Adaptive Cards 1.5 that Ferry draws with (https://adaptivecards.io/explorer). */
export type Element = RichTextBlock | TextBlock | Table | Container | ActionSet | InputElement;

/** People's text stands in text runs only: a TextBlock and a FactSet would read it as Markdown, links and all. */
export interface TextRun {
  type: 'TextRun';
  text: string;
  size?: 'small' | 'large';
  weight?: 'bolder';
  color?: 'accent' | 'good' | 'warning' | 'attention';
  isSubtle?: boolean;
  fontType?: 'monospace';
}

export interface RichTextBlock {
  type: 'RichTextBlock';
  spacing?: Spacing;
  inlines: TextRun[];
}

/** For mentions alone, which exist nowhere else. */
export interface TextBlock {
  type: 'TextBlock';
  spacing?: Spacing;
  wrap: true;
  text: string;
}

export interface Table {
  type: 'Table';
  spacing?: Spacing;
  showGridLines: boolean;
  firstRowAsHeader: boolean;
  firstRowAsHeaders: boolean;
  columns: { width: number }[];
  rows: { type: 'TableRow'; cells: { type: 'TableCell'; items: RichTextBlock[] }[] }[];
}

export interface Container {
  type: 'Container';
  spacing?: Spacing;
  style: 'emphasis';
  items: RichTextBlock[];
}

export interface ActionSet {
  type: 'ActionSet';
  actions: Action[];
}

export type Action = ExecuteAction | SubmitAction | OpenUrlAction;

/** `fallback` serves clients that know no universal actions: the same data arrives as the value of a message. */
export interface ExecuteAction extends Labelled {
  type: 'Action.Execute';
  verb: string;
  data: ActionData;
  fallback: { type: 'Action.Submit'; title: string; data: ActionData };
}

/** In a chat it opens a dialog; a dialog knows no other action that comes back to the bot. */
export interface SubmitAction extends Labelled {
  type: 'Action.Submit';
  data: (ActionData & { msteams?: { type: 'task/fetch' } }) | { command: string; rev?: number };
}

export interface OpenUrlAction extends Labelled {
  type: 'Action.OpenUrl';
  url: string;
}

interface Labelled {
  title: string;
  /** Tells buttons with one label apart. */
  tooltip?: string;
  style?: 'positive' | 'destructive';
}

export interface ActionData {
  run: string;
  rev?: number;
  form?: true;
}

export type InputElement = TextInput | DateInput | NumberInput | ToggleInput | ChoiceInput;

interface Input {
  id: string;
  label: string;
  spacing?: Spacing;
  isRequired?: true;
  errorMessage?: string;
}

export interface TextInput extends Input {
  type: 'Input.Text';
  isMultiline?: true;
  maxLength?: number;
  value?: string;
}

export interface DateInput extends Input {
  type: 'Input.Date';
  value?: string;
}

export interface NumberInput extends Input {
  type: 'Input.Number';
  min?: number;
  max?: number;
  value?: number;
}

export interface ToggleInput extends Omit<Input, 'label'> {
  type: 'Input.Toggle';
  /** At its box: the only text it has. */
  title: string;
  valueOn: string;
  valueOff: string;
  value: string;
}

/** `choices.data` is of Teams, which documents it for cards of any version: people, or what Ferry finds while one types. */
export interface ChoiceInput extends Input {
  type: 'Input.ChoiceSet';
  style: 'compact' | 'filtered';
  isMultiSelect?: true;
  choices: { title: string; value: string }[];
  'choices.data'?: { type: 'Data.Query'; dataset: string };
  value?: string;
}

type Spacing = 'none' | 'small' | 'medium';

export interface MentionEntity {
  type: 'mention';
  text: string;
  mentioned: { id: string; name: string };
}

export interface Card {
  type: 'AdaptiveCard';
  $schema: 'http://adaptivecards.io/schemas/adaptive-card.json';
  version: '1.5';
  msteams?: { width?: 'Full'; entities?: MentionEntity[] };
  body: Element[];
}

export const CARD_TYPE = 'application/vnd.microsoft.card.adaptive';
