import path from 'node:path';
import ts from 'typescript';
import type { ApiRow, Dated, Member, ShapeRow } from '../../src-renderer/page/wx/api-table.ts';
import { listOf } from './list.ts';

const NAMESPACE = 'WechatMiniprogram';
const CALLBACKS: ReadonlySet<string> = new Set(['success', 'fail', 'complete']);
/** `errMsg` is in every result and needs no row. */
const EVERYWHERE: ReadonlySet<string> = new Set(['errMsg']);
/** The words by which the typings date a thing; "in plugins: needs base library x" has no colon. */
const SINCE = /(?:需要基础库|最低基础库(?:版本)?)\s*[：:]\s*\[?`?(\d+(?:\.\d+)+)/;
const VALUE_SINCE = /^- '?([\w-]+)'?:.*?最低基础库(?:版本)?\s*[：:]?\s*`?(\d+(?:\.\d+)+)/gm;

export interface TypingsTable {
  readonly apis: Record<string, ApiRow>;
  readonly shapes: Record<string, ShapeRow>;
}

/** Every member of `wx` in WeChat's public typings, with all shapes that can be reached from there. */
export function tableFromTypings(folder: string): TypingsTable {
  const program = ts.createProgram([path.join(folder, 'index.d.ts')], {
    strict: true,
    lib: ['lib.es2020.d.ts'],
    types: [],
  });
  const reader = createReader(program.getTypeChecker(), folder);
  const apis: Record<string, ApiRow> = {};
  for (const member of reader.membersOfWx(program)) apis[member.name] = reader.apiRow(member);
  return { apis, shapes: reader.reachedShapes() };
}

function createReader(checker: ts.TypeChecker, folder: string) {
  const waiting: ts.Symbol[] = [];
  const reached = new Map<string, ts.Symbol>();

  function membersOfWx(program: ts.Program): ts.Symbol[] {
    for (const file of program.getSourceFiles()) {
      for (const statement of file.statements) {
        if (!ts.isVariableStatement(statement)) continue;
        const [declaration] = statement.declarationList.declarations;
        if (declaration && ts.isIdentifier(declaration.name) && declaration.name.text === 'wx') {
          return propertiesOf(checker.getTypeAtLocation(declaration));
        }
      }
    }
    throw new Error(`${folder} declares no wx`);
  }

  function documentationOf(symbol: ts.Symbol): string {
    return ts.displayPartsToString(symbol.getDocumentationComment(checker));
  }

  function sinceOf(symbol: ts.Symbol): string {
    // An example in the text may date something else: what counts stands before it.
    const [before = ''] = documentationOf(symbol).split(/\*\*示例代码|可选值/);
    return SINCE.exec(before)?.[1] ?? '';
  }

  /** Properties that the typings declare themselves, none of Array's or Function's. */
  function propertiesOf(type: ts.Type): ts.Symbol[] {
    return checker
      .getPropertiesOfType(type)
      .filter((property) => property.declarations?.some(isFromTypings) ?? false);
  }

  function isFromTypings(declaration: ts.Declaration): boolean {
    return path.resolve(declaration.getSourceFile().fileName).startsWith(path.resolve(folder));
  }

  function typeOf(symbol: ts.Symbol): ts.Type {
    return checker.getNonNullableType(checker.getTypeOfSymbol(symbol));
  }

  function firstParameterOf(type: ts.Type): ts.Type | null {
    // Where a function has several signatures, the last declares the documented form.
    const [parameter] = checker.getSignaturesOfType(type, ts.SignatureKind.Call).at(-1)?.parameters ?? [];
    return parameter ? checker.getApparentType(typeOf(parameter)) : null;
  }

  function isFunction(type: ts.Type): boolean {
    return checker.getSignaturesOfType(type, ts.SignatureKind.Call).length > 0;
  }

  function elementOf(type: ts.Type): ts.Type {
    return checker.isArrayType(type) ? (checker.getTypeArguments(type as ts.TypeReference)[0] ?? type) : type;
  }

  /** Name of the interface behind a type or behind the elements of an array, which then is among the shapes. */
  function shapeOf(type: ts.Type | null): string {
    if (!type) return '';
    const element = elementOf(type);
    const symbol = element.symbol as ts.Symbol | undefined;
    if (!symbol || (symbol.flags & ts.SymbolFlags.Interface) === 0) return '';
    if (!symbol.declarations?.some((one) => isFromTypings(one) && namespaceOf(one) === NAMESPACE)) return '';
    if (propertiesOf(element).length === 0) return '';
    if (!reached.has(symbol.name)) {
      reached.set(symbol.name, symbol);
      waiting.push(symbol);
    }
    return symbol.name;
  }

  function valuesOf(type: ts.Type, documentation: string): Dated[] {
    if (!type.isUnion() || !type.types.every((one) => one.isStringLiteral() || one.isNumberLiteral()))
      return [];
    const versions = new Map(
      [...documentation.matchAll(VALUE_SINCE)].map(([, value, since]) => [value, since]),
    );
    return type.types
      .map((one) => String((one as ts.LiteralType).value as string | number))
      .filter((value) => /^[\w+-]+$/.test(value))
      .map((value) => ({ name: value, since: versions.get(value) ?? '' }));
  }

  function memberOf(symbol: ts.Symbol): Member {
    const type = typeOf(symbol);
    const listener = isFunction(type) ? firstParameterOf(type) : null;
    const [signature] = checker.getSignaturesOfType(type, ts.SignatureKind.Call);
    const shaped =
      listener && isFunction(listener)
        ? firstParameterOf(listener)
        : signature
          ? checker.getReturnTypeOfSignature(signature)
          : type;
    return {
      name: symbol.name,
      since: sinceOf(symbol),
      shape: shapeOf(shaped),
      values: valuesOf(elementOf(type), documentationOf(symbol)),
    };
  }

  function listFrom(type: ts.Type | null, leftOut: ReadonlySet<string>): string {
    if (!type) return '';
    return listOf(
      propertiesOf(type)
        .filter(({ name }) => /^\w+$/.test(name) && !leftOut.has(name))
        .map(memberOf),
    );
  }

  function callbackList(option: ts.Type, name: string): string {
    const callback = option.getProperty(name);
    return callback ? listFrom(firstParameterOf(typeOf(callback)), EVERYWHERE) : '';
  }

  function apiRow(symbol: ts.Symbol): ApiRow {
    const type = typeOf(symbol);
    const parameter = firstParameterOf(type);
    const [signature] = checker.getSignaturesOfType(type, ts.SignatureKind.Call);
    const takesListener = parameter !== null && isFunction(parameter);
    // A class, a primitive or a buffer is no object of options.
    const options = parameter && !takesListener && propertiesOf(parameter).length > 0 ? parameter : null;
    return filled({
      since: sinceOf(symbol),
      object: options ? listFrom(options, CALLBACKS) : null,
      success: options ? callbackList(options, 'success') : '',
      fail: options ? callbackList(options, 'fail') : '',
      callback: takesListener ? listFrom(firstParameterOf(parameter), EVERYWHERE) : '',
      return: shapeOf(signature ? checker.getReturnTypeOfSignature(signature) : type),
    });
  }

  function reachedShapes(): Record<string, ShapeRow> {
    const shapes: Record<string, ShapeRow> = {};
    for (let symbol = waiting.pop(); symbol; symbol = waiting.pop()) {
      const since = sinceOf(symbol);
      const members = listFrom(checker.getDeclaredTypeOfSymbol(symbol), EVERYWHERE);
      shapes[symbol.name] = since === '' ? { members } : { since, members };
    }
    return shapes;
  }

  return { membersOfWx, apiRow, reachedShapes };
}

/** The row without what is empty; that a function takes options counts even where they are the callbacks alone. */
function filled(row: Readonly<Record<string, string | null>>): ApiRow {
  return Object.fromEntries(
    Object.entries(row).filter(([key, value]) => (key === 'object' ? value !== null : value !== '')),
  );
}

function namespaceOf(declaration: ts.Declaration): string {
  const { parent } = declaration;
  return ts.isModuleBlock(parent) ? parent.parent.name.getText() : '';
}
