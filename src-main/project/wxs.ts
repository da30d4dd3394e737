import { type Identifier, type Node, parse } from 'acorn';
import MagicString from 'magic-string';
import { literalCall, visit } from './syntax-tree.ts';

/** A WXS module as JavaScript, or where it is wrong. Lines and columns start at 1. */
export type RewrittenWxs =
  | {
      readonly ok: true;
      readonly code: string;
      readonly requires: readonly string[];
      /** What WeChat's WXS does not have, although it runs here. */
      readonly warnings: readonly WxsWarning[];
    }
  | { readonly ok: false; readonly message: string; readonly line: number; readonly column: number };

export interface WxsWarning {
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

/** Name of the function, in scope of every template, that answers `x.constructor` the WXS way: with a type's name. */
export const WXS_TYPE_NAME = 'wxsTypeName';

/** Without it `this` of a WXS function is the page's window. */
const STRICT = '"use strict";';

/**
 * Rewrites what WXS means differently from JavaScript (WeChat's WXS reference):
 * `x.constructor` is a string, `getRegExp('\d')` keeps its backslashes, `require` drops the suffix, and a name
 * that is assigned without being declared belongs to the module.
 */
export function rewriteWxs(written: string): RewrittenWxs {
  const source = STRICT + written;
  let program: Node;
  try {
    program = parse(source, {
      ecmaVersion: 'latest',
      sourceType: 'script',
      allowReturnOutsideFunction: true,
      locations: true,
    });
  } catch (error) {
    return failureFrom(error);
  }
  const out = new MagicString(source);
  const requires: string[] = [];
  const declared = new Set<string>();
  const assigned = new Set<string>();
  const warnings: WxsWarning[] = [];
  visit(program, (node, parent) => {
    const foreign = foreignSyntax(node);
    const start = node.loc?.start;
    if (foreign !== null && start) {
      const column = start.column + 1 - (start.line === 1 ? STRICT.length : 0);
      warnings.push({ message: `WXS has no ${foreign}; it fails on a phone.`, line: start.line, column });
    }
    for (const name of declaredNames(node)) declared.add(name);
    const target = assignedName(node);
    if (target !== null) assigned.add(target);
    if (isConstructorRead(node, parent)) {
      out.appendLeft(node.object.start, `${WXS_TYPE_NAME}(`);
      out.overwrite(node.object.end, node.end, ')');
    }
    const call = literalCall(node);
    if (call?.name === 'getRegExp') {
      out.overwrite(call.start, call.end, JSON.stringify(source.slice(call.start + 1, call.end - 1)));
    }
    if (call?.name === 'require') {
      const target = call.value.replace(/\.wxs$/, '');
      requires.push(target);
      out.overwrite(call.start, call.end, JSON.stringify(target));
    }
    return undefined;
  });
  const undeclared = [...assigned].filter((name) => !declared.has(name));
  if (undeclared.length > 0) out.appendLeft(STRICT.length, `var ${undeclared.join(',')};`);
  return { ok: true, code: out.toString(), requires, warnings };
}

function failureFrom(error: unknown): RewrittenWxs {
  const { message, loc } = error as { message: string; loc?: { line: number; column: number } };
  return {
    ok: false,
    message: message.replace(/ \(\d+:\d+\)$/, ''),
    line: loc?.line ?? 0,
    column: loc ? loc.column + 1 - (loc.line === 1 ? STRICT.length : 0) : 0,
  };
}

/** Names a variable declaration, function or parameter list introduces, without destructuring (WXS has none). */
function declaredNames(node: Node): string[] {
  const { id, params } = node as Node & { id?: Identifier | null; params?: Identifier[] };
  return [id, ...(params ?? [])].flatMap((entry) => (entry?.type === 'Identifier' ? [entry.name] : []));
}

/** The plain name an assignment, `++` or `for … in` writes to. */
function assignedName(node: Node): string | null {
  const { left, argument } = node as Node & { left?: Identifier; argument?: Identifier | null };
  const target =
    node.type === 'AssignmentExpression' || node.type === 'ForInStatement'
      ? left
      : node.type === 'UpdateExpression'
        ? argument
        : null;
  return target?.type === 'Identifier' ? target.name : null;
}

function isConstructorRead(node: Node, parent: Node | null): node is Node & { object: Node } {
  if (node.type !== 'MemberExpression') return false;
  // What is written to cannot be the answer of a function.
  const { left, argument } = (parent ?? {}) as { left?: Node; argument?: Node };
  if (left === node && parent?.type !== 'BinaryExpression' && parent?.type !== 'LogicalExpression')
    return false;
  if (argument === node && (parent?.type === 'UpdateExpression' || isDelete(parent))) return false;
  const { computed, property } = node as Node & { computed: boolean; property: Node & { name?: string } };
  return !computed && property.name === 'constructor';
}

function isDelete(node: Node | null): boolean {
  return node?.type === 'UnaryExpression' && (node as Node & { operator?: string }).operator === 'delete';
}

/**
 * Syntax, by node type, that WeChat's WXS reference rules out. Later JavaScript than that reference knows is no
 * finding: WeChat's tools compile much of it down, and its own samples use it.
 */
const FOREIGN: Readonly<Record<string, string>> = {
  ClassDeclaration: 'classes',
  ClassExpression: 'classes',
  NewExpression: 'new, but getDate() and getRegExp()',
  AwaitExpression: 'await',
  YieldExpression: 'yield',
};

function foreignSyntax(node: Node): string | null {
  const { regex } = node as Node & { regex?: unknown };
  if (node.type === 'Literal' && regex !== undefined)
    return 'regular expressions between slashes, but getRegExp()';
  return FOREIGN[node.type] ?? null;
}
