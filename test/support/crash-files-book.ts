import type { CrashLine, FileEffect, FileWork } from './crash-lines.ts';

type Will = Extract<CrashLine, { kind: 'will' }>;

/** What has been acknowledged of one home's lasting files, over all launches that were killed on it. */
export interface CrashFilesBook {
  /** Takes what a launch said; answers what was under way when it was killed, null between two pieces of work. */
  take(lines: readonly CrashLine[]): FileWork | null;
  /**
   * Holds what the next start found against what was acknowledged, contents by their SHA-256; what was under way may
   * have left the old or the new. From now on what was found counts.
   *
   * @returns what is wrong, and whether the work that was under way has come to its end
   */
  compare(found: ReadonlyMap<string, string>): {
    readonly wrong: string[];
    readonly outcome: 'old' | 'new' | 'mixed';
  };
}

/** Works that leave all that they touch old, or all of it new. */
const AT_ONCE: ReadonlySet<FileWork> = new Set(['rename', 'renameOver', 'renameFolder', 'rmdir']);

const told = (sha256: string | null): string => sha256?.slice(0, 8) ?? 'nothing';

export function createCrashFilesBook(): CrashFilesBook {
  const known = new Map<string, string>();
  let pending: Will | null = null;

  const apply = ({ path, after }: FileEffect): void => {
    if (after === null) known.delete(path);
    else known.set(path, after);
  };
  return {
    take(lines) {
      for (const line of lines) {
        if (line.kind === 'will') pending = line;
        if (line.kind !== 'did' || !pending) continue;
        for (const effect of pending.effects) apply(effect);
        if (pending.saves !== null && line.savedPath !== null) known.set(line.savedPath, pending.saves);
        pending = null;
      }
      return pending?.work ?? null;
    },
    compare(found) {
      const wrong: string[] = [];
      const under = pending ? ` under ${pending.work}` : '';
      const effects = new Map((pending?.effects ?? []).map((effect) => [effect.path, effect]));
      const outcomes = new Set<'old' | 'new'>();
      for (const effect of effects.values()) {
        const content = found.get(effect.path) ?? null;
        if (content !== effect.before && content !== effect.after)
          wrong.push(`${effect.path} is neither old nor new${under}: ${told(content)}`);
        if (effect.before !== effect.after) outcomes.add(content === effect.after ? 'new' : 'old');
      }
      if (pending && AT_ONCE.has(pending.work) && outcomes.size > 1)
        wrong.push(`${pending.work} is half done: ${JSON.stringify([...effects.values()])}`);
      for (const [path, content] of known) {
        if (!effects.has(path) && found.get(path) !== content)
          wrong.push(
            `${path} is not what was acknowledged${under}: ${told(found.get(path) ?? null)} for ${told(content)}`,
          );
      }
      const unknown = [...found].filter(([path]) => !known.has(path) && !effects.has(path));
      const isSave = unknown.length === 1 && unknown[0]?.[1] === pending?.saves;
      if (unknown.length > 0 && !isSave)
        wrong.push(...unknown.map(([path]) => `${path} came from nowhere${under}`));
      if (isSave) outcomes.add('new');
      known.clear();
      for (const [path, content] of found) known.set(path, content);
      pending = null;
      return { wrong, outcome: outcomes.size > 1 ? 'mixed' : ([...outcomes][0] ?? 'old') };
    },
  };
}
