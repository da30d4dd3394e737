import { createContext } from 'svelte';
import type { PanelCaller } from '../../lib/bridge.ts';
import type { Conditions } from '../rules/conditions.svelte.ts';
import type { RulesDesk } from '../rules/rules-desk.svelte.ts';
import type { Texts } from '../texts/texts.ts';
import type { RowActions } from '../exchange/row-actions.ts';
import type { PanelActions } from './actions.ts';
import type { Commands } from './commands.svelte.ts';
import type { Navigation } from './navigation.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import type { PanelStore } from './panel-store.svelte.ts';

/** Everything a feature of the panel works with, built once in `main.ts`. */
export interface Panel {
  readonly caller: PanelCaller;
  readonly store: PanelStore;
  readonly texts: Texts;
  readonly notices: Notices;
  readonly navigation: Navigation;
  readonly actions: PanelActions;
  readonly commands: Commands;
  /** The menu of rows of the transfers. */
  readonly rowActions: RowActions;
  /** Rules, breakpoints, link and device of the open project. */
  readonly conditions: Conditions;
  /** Their dialogs, and what one click arms. */
  readonly rulesDesk: RulesDesk;
}

const [readPanel, providePanel] = createContext<Panel>();

/** The panel of the component tree; throws outside it. */
export const getPanel = readPanel;
/** Gives the panel to the component tree below. */
export const setPanel = providePanel;
