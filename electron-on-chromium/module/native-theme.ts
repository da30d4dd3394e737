import { EventEmitter } from 'node:events';
import type { Runtime } from './runtime.ts';
import { strict } from './strict.ts';

type ThemeSource = Electron.NativeTheme['themeSource'];

/** Electron's `nativeTheme`: what it says is what every page's `prefers-color-scheme` says. The system is light. */
export class NativeTheme
  extends EventEmitter
  implements Pick<Electron.NativeTheme, 'themeSource' | 'shouldUseDarkColors'>
{
  private readonly runtime: Runtime;
  private source: ThemeSource = 'system';

  constructor(runtime: Runtime) {
    super();
    this.runtime = runtime;
    return strict('nativeTheme', this);
  }

  get themeSource(): ThemeSource {
    return this.source;
  }

  set themeSource(source: ThemeSource) {
    if (!['system', 'light', 'dark'].includes(source)) throw new TypeError(`Invalid themeSource: ${source}`);
    if (source === this.source) return;
    this.source = source;
    this.runtime.colorScheme = source === 'system' ? '' : source;
    for (const contents of this.runtime.contents.values()) contents.page.applyColorScheme();
    this.emit('updated');
  }

  get shouldUseDarkColors(): boolean {
    return this.source === 'dark';
  }
}
