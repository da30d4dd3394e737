import { Script } from 'node:vm';
import { Parser } from 'acorn';
import { visit } from './syntax-tree.ts';

/** A compiled script that the engine can load, or what it finds wrong with it. */
export type Loadable =
  { readonly ok: true; readonly code: string } | { readonly ok: false; readonly finding: string };

/**
 * Makes sure that the engine can load a compiled script: one that it cannot would take the whole package with it.
 * A regular expression that is none is put into a call, for WeChat's engine asks for a sound one only when it runs.
 * Lines stay where they are.
 *
 * @param code CommonJS from the compiler
 */
export function loadable(code: string): Loadable {
  const finding = findingOf(code);
  if (finding === null) return { ok: true, code };
  const mended = withRegularExpressionsCalled(code);
  if (mended !== null && findingOf(mended) === null) return { ok: true, code: mended };
  return { ok: false, finding };
}

/** Parses a script as it will lie in its package's script; null when nothing is wrong. */
function findingOf(code: string): string | null {
  try {
    // Functions without brackets around them: the engine then checks them, and does not compile them yet.
    new Script(`function a(){"use strict";function b(){\n${code}\n}}`);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Takes what stands between the slashes as it is. */
class LenientParser extends Parser {
  validateRegExpPattern(): void {
    // What it says is told by the engine, when the script runs.
  }

  validateRegExpFlags(): void {
    // As above.
  }
}

/** The same script with `new RegExp("…", "…")` for each literal that the engine refuses; null when it has other faults. */
function withRegularExpressionsCalled(code: string): string | null {
  const options = { ecmaVersion: 'latest', sourceType: 'script', allowReturnOutsideFunction: true } as const;
  const found: { readonly start: number; readonly end: number; readonly call: string }[] = [];
  try {
    visit(LenientParser.parse(code, options), (node) => {
      const { regex } = node as { regex?: { readonly pattern: string; readonly flags: string } };
      if (regex !== undefined && !isSound(regex)) {
        const call = `new RegExp(${JSON.stringify(regex.pattern)}, ${JSON.stringify(regex.flags)})`;
        found.push({ start: node.start, end: node.end, call });
      }
      return undefined;
    });
  } catch {
    return null;
  }
  return found.reduceRight(
    (text, { start, end, call }) => `${text.slice(0, start)}${call}${text.slice(end)}`,
    code,
  );
}

function isSound({ pattern, flags }: { readonly pattern: string; readonly flags: string }): boolean {
  try {
    new RegExp(pattern, flags);
    return true;
  } catch {
    return false;
  }
}
