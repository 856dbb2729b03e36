import type { Choice, Form } from '../../messages/form.js';
import type { Message } from '../../messages/message.js';
import { answerView, homeView } from './answer-view.js';
import { readPress } from './buttons.js';
import { readFilled } from './filled.js';
import { drawForm, FORM, type Place } from './form.js';
import { optionsOf } from './input-element.js';
import { Submission } from './payloads.js';
import { recall } from './remembered.js';
import { render } from './render.js';

// A workspace that there is nowhere: nothing of it ever goes to Slack.
const TEAM = 'TPLAYGROUND';
const CHANNEL_ID = 'CPLAYGROUND';
const CHANNEL: Place = { team: TEAM, channel: `slack:${TEAM}/${CHANNEL_ID}`, label: 'moves', outside: false };
/** Slack's ids of conversations of two start with D. */
const OWN: Place = { team: TEAM, channel: `slack:${TEAM}/DPLAYGROUND`, label: '', outside: true };

/** Reads the view of a form as Slack sends it, but for what Slack alone gives it: its id. */
const SentView = Submission.shape.view;

/** What Slack draws and reads, without Slack: the playground shows it in a page of its own. */
export function slackSurface() {
  return {
    /** Slack's ids are capitals and digits. */
    identityOf: (person: string) => `slack:${TEAM}/U${person.toUpperCase().replace(/[^A-Z0-9]/g, '')}`,
    channelId: CHANNEL_ID,
    message: (message: Message) => render(message, TEAM),
    board: (board: Message) => homeView(board, TEAM),
    form: (form: Form, { own }: { readonly own: boolean }) => drawForm(form, own ? OWN : CHANNEL),
    answer: (message: Message) => answerView(message, TEAM, { channel: CHANNEL.channel, label: CHANNEL.label }),
    press: readPress,
    filled: sentOf,
    options: (found: readonly Choice[]) => ({ options: optionsOf(found) }),
  };
}

/** What was filled into a form. Undefined: it is no form of Ferry's, or for a channel that there is not. */
function sentOf(given: unknown) {
  const parsed = SentView.safeParse(typeof given === 'object' ? { id: 'VPLAYGROUND', type: 'modal', ...given } : given);
  if (!parsed.success || !['', FORM].includes(parsed.data.callback_id)) return undefined;
  const { command, rev } = recall(parsed.data.private_metadata, TEAM) ?? {};
  const { texts, channel } = readFilled(parsed.data, TEAM);
  if (command === undefined || ![undefined, CHANNEL_ID].includes(channel)) return undefined;
  const filled = Object.entries(texts).map(
    ([name, text]) => [name, text === `#${CHANNEL_ID}` ? 'here' : text] as const,
  );
  return {
    command,
    filled: Object.fromEntries(filled),
    ...(rev === undefined ? {} : { rev }),
    ...(channel === undefined ? {} : { inChannel: true as const }),
  };
}
