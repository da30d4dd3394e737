import fs from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '../lib/clock.ts';
import type { FileTable } from '../registry/file-table.ts';
import { CANONICAL } from './virtual-path.ts';

/** What temp files may take of the disk once their program is closed; bytes. */
export interface TempLimits {
  /** Of one program: the files used least recently go first. */
  readonly closedProgramBytes: number;
  /** Of all programs: whole programs go, the one opened least recently first. */
  readonly allProgramsBytes: number;
}

const GIB = 1024 ** 3;
/** WeChat's documentation of the file system (wx-api.md §9). */
export const TEMP_LIMITS: TempLimits = { closedProgramBytes: 2 * GIB, allProgramsBytes: 6 * GIB };

export interface TempBudgetDeps {
  readonly table: Pick<FileTable, 'tempFiles' | 'totalBytes' | 'end' | 'endAll'>;
  readonly clock: Clock;
  /** Clears what dead launches left of one program; throws when its folders cannot be trusted. */
  readonly sweep: (dataFolder: string, launch: number) => Promise<void>;
}

/**
 * Keeps temp files of programs that are not open within their limits. While a program runs, its own limit is checked
 * with each file that is made (`file-space.ts`); what goes here ends as `expired`.
 */
export interface TempBudget {
  /** A program opens, once more perhaps before it was closed: a reload. */
  opened(project: string): void;
  /** A program is closed; trims it, then all of them together. */
  closed(project: string): Promise<void>;
  /** Clears what launches that are dead have left, of every program. What cannot be cleared is left to its opening. */
  sweepAll(): Promise<void>;
}

/** @param programsFolder holds a folder for each program, named by its key */
export function createTempBudget(
  { table, clock, sweep }: TempBudgetDeps,
  options: {
    readonly programsFolder: string;
    /** The number of the launch, which the restart drill changes. */
    readonly launch: () => number;
    readonly limits?: TempLimits;
  },
): TempBudget {
  const { programsFolder, launch, limits = TEMP_LIMITS } = options;
  /** How often each program of this launch is open now, the one opened least recently first. */
  const opens = new Map<string, number>();
  const folderOf = (project: string): string => path.join(programsFolder, project, 'temp', String(launch()));
  const bytesOf = (project: string): number => table.totalBytes(project, ['temp']);

  const trimProgram = async (project: string): Promise<void> => {
    let excessBytes = bytesOf(project) - limits.closedProgramBytes;
    for (const file of table.tempFiles(project)) {
      if (excessBytes <= 0) return;
      excessBytes -= file.sizeBytes;
      table.end(project, file.path, 'expired', clock.now(), 'later');
      await fs.rm(path.join(folderOf(project), file.path.slice(CANONICAL.temp.length)), { force: true });
    }
  };
  const trimAll = async (): Promise<void> => {
    const programs = [...opens].map(([project, count]) => ({ project, count, bytes: bytesOf(project) }));
    let excessBytes = programs.reduce((sum, { bytes }) => sum + bytes, 0) - limits.allProgramsBytes;
    for (const { project, count, bytes } of programs) {
      if (excessBytes <= 0) return;
      // One that runs keeps its files; one that has been opened meanwhile too.
      if (count > 0 || bytes === 0 || opens.get(project) !== 0) continue;
      excessBytes -= bytes;
      table.endAll(project, ['temp'], 'expired', clock.now());
      await fs.rm(folderOf(project), { recursive: true, force: true });
      // The folder itself stays: that it is there says that this launch has looked after the program already.
      await fs.mkdir(folderOf(project), { recursive: true });
    }
  };

  return {
    opened(project) {
      const count = opens.get(project) ?? 0;
      // Taken out first, so that it comes to stand last.
      opens.delete(project);
      opens.set(project, count + 1);
    },
    async closed(project) {
      const count = Math.max(0, (opens.get(project) ?? 0) - 1);
      opens.set(project, count);
      if (count > 0) return;
      await trimProgram(project);
      await trimAll();
    },
    async sweepAll() {
      const programs = await fs.readdir(programsFolder).catch(() => []);
      for (const project of programs) {
        await sweep(path.join(programsFolder, project), launch()).catch(() => undefined);
      }
    },
  };
}
