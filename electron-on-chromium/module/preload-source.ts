import { readFileSync } from 'node:fs';
import path from 'node:path';
import { checkSyntax, type PreloadSource } from '../worlds/scripts.ts';

/** A preload's text, or the error that keeps it from running: it cannot be read, or does not parse. */
export function readPreload(file: string | undefined): PreloadSource | Error | null {
  if (file === undefined) return null;
  try {
    if (!path.isAbsolute(file)) throw new Error(`preload must have an absolute path: ${file}`);
    const source = { file, text: readFileSync(file, 'utf8') };
    checkSyntax(source);
    return source;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
