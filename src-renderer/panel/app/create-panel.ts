import { FerryError } from '#contract/errors';
import type { PanelCaller } from '../../lib/bridge.ts';
import { Conditions } from '../rules/conditions.svelte.ts';
import { RulesDesk } from '../rules/rules-desk.svelte.ts';
import { createTexts } from '../texts/texts.ts';
import { RowActions } from '../exchange/row-actions.ts';
import { createPanelActions } from './actions.ts';
import { Commands } from './commands.svelte.ts';
import { Navigation } from './navigation.svelte.ts';
import { Notices } from './notices.svelte.ts';
import type { Panel } from './panel-context.ts';
import { PanelStore } from './panel-store.svelte.ts';

/** Builds the panel's services over a way to main. */
export function createPanel(caller: PanelCaller): Panel {
  const texts = createTexts('en');
  const notices = new Notices();
  const store = new PanelStore(caller, (error) => {
    notices.add(texts.t('notice.failed', { message: FerryError.from(error).message }));
  });
  const navigation = new Navigation();
  const commands = new Commands();
  const rowActions = new RowActions();
  const conditions = new Conditions(caller, notices, texts);
  const rulesDesk = new RulesDesk({ conditions, navigation, notices, texts });
  const actions = createPanelActions({ caller, store, notices, texts });
  return {
    caller,
    store,
    texts,
    notices,
    navigation,
    actions,
    commands,
    rowActions,
    conditions,
    rulesDesk,
  };
}
