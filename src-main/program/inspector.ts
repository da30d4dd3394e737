import { FerryError } from '#contract/errors';
import type { InspectQuestion } from '#contract/panel-inspect';
import type { ValueView } from '#contract/value-view';
import { consoleScript } from './console-code.ts';
import type { Program } from './program.ts';
import { createStoredEntries, type StoredEntries } from './stored-entries.ts';

export interface InspectorDeps {
  readonly program: Pick<Program, 'drive' | 'mapStack' | 'storage'>;
  /** Runs code in the page's world. */
  readonly run: (code: string) => Promise<unknown>;
}

/** What is asked of a running page from outside: its nodes, its data, what code gives. Answers are a stranger's. */
export interface Inspector {
  /** Resolves to what the page said, parsed and not yet checked. */
  ask(question: InspectQuestion): Promise<unknown>;
  /** Runs what the developer typed; resolves to an outcome, not yet checked. Code that does not parse is never run. */
  evaluate(code: string): Promise<unknown>;
  /** A stack in the project's own places. */
  mapStack(stack: string): string;
  readonly storage: StoredEntries;
}

const ANSWER_MS = 5000;
const EVALUATION_MS = 10_000;
const MAX_OUTCOME = 8_000_000;

const STUCK = 'It may be stuck in a loop: reload the mini-program to go on.';

export function createInspector({ program, run }: InspectorDeps): Inspector {
  return {
    async ask(question) {
      const answer = await program.drive({ kind: 'inspect', question }, ANSWER_MS).catch((error: unknown) => {
        const ours = FerryError.from(error);
        // Only the time-out says nothing of why.
        if (!ours.message.includes('did not answer')) throw ours;
        throw new FerryError(
          'page.gone',
          `The page did not answer within ${String(ANSWER_MS / 1000)} s. ${STUCK}`,
        );
      });
      if (answer.kind === 'failed') throw FerryError.fromWire(answer.error);
      if (answer.kind !== 'inspected') throw unreadable();
      return parsed(answer.json);
    },
    async evaluate(code) {
      let script: string;
      try {
        script = consoleScript(code);
      } catch (error) {
        return { isOk: false, value: syntaxError(error), stack: '' };
      }
      const outcome = await withTimeout(run(script));
      if (typeof outcome !== 'string' || outcome.length > MAX_OUTCOME) throw unreadable();
      return parsed(outcome);
    },
    mapStack: (stack) => program.mapStack(stack).stack,
    storage: createStoredEntries(program.storage.inspection),
  };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    throw unreadable();
  }
}

/** What a page says of itself does not have the form that its runtime gives it. */
export function unreadable(): FerryError {
  return new FerryError(
    'page.gone',
    'The page gave an answer that Ferry cannot read. Reload the mini-program.',
  );
}

function syntaxError(error: unknown): ValueView {
  const message = error instanceof Error ? error.message : String(error);
  return { kind: 'error', text: `SyntaxError: ${message}`, length: 0, entries: [] };
}

async function withTimeout(work: Promise<unknown>): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(
        new FerryError(
          'page.gone',
          `No result within ${String(EVALUATION_MS / 1000)} s. What was started may still run or wait. ${STUCK}`,
        ),
      );
    }, EVALUATION_MS);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
