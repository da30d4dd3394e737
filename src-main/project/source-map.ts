import fs from 'node:fs';
import path from 'node:path';
import { FlattenMap, originalPositionFor, type TraceMap } from '@jridgewell/trace-mapping';
import type { MappedStack } from '#contract/wx';
import { codeFrame } from './code-frame.ts';

/** Maps JavaScript stacks of one build to the project's own files. */
export interface StackMapper {
  mapStack(stack: string): MappedStack;
}

/** A frame's place in a compiled script, however its line begins: `…/build/app.js:123:45`. */
const BUILD_PLACE =
  /[\w.+-]{1,40}:\/\/[^\s()]{0,200}?\/build\/([^\s():?#]{1,200}\.js)(?:\?[^\s():]{0,100})?:(\d{1,9}):(\d{1,9})/g;
/** A frame in the page runtime itself. */
const RUNTIME_PLACE =
  /[\w.+-]{1,40}:\/\/[^\s()]{0,200}?\/(runtime\/[^\s():?#]{1,200}\.js(?::\d{1,9}:\d{1,9})?)/g;
/** A stack comes from a page, so the work it makes is bounded: longer ones are cut, longer lines left as they are. */
const MAX_STACK = 65_536;
const MAX_LINE = 2000;
const GENERATED_LINE = /^\s*at /;

/** Reads a build's source maps when first needed and keeps them. Make a new one after each compilation. */
export function createStackMapper(buildDir: string): StackMapper {
  const maps = new Map<string, TraceMap | null>();

  const mapOf = (script: string): TraceMap | null => {
    let map = maps.get(script);
    if (map === undefined) {
      map = readMap(path.join(buildDir, `${path.basename(script)}.map`));
      maps.set(script, map);
    }
    return map;
  };

  return {
    mapStack(stack) {
      let location: string | null = null;
      let frame = '';
      const mapLine = (text: string): string =>
        text
          .replace(BUILD_PLACE, (_, script: string, line: string, column: string) => {
            const map = mapOf(script);
            const found = map && originalPositionFor(map, { line: Number(line), column: Number(column) - 1 });
            if (!map || found?.source == null) return `build/${script}:${line}:${column}`;
            const place = `${found.source}:${String(found.line)}:${String(found.column + 1)}`;
            if (location === null && GENERATED_LINE.test(text)) {
              location = place;
              const source = map.sourcesContent?.[map.sources.indexOf(found.source)];
              frame = source == null ? '' : codeFrame(source, found.line, found.column + 1);
            }
            return place;
          })
          .replace(RUNTIME_PLACE, '$1');
      const lines = stack.slice(0, MAX_STACK).split('\n');
      const mapped = lines.map((line) => (line.length > MAX_LINE ? line : mapLine(line)));
      return { stack: mapped.join('\n'), location, codeFrame: frame };
    },
  };
}

function readMap(file: string): TraceMap | null {
  try {
    return FlattenMap(fs.readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
