import type { HelpGroup } from '../messages/help.js';
import { abandon } from './abandon.js';
import { about } from './about.js';
import { accept } from './accept.js';
import { add } from './add.js';
import { approve } from './approve.js';
import { assign } from './assign.js';
import { away } from './away.js';
import { board } from './board.js';
import { change } from './change.js';
import { checklist } from './checklist.js';
import { clock } from './clock.js';
import type { Command } from './command.js';
import { decline } from './decline.js';
import { deputy } from './deputy.js';
import { digest } from './digest.js';
import { due } from './due.js';
import { end } from './end.js';
import { exportCommand } from './export.js';
import { forget } from './forget.js';
import { help } from './help.js';
import { history } from './history.js';
import { invite } from './invite.js';
import { language } from './language.js';
import { licenses } from './licenses.js';
import { link } from './link.js';
import { list } from './list.js';
import { mail } from './mail.js';
import { move } from './move.js';
import { note } from './note.js';
import { provision } from './provision.js';
import { reject } from './reject.js';
import { reminders } from './reminders.js';
import { remove } from './remove.js';
import { requests } from './requests.js';
import { resume } from './resume.js';
import { roles } from './roles.js';
import { settings } from './settings.js';
import { share } from './share.js';
import { show } from './show.js';
import { snooze } from './snooze.js';
import { start } from './start.js';
import { step } from './step.js';
import { undo } from './undo.js';
import { unlink } from './unlink.js';
import { withdraw } from './withdraw.js';

/** All commands as help shows them: the move, looking, looking after, Ferry itself. */
export const GROUPS = {
  move: [
    start,
    add,
    change,
    remove,
    invite,
    accept,
    decline,
    step,
    provision,
    licenses,
    end,
    approve,
    reject,
    withdraw,
    undo,
  ],
  look: [board, show, checklist, list, due, digest, reminders, mail, requests, history, exportCommand, share],
  care: [assign, deputy, snooze, away, move, note, abandon, resume],
  ferry: [settings, language, roles, link, unlink, forget, clock, about, help],
} as const satisfies Record<HelpGroup, readonly Command[]>;

export const COMMANDS: readonly Command[] = Object.values(GROUPS).flat();
