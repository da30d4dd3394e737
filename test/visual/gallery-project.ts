import fs from 'node:fs';
import path from 'node:path';
import { SAMPLES } from '../support/ferry-cli.ts';

/** As the sample's app.json says, or as if it said nothing. */
export type Style = 'v2' | 'legacy';

interface AppConfig {
  readonly pages: readonly string[];
  readonly style?: string;
}

const GALLERY = path.join(SAMPLES, 'gallery');

/** Routes of all pages of the Gallery. */
export function galleryPages(): readonly string[] {
  return appConfig().pages;
}

/**
 * Copies the Gallery into a folder that does not exist yet.
 *
 * @param rules style rules put after its own
 */
export function copyGallery(folder: string, style: Style, rules = ''): void {
  fs.cpSync(GALLERY, folder, { recursive: true });
  fs.appendFileSync(path.join(folder, 'app.wxss'), rules);
  if (style === 'v2') return;
  const entries = Object.entries(appConfig()).filter(([name]) => name !== 'style');
  fs.writeFileSync(path.join(folder, 'app.json'), JSON.stringify(Object.fromEntries(entries)));
}

function appConfig(): AppConfig {
  return JSON.parse(fs.readFileSync(path.join(GALLERY, 'app.json'), 'utf8')) as AppConfig;
}
