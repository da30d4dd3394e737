import type { Diagnostic } from '#contract/project';
import { createDiagnostics, type Diagnostics } from './diagnostics.ts';
import type { SourceTree } from './source-tree.ts';

/**
 * What was compiled before, by what it was compiled from: a result is used again while every file that was read for
 * it, and every answer about files being there, is the same. Findings are told again with it.
 */
export interface CompileCache {
  /** @param key what is made, such as `sheet pages/index/index`; one result is kept for each */
  remember<T>(key: string, tree: SourceTree, diagnostics: Diagnostics, make: Make<T>): T;
  /** The same of what takes its time; two that ask at once wait for one result. A failure is not kept. */
  rememberAsync<T>(
    key: string,
    tree: SourceTree,
    diagnostics: Diagnostics,
    make: Make<Promise<T>>,
  ): Promise<T>;
  /** Forgets what nobody asked for since the last call, so that it does not grow with every rename. */
  sweep(): void;
  /** How many results are kept. */
  size(): number;
}

/** Makes a result from the tree and the list of findings it is given, and from nothing else. */
export type Make<T> = (tree: SourceTree, diagnostics: Diagnostics) => T;

interface Entry {
  readonly value: unknown;
  readonly findings: () => readonly Diagnostic[];
  readonly answers: Answers;
  isUsed: boolean;
}

/** What the tree said while a result was made. */
type Answers = Map<string, Answer>;

interface Answer {
  readonly ask: (tree: SourceTree) => unknown;
  readonly said: unknown;
}

export function createCompileCache(): CompileCache {
  const entries = new Map<string, Entry>();

  const find = (key: string, tree: SourceTree): Entry | null => {
    const entry = entries.get(key);
    if (!entry) return null;
    for (const { ask, said } of entry.answers.values()) {
      if (ask(tree) !== said) return null;
    }
    entry.isUsed = true;
    return entry;
  };

  const add = <T>(key: string, tree: SourceTree, make: Make<T>): Entry & { readonly value: T } => {
    const answers: Answers = new Map();
    const own = createDiagnostics();
    const value = make(listeningTree(tree, answers), own);
    const entry = { value, findings: () => own.list(), answers, isUsed: true };
    entries.set(key, entry);
    return entry;
  };

  return {
    remember<T>(key: string, tree: SourceTree, diagnostics: Diagnostics, make: Make<T>): T {
      const entry = find(key, tree) ?? add(key, tree, make);
      diagnostics.addAll(entry.findings());
      return entry.value as T;
    },
    async rememberAsync<T>(
      key: string,
      tree: SourceTree,
      diagnostics: Diagnostics,
      make: Make<Promise<T>>,
    ): Promise<T> {
      const entry = find(key, tree) ?? add(key, tree, make);
      try {
        return await (entry.value as Promise<T>);
      } catch (error) {
        if (entries.get(key) === entry) entries.delete(key);
        throw error;
      } finally {
        diagnostics.addAll(entry.findings());
      }
    },
    sweep() {
      for (const [key, entry] of entries) {
        if (entry.isUsed) entry.isUsed = false;
        else entries.delete(key);
      }
    },
    size: () => entries.size,
  };
}

/** A tree that notes each of its answers. */
function listeningTree(tree: SourceTree, answers: Answers): SourceTree {
  const noting =
    <T>(name: string, ask: (from: SourceTree, file: string) => T) =>
    (file: string): T => {
      const said = ask(tree, file);
      answers.set(`${name} ${file}`, { ask: (later) => textOr(() => ask(later, file)), said });
      return said;
    };
  return {
    ...tree,
    has: noting('has', (from, file) => from.has(file)),
    absence: noting('absence', (from, file) => from.absence(file)),
    isBehindLink: noting('link', (from, file) => from.isBehindLink(file)),
    read: noting('read', (from, file) => from.read(file)),
    readJson: noting('json', (from, file) => from.readJson(file)),
  };
}

/** What is there no longer reads as nothing that was ever read. */
function textOr(read: () => unknown): unknown {
  try {
    return read();
  } catch {
    return null;
  }
}

/** A tree that reads each file once, until it is told to forget it. */
export function createReadOnceTree(tree: SourceTree): SourceTree & { forget(files: Iterable<string>): void } {
  const texts = new Map<string, string>();
  const once = (file: string, read: (file: string) => string): string => {
    let text = texts.get(file);
    if (text === undefined) texts.set(file, (text = read(file)));
    return text;
  };
  return {
    ...tree,
    read: (file) => once(file, (name) => tree.read(name)),
    readJson: (file) => once(file, (name) => tree.readJson(name)),
    forget(files) {
      for (const file of files) texts.delete(file);
    },
  };
}
