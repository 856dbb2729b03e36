// Block Kit as far as Ferry draws it. Whatever else comes is drawn as its JSON.

export interface TextObject {
  readonly type: 'plain_text' | 'mrkdwn';
  readonly text: string;
}

export interface Option {
  readonly text: TextObject;
  readonly value: string;
}

export interface Button {
  readonly type: 'button';
  readonly text: TextObject;
  readonly value?: string;
  readonly url?: string;
  readonly style?: 'primary' | 'danger';
  readonly accessibility_label?: string;
}

/** What stands in an input, by its type. */
export type InputElement = { readonly action_id: string } & (
  | {
      readonly type: 'plain_text_input';
      readonly multiline?: boolean;
      readonly max_length?: number;
      readonly initial_value?: string;
    }
  | { readonly type: 'number_input'; readonly is_decimal_allowed: boolean; readonly initial_value?: string }
  | { readonly type: 'datepicker'; readonly initial_date?: string }
  | { readonly type: 'static_select'; readonly options: readonly Option[]; readonly initial_option?: Option }
  | { readonly type: 'external_select'; readonly initial_option?: Option }
  | {
      readonly type: 'multi_static_select' | 'checkboxes';
      readonly options: readonly Option[];
      readonly initial_options?: readonly Option[];
    }
  | { readonly type: 'users_select'; readonly initial_user?: string }
  | {
      readonly type: 'conversations_select';
      readonly initial_conversation?: string;
      readonly default_to_current_conversation?: boolean;
    }
);

export interface InputBlock {
  readonly type: 'input';
  readonly block_id: string;
  readonly label: TextObject;
  readonly hint?: TextObject;
  readonly optional?: boolean;
  readonly element: InputElement;
}

export interface RichText {
  readonly type: 'text';
  readonly text: string;
  readonly style?: { readonly bold?: boolean };
}

export interface RichPart {
  readonly type: 'rich_text_section' | 'rich_text_preformatted';
  readonly elements: readonly RichText[];
}

export type Block = { readonly block_id?: string } & (
  | { readonly type: 'header'; readonly text: TextObject }
  | { readonly type: 'section'; readonly text?: TextObject; readonly fields?: readonly TextObject[] }
  | { readonly type: 'context'; readonly elements: readonly TextObject[] }
  | { readonly type: 'actions'; readonly elements: readonly Button[] }
  | { readonly type: 'rich_text'; readonly elements: readonly RichPart[] }
  | { readonly type: 'divider' }
  | InputBlock
);

/** A modal, as views.open takes it. */
export interface View {
  readonly callback_id?: string;
  readonly private_metadata?: string;
  readonly title: TextObject;
  readonly submit?: TextObject;
  readonly close?: TextObject;
  readonly blocks: readonly Block[];
}
