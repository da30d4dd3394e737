import { pathToFileURL } from 'node:url';
import vm from 'node:vm';
import { createWire } from '../wire.ts';
import { createAfterPage } from './after-page.ts';
import { createBridge } from './bridge.ts';
import { createChooserPicker } from './chooser-picker.ts';
import { DELIVER, isolatedAgent, type PreloadInfo } from './isolated-agent.ts';
import { watchKeys } from './keys.ts';
import { createLayerInput } from './layer-input.ts';
import { createLayers } from './layers.ts';
import { mainAgent } from './main-agent.ts';
import { createSandbox } from './sandbox.ts';
import { toolsSocket } from './tools-socket.ts';
import { viewAgent } from './view-agent.ts';
import type { AgentNames } from './view-messages.ts';
import { windowAgent } from './window-agent.ts';

/** Name of the isolated world preloads run in. */
export const ISOLATED_WORLD = 'Electron Isolated Context';

const PARAMETERS = 'require, module, exports, process, setImmediate, clearImmediate';

/** A preload as read from its file. */
export interface PreloadSource {
  readonly file: string;
  readonly text: string;
}

/** The script for the main world of every new document. */
export function mainWorldScript(secret: string): string {
  return `(${text(mainAgent)})(${JSON.stringify(secret)}, ${text(createBridge)});`;
}

/** The script for the isolated world of every new document; the preload starts on the line it has in its file. */
export function isolatedWorldScript(
  names: { readonly secret: string; readonly binding: string; readonly holdsShortcuts: boolean },
  info: PreloadInfo,
  preload: PreloadSource | null,
): string {
  const agent = text(isolatedAgent);
  const parameters = [
    JSON.stringify({ ...names, deliver: DELIVER }),
    JSON.stringify(info),
    text(createWire),
    text(createBridge),
    text(createSandbox),
    `${text(watchKeys)}, (${text(createAfterPage)})()`,
    'preload',
  ];
  const source = preload ? `\n//# sourceURL=${pathToFileURL(preload.file).href}` : '';
  // The preload comes first in the text, so that its lines keep their numbers.
  return `[${preload ? wrap(preload.text) : 'null'}].forEach((preload) => (${agent})(${parameters.join(', ')}));${source}`;
}

/** The script for a window on the screen: shows its views over its page. */
export function windowScript(names: AgentNames): string {
  const layers = `(post) => (${text(createLayers)})(post, ${text(createLayerInput)}, ${text(createChooserPicker)})`;
  return `(${text(windowAgent)})(${JSON.stringify(names)}, ${layers});`;
}

/** The script for the page of a view that is shown inside its host's window. */
export function viewScript(names: AgentNames): string {
  return `(${text(viewAgent)})(${JSON.stringify(names)}, (${text(createAfterPage)})());`;
}

/** The script for the developer tools' own page. */
export function socketScript(): string {
  return `(${text(toolsSocket)})();`;
}

/** Throws the syntax error of a preload, which would silence the agent it shares a script with. */
export function checkSyntax(preload: PreloadSource): void {
  new vm.Script(`(${wrap(preload.text)})`, { filename: preload.file });
}

function wrap(preload: string): string {
  return `function (${PARAMETERS}) {${preload}\n}`;
}

function text(part: (...values: never[]) => unknown): string {
  return part.toString();
}
