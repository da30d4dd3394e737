import { withDeviceInsets } from '../chrome/device-css.ts';

/** Stands before each class name of a component's compiled sheet. */
const SCOPE_PLACEHOLDER = '_ferry-scope_';

/** The mini-program's style sheets in the document: app.wxss, then components, then pages. Each is added once. */
export interface Sheets {
  /** Makes the texts of a package known, by unit path; what an update has replaced stays. */
  readonly define: (styles: Readonly<Record<string, string>>) => void;
  /** Puts another text in a sheet's place, in the document too. */
  replace(path: string, text: string): void;
  /** Adds app.wxss. */
  addApp(): void;
  /** Says how a component's classes are prefixed; the sheet is added by {@link addComponent}. */
  setComponentPrefix(path: string, prefix: string): void;
  readonly addComponent: (path: string) => void;
  addPage(route: string): void;
}

type Group = 'app' | 'component' | 'page';

export function createSheets(): Sheets {
  const texts = new Map<string, string>();
  const replaced = new Set<string>();
  /** What was asked for; its element once there is a text. */
  const added = new Map<string, { readonly group: Group; element: HTMLStyleElement | null }>();
  const prefixes = new Map<string, string>();
  const ends: Readonly<Record<Group, Comment>> = {
    app: document.createComment('app'),
    component: document.createComment('components'),
    page: document.createComment('pages'),
  };
  document.head.append(ends.app, ends.component, ends.page);

  const cssOf = (path: string, group: Group, text: string): string => {
    switch (group) {
      case 'app':
        return text;
      case 'component':
        return text.replaceAll(SCOPE_PLACEHOLDER, prefixes.get(path) ?? '');
      case 'page':
        return `@scope (wx-page[wx-route="${CSS.escape(path)}"]) {\n${text}\n}`;
    }
  };

  const render = (path: string): void => {
    const sheet = added.get(path);
    const text = texts.get(path);
    if (!sheet || text === undefined) return;
    if (!sheet.element) {
      sheet.element = document.createElement('style');
      sheet.element.dataset['sheet'] = path;
      ends[sheet.group].before(sheet.element);
    }
    // The inspector shows selectors without it.
    sheet.element.dataset['prefix'] = prefixes.get(path) ?? '';
    sheet.element.textContent = withDeviceInsets(cssOf(path, sheet.group, text));
  };

  const add = (path: string, group: Group): void => {
    if (added.has(path)) return;
    added.set(path, { group, element: null });
    render(path);
  };

  return {
    define(styles) {
      for (const [path, text] of Object.entries(styles)) if (!replaced.has(path)) texts.set(path, text);
    },
    replace(path, text) {
      replaced.add(path);
      texts.set(path, text);
      render(path);
    },
    addApp() {
      add('app', 'app');
    },
    setComponentPrefix(path, prefix) {
      if (prefixes.get(path) === prefix) return;
      prefixes.set(path, prefix);
      render(path);
    },
    addComponent(path) {
      add(path, 'component');
    },
    addPage(route) {
      add(route, 'page');
    },
  };
}
