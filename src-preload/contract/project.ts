/** An appid as WeChat gives them out. Whatever else a project names, `touristappid` included, is none. */
export const REAL_APPID = /^wx[0-9a-f]{16}$/i;

/** One finding about a project's source. Lines and columns start at 1; 0 when not known. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  /** Path from the mini-program root, with forward slashes. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** What is wrong and what to do, in one sentence. */
  readonly message: string;
  /** The lines around the place with a marker under it; empty when not known. */
  readonly codeFrame: string;
}

/** The `window` of app.json or a page's json, as written. */
export interface WindowConfig {
  readonly navigationBarTitleText?: string;
  readonly navigationBarBackgroundColor?: string;
  readonly navigationBarTextStyle?: 'black' | 'white';
  readonly navigationStyle?: 'default' | 'custom';
  readonly backgroundColor?: string;
  readonly disableScroll?: boolean;
  readonly [key: string]: unknown;
}

/** A page or a component as compiled. */
export interface CompiledUnit {
  /** Path from the root without extension: `pages/album/index`. */
  readonly path: string;
  readonly kind: 'page' | 'component';
  /** The unit's json with `usingComponents` resolved to root-absolute paths, app.json's merged in. */
  readonly json: Readonly<Record<string, unknown>> & {
    readonly usingComponents?: Readonly<Record<string, string>>;
  };
  /** Class prefix of a component's style sheet; null for pages and sheetless components. */
  readonly styleScope: string | null;
  readonly hasScript: boolean;
}

/** A package of the project: the main one has root ''. */
export interface CompiledPackage {
  readonly root: string;
  readonly pages: readonly string[];
  /** True for a subpackage that runs without the main package (`independent`). */
  readonly isIndependent?: boolean;
  /** Unit of the script that runs when the package is loaded (`entry`), such as `sub/index`. */
  readonly entry?: string;
  /** URL of its script, relative to the build folder. */
  readonly scriptFile: string;
  /** The same of the script with its templates, style sheets and findings. */
  readonly templatesFile: string;
}

/** The two tables of theme.json: what an `@name` stands for. */
export interface ThemeTables {
  readonly light: Readonly<Record<string, unknown>>;
  readonly dark: Readonly<Record<string, unknown>>;
}

/**
 * The compiler's output, written as `manifest.json` in the build folder. The page runtime fetches it from
 * `/build/manifest.json`; the scripts it names lie beside it.
 */
export interface CompiledProject {
  readonly appid: string;
  readonly name: string;
  readonly entryPage: string;
  /** Every page route in the order of app.json, subpackages after the main package. */
  readonly pages: readonly string[];
  readonly packages: readonly CompiledPackage[];
  readonly units: readonly CompiledUnit[];
  /** The file that `themeLocation` names; null where there is none. `@name`s stay in the json as written. */
  readonly themes: ThemeTables | null;
  /** app.json as written, comments removed: `@name`s of the theme too. */
  readonly app: Readonly<Record<string, unknown>> & {
    readonly window?: WindowConfig;
    readonly tabBar?: TabBarConfig;
    readonly networkTimeout?: Readonly<Record<string, number>>;
  };
  /** What was found in the settings and in the packages that were compiled by then. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface TabBarConfig {
  readonly color?: string;
  readonly selectedColor?: string;
  readonly backgroundColor?: string;
  readonly list?: readonly {
    readonly pagePath: string;
    readonly text: string;
    readonly iconPath?: string;
    readonly selectedIconPath?: string;
  }[];
  readonly [key: string]: unknown;
}

/** What the panel shows of the open project. */
export interface ProjectInfo {
  readonly appid: string;
  readonly name: string;
  /** Folder as the developer opened it: for the panel only, never for a page. */
  readonly folder: string;
  readonly pages: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** One error thrown by project code, or by Ferry while running it. */
export interface ExceptionRecord {
  readonly id: number;
  readonly atEpochMs: number;
  readonly page: string;
  readonly message: string;
  /** Stack with each frame mapped to the project's own file, line and column. */
  readonly stack: string;
  /** `pages/index/index.js:12:5`, the first frame in project code; null when there is none. */
  readonly location: string | null;
  /** cli.md: `ferry` is our code or a missing API of ours; `after-failed-request` follows a failed request. */
  readonly cause: 'project' | 'ferry' | 'after-failed-request';
}

/** What a console line is besides text: the head of a group, a table, the end of all before it. */
export type ConsoleForm = 'group' | 'collapsed-group' | 'table' | 'clear';

export interface ConsoleRecord {
  readonly id: number;
  readonly atEpochMs: number;
  readonly level: 'debug' | 'log' | 'info' | 'warn' | 'error';
  readonly text: string;
  /** Its arguments as pictures, `ValueView[]` in JSON: a stranger's; left out where the text says it all. */
  readonly values?: string;
  /** `pages/index/index.js:12:5`, where it was logged; null when that is not known. */
  readonly location?: string | null;
  readonly page: string;
  /** How many groups it stands in; left out for none. */
  readonly depth?: number;
  readonly form?: ConsoleForm;
}
