import { PANEL_FILE_PATH } from '#contract/panel';

/** Where the panel's own origin serves a file of the open project, by its virtual path. */
export function fileUrl(path: string): string {
  return PANEL_FILE_PATH + encodeURIComponent(path);
}
