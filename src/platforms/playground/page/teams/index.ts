export { TeamsDialog } from './dialog.js';
export { TeamsBoard, TeamsMessage } from './message.js';
