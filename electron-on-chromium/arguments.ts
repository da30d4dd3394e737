/** The command line of Electron's binary, taken apart. */
export interface ElectronArguments {
  /** Modules to load before the app (`-r`). */
  readonly modules: readonly string[];
  /** Port of Node's inspector (`--inspect`), or null. */
  readonly inspectPort: number | null;
  readonly switches: ReadonlyMap<string, string>;
  /** The app's folder or file as given, or null. */
  readonly app: string | null;
  /** What follows the app's path. */
  readonly rest: readonly string[];
  readonly wantsVersion: boolean;
}

const DEFAULT_INSPECT_PORT = 9229;

/** Takes `argv` apart as Electron does: what stands before the app's path is for the runtime. */
export function parseArguments(argv: readonly string[]): ElectronArguments {
  const modules: string[] = [];
  const switches = new Map<string, string>();
  let inspectPort: number | null = null;
  let wantsVersion = false;
  for (let index = 0; index < argv.length; index++) {
    const argument = argv[index] ?? '';
    if (argument === '-r' || argument === '--require') {
      modules.push(argv[++index] ?? '');
    } else if (argument === '-v' || argument === '--version') {
      wantsVersion = true;
    } else if (argument.startsWith('--inspect')) {
      const port = argument.split('=')[1]?.split(':').at(-1);
      inspectPort = port === undefined ? DEFAULT_INSPECT_PORT : Number(port);
    } else if (argument.startsWith('--')) {
      const [name = '', ...value] = argument.slice(2).split('=');
      switches.set(name, value.join('='));
    } else if (!argument.startsWith('-')) {
      return { modules, inspectPort, switches, app: argument, rest: argv.slice(index + 1), wantsVersion };
    }
  }
  return { modules, inspectPort, switches, app: null, rest: [], wantsVersion };
}
