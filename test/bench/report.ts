import fs from 'node:fs/promises';
import path from 'node:path';
import prettier from 'prettier';
import { markdownFromGoals, type Goal } from './goals.ts';
import { textOfMachine, type Machine } from './machine.ts';
import type { BenchOptions } from './options.ts';
import { markdownFrom } from './table-text.ts';
import { sizeText, type Table } from './tables.ts';

/** Everything one run of the benchmark found out. */
export interface Results {
  /** `2026-01-31`. */
  readonly date: string;
  readonly machine: Machine;
  readonly options: BenchOptions;
  readonly tables: readonly Table[];
  readonly goals: readonly Goal[];
}

const FIGURES = /(<!-- figures -->\n)[^]*(<!-- end of figures -->)/;

export function markdownFromResults({ date, machine, options, tables, goals }: Results): string {
  const run = `${date}. ${textOfMachine(machine)} Size ${sizeText(options.sizeBytes)}, ${options.rounds} rounds.`;
  return [run, '', ...(goals.length > 0 ? [markdownFromGoals(goals)] : []), ...tables.map(markdownFrom)].join(
    '\n',
  );
}

/**
 * Puts the figures between the marks in `docs/benchmarks.md`, every sample into `docs/benchmarks/<date>.json`.
 * Returns the two paths.
 */
export async function saveResults(results: Results, docsFolder: string): Promise<string[]> {
  const page = path.join(docsFolder, 'benchmarks.md');
  const samples = path.join(docsFolder, 'benchmarks', `${results.date}.json`);
  const text = await fs.readFile(page, 'utf8');
  const figures = `\n${markdownFromResults(results)}\n`;
  await fs.mkdir(path.dirname(samples), { recursive: true });
  await writeFormatted(
    page,
    text.replace(FIGURES, (_, start: string, end: string) => start + figures + end),
  );
  await writeFormatted(samples, JSON.stringify(results));
  return [page, samples];
}

async function writeFormatted(file: string, text: string): Promise<void> {
  const options = await prettier.resolveConfig(file);
  await fs.writeFile(file, await prettier.format(text, { ...options, filepath: file }));
}
