import { abandon } from './abandon.js';
import { about } from './about.js';
import { accept } from './accept.js';
import { add } from './add.js';
import { change } from './change.js';
import type { Command } from './command.js';
import { decline } from './decline.js';
import { due } from './due.js';
import { end } from './end.js';
import { exportCommand } from './export.js';
import { help } from './help.js';
import { history } from './history.js';
import { invite } from './invite.js';
import { list } from './list.js';
import { note } from './note.js';
import { provision } from './provision.js';
import { resume } from './resume.js';
import { show } from './show.js';
import { start } from './start.js';

/** All commands, in the order of help: the move first, then looking, then the rest. */
export const COMMANDS: readonly Command[] = [
  start,
  add,
  change,
  invite,
  accept,
  decline,
  provision,
  end,
  show,
  list,
  due,
  history,
  exportCommand,
  note,
  abandon,
  resume,
  about,
  help,
];
