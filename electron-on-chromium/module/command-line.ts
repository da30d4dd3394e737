/** Electron's `app.commandLine`: the switches given before the app's path and those the app adds. */
export class CommandLine implements Pick<
  Electron.CommandLine,
  'appendSwitch' | 'appendArgument' | 'hasSwitch' | 'getSwitchValue' | 'removeSwitch'
> {
  private readonly switches = new Map<string, string>();
  private readonly extra: string[] = [];

  appendSwitch(name: string, value = ''): void {
    if (typeof name !== 'string') throw new TypeError('The switch name must be a string');
    this.switches.set(name.replace(/^--/, '').toLowerCase(), value);
  }

  appendArgument(value: string): void {
    this.extra.push(value);
  }

  hasSwitch(name: string): boolean {
    return this.switches.has(name);
  }

  getSwitchValue(name: string): string {
    return this.switches.get(name) ?? '';
  }

  removeSwitch(name: string): void {
    this.switches.delete(name);
  }

  /** Every switch, for the start of the browser; an argument of the form `--name=value` counts as one. */
  all(): ReadonlyMap<string, string> {
    const all = new Map(this.switches);
    for (const argument of this.extra) {
      const match = /^--([^=]+)=?(.*)$/.exec(argument);
      if (match) all.set(match[1] ?? '', match[2] ?? '');
    }
    return all;
  }
}
