import type { Command } from '../app/commands.svelte.ts';
import type { Panel } from '../app/panel-context.ts';
import { inspectorOf } from './inspector-of.ts';
import type { PageView } from './page-inspector.svelte.ts';

/** What can be done with the running page from anywhere in the panel. */
export function pageCommands({ caller, navigation, store }: Panel): readonly Command[] {
  const inspector = inspectorOf(caller);
  const isAvailable = (): boolean => store.project !== null;
  const show = (view: PageView): void => {
    navigation.tab = 'page';
    inspector.view = view;
  };
  const views = [
    { id: 'page.wxml', title: 'command.pageWxml', view: 'wxml' },
    { id: 'page.data', title: 'command.pageData', view: 'data' },
    { id: 'page.storage', title: 'command.pageStorage', view: 'storage' },
  ] as const;
  return [
    {
      id: 'page.pick',
      title: 'command.pagePick',
      group: 'page',
      keys: '$mod+Shift+C',
      isAvailable,
      run() {
        if (!inspector.isPicking) show('wxml');
        inspector.togglePicker();
      },
    },
    ...views.map(({ id, title, view }): Command => ({
      id,
      title,
      group: 'page',
      isAvailable,
      run: () => {
        show(view);
      },
    })),
  ];
}
