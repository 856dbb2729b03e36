/** The part of Adaptive Cards 1.5 that Ferry draws with (https://adaptivecards.io/explorer). */
export type Element = RichTextBlock | TextBlock | Table | Container | ActionSet;

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

/** `fallback` serves clients that know no universal actions: the same data arrives as the value of a message. */
export interface Action {
  type: 'Action.Execute';
  title: string;
  verb: string;
  data: { run: string; rev?: number };
  style?: 'positive' | 'destructive';
  fallback: { type: 'Action.Submit'; title: string; data: { run: string; rev?: number } };
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
