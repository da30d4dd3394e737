import ts from 'typescript';

/** Ids found in one file of tables, and what is wrong with how they stand there. */
export interface RowIds {
  /** Ids that stand in the `ids` of a row. */
  readonly ids: readonly string[];
  readonly faults: readonly string[];
}

/** What keeps a row from running, or all others. */
const NOT_ALWAYS_RUN = new Set(['skip', 'skipIf', 'runIf', 'todo', 'only', 'fails']);
const RUNNERS = /^(it|test|describe)\b/;

/**
 * The ids of the rows in a file of tables. A row is an object with `ids: ['4.option.url', …]`, its ids written out:
 * an id in a comment, in a sentence or in the name of a test counts for nothing. A test that is left out is a fault.
 */
export function rowIdsOf(fileName: string, text: string): RowIds {
  const source = ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest, true);
  const ids: string[] = [];
  const faults: string[] = [];
  const fault = (node: ts.Node, what: string): void => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
    faults.push(`${fileName}:${String(line + 1)}: ${what}`);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && node.name.getText(source) === 'ids') takeIds(node);
    if (ts.isPropertyAccessExpression(node) && NOT_ALWAYS_RUN.has(node.name.text)) {
      const whole = node.getText(source);
      if (RUNNERS.test(whole)) fault(node, `${whole} leaves rows out; every row has to run`);
    }
    ts.forEachChild(node, visit);
  };
  const takeIds = ({ initializer }: ts.PropertyAssignment): void => {
    if (!ts.isArrayLiteralExpression(initializer)) {
      fault(initializer, 'ids has to be a list, written out');
      return;
    }
    if (initializer.elements.length === 0) fault(initializer, 'a row without an id');
    for (const element of initializer.elements) {
      if (ts.isStringLiteral(element)) ids.push(element.text);
      else fault(element, 'an id has to be a text, written out');
    }
  };
  visit(source);
  return { ids, faults };
}
