import type { types } from '@slack/bolt';
import { answerView, wordsView } from './answer-view.js';
import { drawForm, type Place } from './form.js';
import type { Shown } from './replies.js';

/** What is to be shown, as a modal that stands for this place. */
export function shownView(shown: Shown, place: Place): types.ModalView {
  const { team, channel, label } = place;
  switch (shown.kind) {
    case 'form':
      return drawForm(shown.form, place);
    case 'message':
      return answerView(shown.message, team, { channel, label });
    case 'words':
      return wordsView(shown.text, { channel, label });
  }
}
