import { createRequire } from 'node:module';
import path from 'node:path';
import type { Mount, SourceTree } from './source-tree.ts';

/** Where WeChat puts the extended library "weui": among the npm packages of the main package. */
const WEUI_FOLDER = 'miniprogram_npm/weui-miniprogram';
/** Its style sheet, which WeChat adds to app.wxss by itself. */
export const WEUI_SHEET = `/${WEUI_FOLDER}/weui-wxss/dist/style/weui.wxss`;

/** The library that comes with Ferry, for `useExtendedLib`; null where the project has its own. */
export function weuiMount(tree: SourceTree): Mount | null {
  if ([...tree.files].some((file) => file.startsWith(`${WEUI_FOLDER}/`))) return null;
  const manifest = createRequire(import.meta.url).resolve('weui-miniprogram/package.json');
  return { at: WEUI_FOLDER, folder: path.join(path.dirname(manifest), 'miniprogram_dist') };
}
