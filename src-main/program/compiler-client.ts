import { FerryError } from '#contract/errors';
import type { HotUpdate } from '#contract/hot';
import type { CompiledProject, Diagnostic } from '#contract/project';
import { createListeners } from '../lib/listeners.ts';
import type { BuildScope } from '../project/project-build.ts';
import type { CompilerCommand, CompilerEvent, WatchCommand } from '../project/protocol.ts';
import type { ForkProcess, WorkerPort } from '../worker/protocol.ts';

/** The compiler process as main sees it. Started when first needed, and again after it died or hung. */
export interface CompilerClient {
  /**
   * Compiles a folder into a build folder.
   *
   * @throws FerryError `project.folder`, `project.config`, `project.syntax`; `details.codeFrame` shows the place;
   * `internal` when the process ends or does not answer in time. A process whose compiler broke is replaced.
   * @param scope with `main`, the other packages are compiled after the answer
   */
  compile(root: string, buildDir: string, scope?: BuildScope): Promise<CompiledProject>;
  /**
   * Resolves when a file of a build is written, at once where all of it is.
   *
   * @throws FerryError as {@link CompilerClient.compile}
   */
  ready(root: string, buildDir: string, file: string): Promise<void>;
  /** Every finding of the build as it is now; null until more is known than `compile` returned. */
  findings(buildDir: string): readonly Diagnostic[] | null;
  /** Calls back when `findings` of a build has others. */
  onFindings(listener: (buildDir: string) => void): () => void;
  /**
   * Calls back after files of a folder were saved, in place of what was watched before. A process that dies after
   * it has compiled something is replaced at once and goes on watching; any other, with the next compilation.
   */
  watch(watched: WatchedProject, listener: SaveListener): void;
  unwatch(): void;
  /** Starts the process ahead of the first compilation. */
  warmUp(): void;
  close(): void;
}

/** A folder with the build of it that runs. */
export interface WatchedProject {
  readonly root: string;
  readonly buildDir: string;
  /** Folders inside it that others write to. */
  readonly except: readonly string[];
}

export interface SaveListener {
  /** More was saved than the running program can take. */
  onSaved(): void;
  onUpdate(update: HotUpdate): void;
}

export interface CompilerClientOptions {
  /** How long one folder may take. */
  readonly timeoutMs?: number;
}

/** Forty times what a project of 350 pages takes on a slow computer. */
const TIMEOUT_MS = 120_000;

interface Pending {
  /** Null where it was waited for a file. */
  resolve(project: CompiledProject | null): void;
  reject(error: FerryError): void;
}

/** One process and what it owes. */
interface Compiler {
  readonly port: WorkerPort<CompilerCommand, CompilerEvent>;
  readonly pending: Map<number, Pending>;
  hasAnswered: boolean;
}

export function createCompilerClient(fork: ForkProcess, options: CompilerClientOptions = {}): CompilerClient {
  const timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  let current: Compiler | null = null;
  let count = 0;
  let watching: { readonly command: WatchCommand; readonly listener: SaveListener } | null = null;
  /** Builds of which packages are still to be written. */
  const incomplete = new Set<string>();
  const found = new Map<string, readonly Diagnostic[]>();
  const foundMore = createListeners<string>();
  const setFindings = (buildDir: string, findings: readonly Diagnostic[]): void => {
    found.set(buildDir, findings);
    foundMore.emit(buildDir);
  };

  const start = (): Compiler => {
    const port = fork<CompilerCommand, CompilerEvent>('compiler');
    const compiler: Compiler = { port, pending: new Map(), hasAnswered: false };
    if (watching) port.postMessage(watching.command);
    port.onMessage((event) => {
      if (event.kind === 'saved') {
        if (watching?.command.root === event.root) watching.listener.onSaved();
        return;
      }
      if (event.kind === 'updated') {
        setFindings(event.buildDir, event.findings);
        if (watching?.command.root === event.root) watching.listener.onUpdate(event.update);
        return;
      }
      if (event.kind === 'complete') {
        incomplete.delete(event.buildDir);
        setFindings(event.buildDir, event.findings);
        return;
      }
      compiler.hasAnswered = true;
      const waiting = event.id === null ? undefined : compiler.pending.get(event.id);
      if (event.kind === 'failed') waiting?.reject(failureOf(event));
      else waiting?.resolve(event.kind === 'compiled' ? event.project : null);
      if (event.kind === 'failed' && event.isLast) {
        replace(compiler, 'The compiler broke over another project. Open or reload this one again.');
        port.kill();
      }
    });
    port.onExit((code) => {
      replace(
        compiler,
        `The compiler process ended (code ${String(code)}). Open or reload the project again.`,
      );
    });
    return compiler;
  };

  /** Gives a process up; where it watched, and has shown that it can compile, the next one goes on at once. */
  const replace = (compiler: Compiler, message: string): void => {
    const wasWatching = current === compiler && watching !== null;
    giveUp(compiler, message);
    if (wasWatching && compiler.hasAnswered) current = start();
  };

  /** Turns away from a process: what it owes fails, the next folder gets a new one. */
  const giveUp = (compiler: Compiler, message: string): void => {
    if (current === compiler) current = null;
    for (const waiting of [...compiler.pending.values()]) waiting.reject(new FerryError('internal', message));
  };

  /** Asks the process and waits for its one answer. */
  const ask = (root: string, commandWith: (id: number) => CompilerCommand): Promise<CompiledProject | null> =>
    new Promise((resolve, reject) => {
      const compiler = (current ??= start());
      const id = (count += 1);
      const timer = setTimeout(() => {
        giveUp(
          compiler,
          `The compiler did not finish ${root} within ${String(timeoutMs / 1000)} s and was ended. Reload the project, or leave out what it cannot cope with.`,
        );
        compiler.port.kill();
      }, timeoutMs);
      const settle = (): void => {
        clearTimeout(timer);
        compiler.pending.delete(id);
      };
      compiler.pending.set(id, {
        resolve(project) {
          settle();
          resolve(project);
        },
        reject(error) {
          settle();
          reject(error);
        },
      });
      compiler.port.postMessage(commandWith(id));
    });

  return {
    async compile(root, buildDir, scope = 'all') {
      found.delete(buildDir);
      if (scope === 'main') incomplete.add(buildDir);
      else incomplete.delete(buildDir);
      const project = await ask(root, (id) => ({ kind: 'compile', id, root, buildDir, scope }));
      if (!project) throw new FerryError('internal', 'The compiler answered with no project. Open it again.');
      return project;
    },
    async ready(root, buildDir, file) {
      if (incomplete.has(buildDir)) await ask(root, (id) => ({ kind: 'ready', id, root, buildDir, file }));
    },
    findings: (buildDir) => found.get(buildDir) ?? null,
    onFindings: (listener) => foundMore.add(listener),
    watch({ root, buildDir, except }, listener) {
      watching = { command: { kind: 'watch', root, buildDir, except }, listener };
      current?.port.postMessage(watching.command);
    },
    unwatch() {
      if (!watching) return;
      watching = null;
      current?.port.postMessage({ kind: 'watch', root: null, buildDir: '', except: [] });
    },
    warmUp() {
      current ??= start();
    },
    close() {
      current?.port.kill();
      current = null;
    },
  };
}

function failureOf(event: Extract<CompilerEvent, { kind: 'failed' }>): FerryError {
  const frame = event.diagnostic?.codeFrame ?? '';
  return new FerryError(event.error.code, event.error.message, {
    details: { ...event.error.details, ...(frame === '' ? {} : { codeFrame: frame }) },
  });
}
