import { BoardPart } from '../domain/board.js';
import { mayActAs } from '../domain/person.js';
import { sayBoard, sayWhereBoardStands } from '../messages/board.js';
import { command } from './command.js';

export const board = command({
  name: 'board',
  role: 'viewer',
  fields: [
    { name: 'part', kind: 'one-of', options: BoardPart.options, positional: true },
    { name: 'page', kind: 'count' },
    // Of the board's own buttons: it is turned where it stands, and not shown anew.
    { name: 'turn', kind: 'yes' },
  ],
  form: [],
  looks: true,
  example: 'board mine',
  async run({ part = 'week', page = 1, turn }, { services, words, ask, boards }) {
    // One that stands in her own chat with Ferry is all there is: an answer beside it would be a second one, soon outdated.
    const chat = await boards.show({ ...ask.speaker, language: ask.told }, part, page, turn ? undefined : ask.from);
    if (chat) return sayWhereBoardStands(words, chat.address === ask.from, chat.link);
    const view = await services.boards.of(ask.speaker.identity, part, page);
    return sayBoard(words, view, { canChange: mayActAs(ask.role, 'operator') });
  },
});
