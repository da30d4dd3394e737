import type { Panel } from '../app/panel-context.ts';

function carriesFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false;
}

/** A mini-program folder dropped anywhere on the panel opens. */
export class FolderDrop {
  isOver = $state(false);
  readonly #panel: Panel;
  /** Entering a child comes before leaving its parent, so entries are counted. */
  #depth = 0;

  constructor(panel: Panel) {
    this.#panel = panel;
  }

  readonly enter = (event: DragEvent): void => {
    if (!carriesFiles(event)) return;
    this.#depth += 1;
    this.isOver = true;
  };

  readonly over = (event: DragEvent): void => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
  };

  readonly leave = (event: DragEvent): void => {
    if (!carriesFiles(event)) return;
    this.#depth = Math.max(0, this.#depth - 1);
    this.isOver = this.#depth > 0;
  };

  readonly drop = (event: DragEvent): void => {
    this.#depth = 0;
    this.isOver = false;
    const item = event.dataTransfer?.items[0];
    if (item?.kind !== 'file') return;
    event.preventDefault();
    const { texts, notices, actions, caller, navigation } = this.#panel;
    const file = item.getAsFile();
    if (file && /\.(?:har|ferry)$/iu.test(file.name)) {
      const path = caller.pathOf(file);
      if (path === '') notices.add(texts.t('start.dropUnknown'));
      else navigation.droppedArchive = path;
      return;
    }
    if (!file || item.webkitGetAsEntry()?.isFile === true) {
      notices.add(texts.t('start.dropNotFolder'));
      return;
    }
    const folder = caller.pathOf(file);
    if (folder === '') notices.add(texts.t('start.dropUnknown'));
    else void actions.openFolder(folder);
  };
}
