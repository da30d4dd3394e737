/**
 * Fills a home with exchanges, opens it in Ferry, scrolls and filters its list, and prints what the tasks of the
 * panel's main thread, the filters and the searches took: `node test/bench/panel/run.ts --count 100000`.
 */
import { existsSync, mkdirSync, realpathSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openHome } from '../../../src-main/home.ts';
import { systemClock } from '../../../src-main/lib/clock.ts';
import { projectKey } from '../../../src-main/program/project-key.ts';
import { startFerry } from '../../support/ferry-app.ts';
import { writeProject } from '../../support/project-folder.ts';
import { measureControl } from './control.ts';
import { fillHome } from './fill.ts';
import { measureFilters, scroll, type FilterFigure } from './hand.ts';
import { measureQueries, type QueryFigure } from './queries.ts';
import { traceTasks, type Spread, type TaskFigures } from './trace.ts';

const APPID = 'wx0123456789abcdef';
const FILES = {
  'project.config.json': JSON.stringify({ appid: APPID, projectname: 'bench' }),
  'app.json': JSON.stringify({ pages: ['pages/a/a'] }),
  'app.js': 'App({});',
  'pages/a/a.json': '{}',
  'pages/a/a.wxml': '<view>bench</view>',
  'pages/a/a.js': 'Page({});',
};

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '100000' },
    seconds: { type: 'string', default: '20' },
    /** Kept for the next run. */
    home: { type: 'string' },
  },
});
const count = Number(values.count);
const seconds = Number(values.seconds);
const folder = await mkdtemp(path.join(os.tmpdir(), 'ferry-bench-'));
try {
  const home = path.resolve(values.home ?? path.join(folder, 'home'));
  const project = await writeProject(path.join(folder, 'project'), FILES);
  if (!existsSync(path.join(home, 'ferry.db'))) {
    mkdirSync(home, { recursive: true });
    fillHome(home, projectKey(APPID, realpathSync(project)), count);
  }
  await inMain(home, projectKey(APPID, realpathSync(project)));
  await onScreen(home, project);
  tellTasks('bare list, the same rows and browser', await measureControl(count, seconds));
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** What main takes to answer. */
async function inMain(homeFolder: string, key: string): Promise<void> {
  const home = openHome(homeFolder, systemClock);
  const { figures, loadMs } = await measureQueries(home, key);
  home.close();
  tell(`\nMain: all lines read in ${loadMs.toFixed(0)} ms, in turns. Milliseconds, median and 95 of 100:`);
  tell('| query | found | first | a window | after a change | search through |\n|---|---|---|---|---|---|');
  for (const figure of figures) tell(queryLine(figure));
}

/** What the panel takes, scrolled and typed into. */
async function onScreen(home: string, project: string): Promise<void> {
  const ferry = await startFerry(home, ['open', project]);
  try {
    const { panel } = ferry;
    await panel.getByRole('grid').locator('.line').first().waitFor();
    let rows = 0;
    const tasks = await traceTasks(panel, async () => {
      rows = await scroll(panel, '.list', seconds);
    });
    tell(
      `\nScrolled ${String(Math.round(rows / seconds))} rows a second for ${String(seconds)} s, both ways.`,
    );
    tellTasks('panel', tasks);
    let filters: readonly FilterFigure[] = [];
    const typing = await traceTasks(panel, async () => {
      filters = await measureFilters(panel);
    });
    tellTasks('panel, typing filters', typing);
    tell('\n| filter | answer from main (ms) | from the key to the screen (ms) |\n|---|---|---|');
    for (const { filter, callMs, screenMs } of filters) {
      tell(`| ${filter} | ${callMs.toFixed(1)} | ${screenMs.toFixed(0)} |`);
    }
  } finally {
    await ferry.close();
  }
}

function queryLine({ what, count: found, firstMs, nextMs, changedMs, throughMs }: QueryFigure): string {
  const both = (times: readonly [number, number]): string => times.map((ms) => ms.toFixed(1)).join(' / ');
  return `| ${what} | ${String(found)} | ${firstMs.toFixed(1)} | ${both(nextMs)} | ${both(changedMs)} | ${throughMs.toFixed(0)} |`;
}

function tellTasks(what: string, { count: tasks, wall, longer, processor }: TaskFigures): void {
  tell(
    `Tasks of the ${what}: ${String(tasks)}; by the clock ${spread(wall)}; of the processor ${spread(processor)}; ` +
      `the ${String(longer.count)} that took a millisecond or more, by the clock ${spread(longer)}.`,
  );
}

function spread({ p50Ms, p99Ms, maxMs, over16 }: Spread): string {
  return `p50 ${p50Ms.toFixed(2)} ms, p99 ${p99Ms.toFixed(2)} ms, max ${maxMs.toFixed(1)} ms, ${String(over16)} over 16 ms`;
}

function tell(line: string): void {
  process.stdout.write(`${line}\n`);
}
