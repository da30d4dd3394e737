import fs from 'node:fs';
import path from 'node:path';
import { FlattenMap, originalPositionFor, type TraceMap } from '@jridgewell/trace-mapping';
import type { MappedStack } from '#contract/wx';
import { clipped } from '../lib/clipped.ts';
import { codeFrame } from './code-frame.ts';

/** Maps JavaScript stacks of one build to the project's own files. */
export interface StackMapper {
  mapStack(stack: string): MappedStack;
}

/**
 * A place in a script as V8 writes it, from the colon of its scheme on: the address, a query, line and column. A
 * page writes what it likes here, so no character is looked at by more than one attempt: nothing that a repetition
 * takes can begin another place.
 */
const PLACE = /:(\/\/[^\s():?#]*(?::\d{1,5}\/[^\s():?#]*)?)(\?[^\s():]*)?(?::(\d{1,9}):(\d{1,9}))?/g;
const SCHEME_CHARACTER = /[\w.+-]/;
const BUILD_FOLDER = '/build/';
const RUNTIME_FOLDER = '/runtime/';
/** What the page log keeps of a text. */
const MAX_STACK = 16_384;
const SCRIPT_OF_UPDATE = /^hot-[\w-]{1,40}\.js\.map$/;
const GENERATED_LINE = /^\s*at /;

/** Reads a build's source maps when first needed and keeps them. Make a new one after each compilation. */
export function createStackMapper(buildDir: string): StackMapper {
  const maps = new Map<string, TraceMap | null>();
  /** The files of the build: a page names thousands that are none, and the disk is not asked for each. */
  let files: ReadonlySet<string> | null = null;

  const mapOf = (script: string): TraceMap | null => {
    const file = `${path.basename(script)}.map`;
    // Scripts of updates come while the program runs.
    if (!files || (SCRIPT_OF_UPDATE.test(file) && !files.has(file))) files = filesIn(buildDir);
    if (!files.has(file)) return null;
    let map = maps.get(file);
    if (map === undefined) {
      map = readMap(path.join(buildDir, file));
      maps.set(file, map);
    }
    return map;
  };

  return {
    mapStack(stack) {
      let location: string | null = null;
      let frame = '';
      const placeInBuild = (script: string, line: string, column: string, isFrame: boolean): string => {
        const map = mapOf(script);
        const found = map && originalPositionFor(map, { line: Number(line), column: Number(column) - 1 });
        if (!map || found?.source == null) return `build/${script}:${line}:${column}`;
        const place = `${found.source}:${String(found.line)}:${String(found.column + 1)}`;
        if (location === null && isFrame) {
          location = place;
          const source = map.sourcesContent?.[map.sources.indexOf(found.source)];
          frame = source == null ? '' : codeFrame(source, found.line, found.column + 1);
        }
        return place;
      };
      const mapLine = (text: string): string => {
        const isFrame = GENERATED_LINE.test(text);
        let mapped = '';
        let done = 0;
        for (const { 0: whole, 1: address = '', 3: line, 4: column, index } of text.matchAll(PLACE)) {
          let place: string | null = null;
          const build = address.indexOf(BUILD_FOLDER);
          const runtime = address.indexOf(RUNTIME_FOLDER);
          if (build >= 0 && address.endsWith('.js') && line !== undefined && column !== undefined) {
            place = placeInBuild(address.slice(build + BUILD_FOLDER.length), line, column, isFrame);
          } else if (runtime >= 0 && address.includes('.js', runtime)) {
            place = whole.slice(1 + runtime + 1);
          }
          if (place === null) continue;
          mapped += text.slice(done, schemeStart(text, done, index)) + place;
          done = index + whole.length;
        }
        return mapped + text.slice(done);
      };
      const lines = clipped(stack, MAX_STACK).split('\n');
      return { stack: lines.map(mapLine).join('\n'), location, codeFrame: frame };
    },
  };
}

/** Where the scheme begins that ends before `end`. */
function schemeStart(text: string, from: number, end: number): number {
  let start = end;
  while (start > from && SCHEME_CHARACTER.test(text.charAt(start - 1))) start -= 1;
  return start;
}

function filesIn(folder: string): ReadonlySet<string> {
  try {
    return new Set(fs.readdirSync(folder));
  } catch {
    return new Set();
  }
}

function readMap(file: string): TraceMap | null {
  try {
    return FlattenMap(fs.readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
