import type { ComponentType } from 'preact';
import type { PaneName } from '../protocol.js';
import type { DialogProps, DrawingProps } from './pane.js';
import { SlackBoard, SlackDialog, SlackMessage } from './slack/index.js';
import { TeamsBoard, TeamsDialog, TeamsMessage } from './teams/index.js';

interface Views {
  readonly Message: ComponentType<DrawingProps>;
  readonly Board: ComponentType<DrawingProps>;
  readonly Dialog: ComponentType<DialogProps>;
}

/** With what each platform's JSON is drawn. */
export const viewsOf: Readonly<Record<PaneName, Views>> = {
  slack: { Message: SlackMessage, Board: SlackBoard, Dialog: SlackDialog },
  teams: { Message: TeamsMessage, Board: TeamsBoard, Dialog: TeamsDialog },
};
