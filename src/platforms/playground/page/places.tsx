import type { Drawing, PaneName } from '../protocol.js';
import type { DrawingProps } from './pane.js';
import type { Open } from './pane-doings.js';
import { TabList } from './tab-list.js';
import { useTexts } from './texts.js';
import { viewsOf } from './views.js';

/** The channel in which the team talks. */
export const CHANNEL = 'moves';

interface PlacesProps {
  readonly pane: PaneName;
  /** The id of the panel in which they are shown. */
  readonly panel: string;
  readonly open: Open;
  show(open: Open): void;
}

/** What one can look at in a pane, under the names that it has on that platform. */
export function Places({ pane, panel, open, show }: PlacesProps) {
  const say = useTexts();
  const tabs = [
    { name: 'channel', called: pane === 'slack' ? `#${CHANNEL}` : CHANNEL, panel },
    { name: 'own', called: 'Ferry', panel },
    { name: 'board', called: say(pane === 'slack' ? 'page.home' : 'page.board'), panel },
  ] as const;
  return <TabList label={say('page.places')} tabs={tabs} chosen={open} choose={show} />;
}

interface BoardProps extends Pick<DrawingProps, 'click'> {
  readonly pane: PaneName;
  readonly drawing: Drawing | undefined;
}

/** The acting person's own board, once it has been drawn. */
export function Board({ pane, drawing, click }: BoardProps) {
  const say = useTexts();
  const { Board: Drawn } = viewsOf[pane];
  return drawing ? <Drawn drawing={drawing} click={click} /> : <p class="log-empty">{say('page.board-coming')}</p>;
}
