import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

const RENDERER = path.resolve(import.meta.dirname, '../../src-renderer');
/** Where the panel's sentences are asked for, and where most of them stand. */
const SOURCES = ['panel/**/*.{ts,svelte}', 'ui/**/*.{ts,svelte}', 'lib/**/*.ts'];
/** A key at the beginning of its line in a table of texts. */
const DEFINITION = /^\s*'[\w.-]+':/gmu;
const WORD = /['"]([a-z][\w.-]*)['"]/giu;
/** A key made at run time; its first word is always written out. */
const MADE = /`([a-z]\w*\.[^`\n]*\$\{[^`\n]*)`/giu;
const SLOT = /\$\{(?:[^{}]|\{[^{}]*\})*\}/u;
/** What fills a slot: a name without dots, but for a version such as `seed-1.4`. */
const FILLED = String.raw`[^.]+(?:\.\d+)?`;

/** Tells whether any part of the panel asks for a key, be it written out or made of parts. */
export function readUsedKeys(): (key: string) => boolean {
  const words = new Set<string>();
  const made: RegExp[] = [];
  for (const file of SOURCES.flatMap((pattern) => globSync(pattern, { cwd: RENDERER }))) {
    const source = readFileSync(path.join(RENDERER, file), 'utf8').replace(DEFINITION, '');
    for (const [, word = ''] of source.matchAll(WORD)) words.add(word);
    for (const [, template = ''] of source.matchAll(MADE)) {
      const written = template.split(SLOT);
      // Code that is written, such as `form.append(${name})`, is no key.
      if (written.some((part) => /[^\w.-]/u.test(part))) continue;
      const parts = written.map((part) => part.replaceAll('.', String.raw`\.`));
      made.push(new RegExp(`^${parts.join(FILLED)}$`, 'u'));
    }
  }
  return (key) => words.has(key) || made.some((pattern) => pattern.test(key));
}
