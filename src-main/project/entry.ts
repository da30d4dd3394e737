import { FerryError } from '#contract/errors';
import { diagnosticOf } from './diagnostics.ts';
import { isBrokenCompiler } from './broken-compiler.ts';
import { createProjectBuild, type ProjectBuild } from './project-build.ts';
import type {
  CompileCommand,
  CompilerCommand,
  CompilerEvent,
  ReadyCommand,
  WatchCommand,
} from './protocol.ts';
import { watchProject, type ProjectWatch } from './watch.ts';

/** The compiler's own process, under Electron's utilityProcess or plain Node: compiles, and watches one folder. */

interface ParentPort {
  on(event: 'message', listener: (message: { readonly data: unknown }) => void): void;
  postMessage(message: unknown): void;
}

/** Set under Electron's utilityProcess alone, whatever its types say. */
const port = (process as unknown as { readonly parentPort?: ParentPort }).parentPort;

function post(event: CompilerEvent): void {
  if (port) port.postMessage(event);
  // A parent that was killed hears nothing more, and 'disconnect' is about to say so here.
  else process.send?.(event, () => undefined);
}

function isCommand(value: unknown): value is CompilerCommand {
  if (typeof value !== 'object' || value === null) return false;
  const { kind, id, root, buildDir, scope, file, except } = value as Partial<
    Record<keyof CompileCommand | keyof ReadyCommand | keyof WatchCommand, unknown>
  >;
  if (typeof buildDir !== 'string') return false;
  if (kind === 'watch') return (root === null || typeof root === 'string') && Array.isArray(except);
  if (typeof id !== 'number' || typeof root !== 'string') return false;
  return kind === 'compile'
    ? scope === 'all' || scope === 'main'
    : kind === 'ready' && typeof file === 'string';
}

function failed(id: number | null, thrown: unknown): CompilerEvent {
  const error = FerryError.from(thrown);
  const diagnostic = diagnosticOf(error);
  return {
    kind: 'failed',
    id,
    error: error.toWire(),
    ...(diagnostic && { diagnostic }),
    isLast: isBrokenCompiler(error),
  };
}

/** The build that was compiled last, which is the one that runs; what it remembers makes the next one quick. */
let known: { readonly root: string; readonly buildDir: string; readonly build: ProjectBuild } | null = null;

function buildOf(root: string, buildDir: string): ProjectBuild {
  if (known?.root !== root || known.buildDir !== buildDir)
    known = { root, buildDir, build: createProjectBuild(root, buildDir) };
  return known.build;
}

async function compile({ id, root, buildDir, scope }: CompileCommand): Promise<void> {
  const build = buildOf(root, buildDir);
  try {
    post({ kind: 'compiled', id, project: await build.compile(scope) });
  } catch (thrown) {
    post(failed(id, thrown));
    return;
  }
  if (scope === 'all') return;
  try {
    post({ kind: 'complete', buildDir, findings: await build.rest() });
  } catch (thrown) {
    post(failed(null, thrown));
  }
}

async function waitFor({ id, root, buildDir, file }: ReadyCommand): Promise<void> {
  try {
    const isKnown = known?.root === root && known.buildDir === buildDir;
    const build = buildOf(root, buildDir);
    if (!isKnown) await build.compile('all');
    await build.ready(file);
    post({ kind: 'ready', id });
  } catch (thrown) {
    post(failed(id, thrown));
  }
}

let watched: ProjectWatch | null = null;

function watchOnly({ root, buildDir, except }: WatchCommand): void {
  void watched?.close();
  watched =
    root === null
      ? null
      : watchProject(root, except, (files) => {
          void update(root, buildDir, files);
        });
}

async function update(root: string, buildDir: string, files: readonly string[]): Promise<void> {
  try {
    const isKnown = known?.root === root && known.buildDir === buildDir;
    const found = isKnown ? await known?.build.update(files) : 'reload';
    if (found === 'reload') post({ kind: 'saved', root });
    else if (found) post({ kind: 'updated', root, buildDir, ...found });
  } catch (thrown) {
    const event = failed(null, thrown);
    // What stops a whole compilation is found again, and told, by the one that this asks for.
    post({ kind: 'saved', root });
    if (event.kind === 'failed' && event.isLast) post(event);
  }
}

function receive(message: unknown): void {
  if (!isCommand(message)) return;
  if (message.kind === 'watch') watchOnly(message);
  else if (message.kind === 'compile') void compile(message);
  else void waitFor(message);
}

if (port) {
  port.on('message', (message) => {
    receive(message.data);
  });
} else {
  process.on('message', receive);
  // A compiler whose parent is gone has nobody to answer.
  process.on('disconnect', () => {
    process.exit(0);
  });
}
