import { type Pattern, parse, type Program } from 'acorn';
import MagicString from 'magic-string';
import { EVALUATE_NAME } from '#contract/panel-inspect';

/** The name under which compiled code gets its scope; no one types it. */
const SCOPE = 'ferryScope';

/**
 * What is typed into the console as a script that hands it to the page's runtime. It may use `await` anywhere; its
 * last expression is the result; what it declares outside functions is kept for the next line. Names are looked up
 * in the runtime's scope first (`with`).
 *
 * @throws SyntaxError with a message for the developer
 */
export function consoleScript(typed: string): string {
  const code = asExpression(typed) ?? typed;
  const program = parsed(code);
  const names = new Set<string>();
  const functions: string[] = [];
  const text = new MagicString(code);
  program.body.forEach((statement, index) => {
    const isLast = index === program.body.length - 1;
    switch (statement.type) {
      case 'VariableDeclaration': {
        const parts = statement.declarations.map(({ id, init }) => {
          for (const name of namesIn(id)) names.add(name);
          const value = init ? code.slice(init.start, init.end) : 'undefined';
          return `${code.slice(id.start, id.end)} = ${value}`;
        });
        text.overwrite(statement.start, statement.end, `;(${parts.join(', ')});`);
        return;
      }
      case 'FunctionDeclaration':
        names.add(statement.id.name);
        functions.push(statement.id.name);
        return;
      case 'ClassDeclaration':
        names.add(statement.id.name);
        text.appendLeft(statement.start, `;${statement.id.name} = `);
        text.appendRight(statement.end, ';');
        return;
      case 'ExpressionStatement': {
        if (!isLast) return;
        const { start, end } = statement.expression;
        text.overwrite(statement.start, statement.end, `return (${code.slice(start, end)}\n);`);
        return;
      }
      default:
    }
  });
  const declare = [...names].map((name) => `${SCOPE}[${JSON.stringify(name)}] = undefined;`).join('');
  const keep = functions.map((name) => `${SCOPE}[${JSON.stringify(name)}] = ${name};`).join('');
  return `ferryRuntime.${EVALUATE_NAME}(function (${SCOPE}) { ${declare} with (${SCOPE}) { return (async () => { ${keep}\n${text.toString()}\n })(); } })`;
}

/** `{a: 1}` is meant as an object, as every console takes it; null when it cannot be one. */
function asExpression(typed: string): string | null {
  if (!typed.trimStart().startsWith('{')) return null;
  const code = `(${typed.trim().replace(/;$/, '')}\n)`;
  try {
    parsed(code);
    return code;
  } catch {
    return null;
  }
}

function parsed(code: string): Program {
  return parse(code, { ecmaVersion: 'latest', sourceType: 'script', allowAwaitOutsideFunction: true });
}

/** The names that a pattern binds. */
function namesIn(pattern: Pattern): readonly string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name];
    case 'ObjectPattern':
      return pattern.properties.flatMap((property) =>
        namesIn(property.type === 'RestElement' ? property.argument : property.value),
      );
    case 'ArrayPattern':
      return pattern.elements.flatMap((element) => (element ? namesIn(element) : []));
    case 'AssignmentPattern':
      return namesIn(pattern.left);
    case 'RestElement':
      return namesIn(pattern.argument);
    default:
      return [];
  }
}
