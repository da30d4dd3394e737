import type { CompiledProject } from '#contract/project';

/** Stands before each class name of a component's compiled sheet. */
const SCOPE_PLACEHOLDER = '_ferry-scope_';

/** The mini-program's style sheets in the document: app.wxss, then components, then pages. Each is added once. */
export interface Sheets {
  /** Adds app.wxss. */
  addApp(): void;
  /** Says how a component's classes are prefixed; the sheet is added by {@link addComponent}. */
  setComponentPrefix(path: string, prefix: string): void;
  readonly addComponent: (path: string) => void;
  addPage(route: string): void;
}

export function createSheets(styles: CompiledProject['styles']): Sheets {
  const added = new Set<string>();
  const prefixes = new Map<string, string>();
  const ends = {
    app: document.createComment('app'),
    component: document.createComment('components'),
    page: document.createComment('pages'),
  };
  document.head.append(ends.app, ends.component, ends.page);

  const add = (path: string, group: keyof typeof ends, css: (text: string) => string): void => {
    const text = styles[path];
    if (text === undefined || added.has(path)) return;
    added.add(path);
    const element = document.createElement('style');
    element.dataset['sheet'] = path;
    element.textContent = css(text);
    ends[group].before(element);
  };

  return {
    addApp() {
      add('app', 'app', (text) => text);
    },
    setComponentPrefix(path, prefix) {
      prefixes.set(path, prefix);
    },
    addComponent(path) {
      add(path, 'component', (text) => text.replaceAll(SCOPE_PLACEHOLDER, prefixes.get(path) ?? ''));
    },
    addPage(route) {
      add(route, 'page', (text) => `@scope (wx-page[wx-route="${CSS.escape(route)}"]) {\n${text}\n}`);
    },
  };
}
