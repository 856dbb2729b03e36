export { SlackDialog } from './dialog.js';
export { SlackBoard, SlackMessage } from './message.js';
export { SlackPeople } from './text.js';
