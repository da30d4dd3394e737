import { type Identifier, type Node, parse } from 'acorn';
import { literalCall, visit } from './syntax-tree.ts';

/** What a script says about the modules it needs. */
export interface ScriptReferences {
  /** The texts given to `require`, as written. */
  readonly paths: readonly string[];
  /** True when `require` is also used in a way that does not show what it will be asked for. */
  readonly isOpen: boolean;
}

/** `require`, not as a member of something else or a part of a longer name; `...require` spreads what it gives. */
const REQUIRE = /(?<![\w$]|(?<!\.\.)\.)require(?![\w$])/g;
const STATIC_CALL = /^(?:\s*\.\s*async)?\s*\(\s*(?:"([^"\\\n]*)"|'([^'\\\n]*)')\s*[,)]/;
const LONGEST_CALL = 2000;
const TYPEOF_BEFORE = /(?<![\w$.])typeof\s*$/;
const LONGEST_TYPEOF = 12;

/**
 * What follows the word in a text and never follows the name in a script: a quote, or another word on its line. Large
 * libraries have the word in their texts, and their syntax trees take longer than all the rest of a project.
 */
const IN_A_TEXT = /^(?:["'\\]|[ \t]+(?!(?:in|of|instanceof)(?![\w$]))[\w$"'])/;

/** Reads the `require` calls of a script in CommonJS, as esbuild prints it: without comments. */
export function scriptReferences(code: string): ScriptReferences {
  const paths = new Set<string>();
  for (const { index } of code.matchAll(REQUIRE)) {
    // Asking what it is needs no module.
    if (TYPEOF_BEFORE.test(code.slice(Math.max(0, index - LONGEST_TYPEOF), index))) continue;
    const after = code.slice(index + 'require'.length, index + LONGEST_CALL);
    if (IN_A_TEXT.test(after)) continue;
    const call = STATIC_CALL.exec(after);
    const path = call?.[1] ?? call?.[2];
    // Anything but a plain call is looked at closely.
    if (path === undefined) return referencesInTree(code);
    paths.add(path);
  }
  return { paths: [...paths], isOpen: false };
}

/** The same by the script's syntax tree, which takes some twenty times as long. */
function referencesInTree(code: string): ScriptReferences {
  const paths = new Set<string>();
  let isOpen = false;
  try {
    const options = {
      ecmaVersion: 'latest',
      sourceType: 'script',
      allowReturnOutsideFunction: true,
    } as const;
    visit(parse(code, options), (node, parent) => {
      if (hasOwnRequire(node)) return 'skip';
      const path = requiredBy(node);
      if (path !== null) {
        paths.add(path);
        return 'skip';
      }
      if (isRequire(node) && !isHarmless(node, parent)) isOpen = true;
      return undefined;
    });
  } catch {
    // Beyond this parser; then nobody knows what it asks for.
    isOpen = true;
  }
  return { paths: [...paths], isOpen };
}

function isRequire(node: Node | undefined): node is Identifier {
  return node?.type === 'Identifier' && (node as Identifier).name === 'require';
}

/** `require("x")` and `require.async("x")`. */
function requiredBy(node: Node): string | null {
  const plain = literalCall(node);
  if (plain?.name === 'require') return plain.value;
  if (node.type !== 'CallExpression') return null;
  const { callee, arguments: args } = node as Node & {
    callee: Node & { object?: Node; property?: Node & { name?: string } };
    arguments: (Node & { value?: unknown })[];
  };
  if (callee.type !== 'MemberExpression' || !isRequire(callee.object) || callee.property?.name !== 'async')
    return null;
  const value = args[0]?.value;
  return typeof value === 'string' ? value : null;
}

/** A function with a parameter of that name, as in code that was bundled before, means another `require`. */
function hasOwnRequire(node: Node): boolean {
  const { params } = node as Node & { params?: readonly Node[] };
  return params?.some(isRequire) ?? false;
}

/** Asking what `require` is needs no module, and neither does a member or key of that name. */
function isHarmless(node: Node, parent: Node | null): boolean {
  if (parent?.type === 'UnaryExpression')
    return (parent as Node & { operator?: string }).operator === 'typeof';
  const { computed, property, key } = (parent ?? {}) as { computed?: boolean; property?: Node; key?: Node };
  return computed === false && (property === node || key === node);
}
