import fs from 'node:fs/promises';
import path from 'node:path';
import { FerryError } from '#contract/errors';
import type { App } from '../../app.ts';
import type { UnusedAnswers } from '../../app-media.ts';
import type { Config } from '../../config.ts';
import type { GuestView } from '../../electron/guest-view.ts';
import { inertLine } from '../../lib/inert-text.ts';
import { redactUrl } from '../../lib/redact.ts';
import type { OpenProgram } from '../../program/workbench.ts';
import { queriesOfCompileModes } from '../../project/compile-modes.ts';
import { locateProject } from '../../project/folder.ts';
import type { RunCommand, RunStep } from '../arguments.ts';
import { EXIT_FAILED, printError } from '../print-error.ts';
import { untilQuiet } from './quiet.ts';
import { reportJson } from './report-json.ts';
import { bareReport, buildReport, type RunOutcome, type RunReport, type Screenshots } from './report.ts';
import { createDriver, type Driver } from './steps.ts';
import { deviceOf } from './settings-arguments.ts';
import { summaryText } from './summary.ts';
import { showProgress } from './terminal-progress.ts';

/**
 * `ferry run`: opens the project out of sight, performs the steps, waits until nothing is in flight, writes the
 * reports. Returns the exit code; what could not be carried out at all is thrown.
 *
 * @param interrupted aborts when the process is asked to end; the run then ends as failed, with its report
 */
export async function runProject(
  start: () => Promise<App>,
  command: RunCommand,
  config: Config,
  interrupted: AbortSignal,
): Promise<number> {
  const limits = {
    signal: AbortSignal.any([AbortSignal.timeout(command.timeoutMs), interrupted]),
    interrupted,
    timeoutMs: command.timeoutMs,
  };
  const { signal } = limits;
  let app: App | null = null;
  let labOrigin: string | null = null;
  try {
    let open: OpenProgram<GuestView>;
    try {
      app = await within(signal, start());
      labOrigin = command.lab ? await within(signal, app.startLab()) : null;
      open = await within(signal, app.workbench.open(command.folder, { remember: false }));
    } catch (error) {
      if (!signal.aborted) throw error;
      const { outcome, failure } = endOf(error, 'opening the project', limits);
      const report = bareReport({
        ferry: config.version,
        runtime: config.runtime,
        project: { appid: '', name: path.basename(path.resolve(command.folder)), pages: 0 },
        profile: deviceOf(command.settings),
        conditions: null,
        lab: labOrigin === null ? null : { origin: labOrigin },
        outcome,
        failure: failure.message,
      });
      return await tell(report, failure, [], command);
    }
    refuseUnknownPage(command.page, open.program.project.pages);
    const hideProgress = showProgress(open.program.journal, process.stderr);
    const screenshots = createScreenshots(open.view, command, signal);
    const { outcome, failure } = await attempt(app, open, command, screenshots, limits).finally(hideProgress);
    await Promise.race([app.transfers.settled(), timeIsUp(signal)]);
    await screenshots.last();
    const report = buildReport(open.program, {
      config,
      labOrigin,
      outcome: outcome === 'passed' && hasThrown(open) ? 'failed' : outcome,
      failure: failure?.message ?? null,
      screenshots: screenshots.taken,
    });
    const exitCode = await tell(report, failure, screenshots.places(), command);
    process.stderr.write(unusedLine(app.unusedAnswers()));
    return exitCode;
  } finally {
    await app?.stop();
  }
}

/** Says which of `--choose` and `--save-as` nothing has asked for; empty when all were used. */
function unusedLine({ picks, saveAs }: UnusedAnswers): string {
  const options = [
    ...picks.map((pick) => `--choose ${pick.kind === 'cancel' ? 'cancel' : pick.paths.join(',')}`),
    ...saveAs.map((file) => `--save-as ${file}`),
  ];
  return options.length === 0
    ? ''
    : `ferry: Nothing asked for these answers: ${inertLine(options.join(', '))}\n`;
}

/** Writes the reports; returns the exit code. */
async function tell(
  report: RunReport,
  failure: FerryError | null,
  pictures: readonly string[],
  command: RunCommand,
): Promise<number> {
  let told = report;
  if (command.json !== null) {
    const written = reportJson(report);
    told = written.report;
    await writeOut(command.json, written.json);
  }
  if (command.json !== '-') process.stdout.write(`${summaryText(report, pictures)}\n`);
  if (failure) printError(failure, command.verbose);
  else if (told !== report) printError(new FerryError('internal', told.failure ?? ''), command.verbose);
  return told.outcome === 'passed' ? 0 : EXIT_FAILED;
}

/** What ends a run from outside. */
interface RunLimits {
  /** Aborts for either reason. */
  readonly signal: AbortSignal;
  readonly interrupted: AbortSignal;
  readonly timeoutMs: number;
}

/** Waits for something no longer than the run may take; what it comes to after that is nobody's. */
function within<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const cut = timeIsUp(signal).then(() => {
    throw FerryError.from(signal.reason);
  });
  return Promise.race([work, cut]);
}

/** How a run ends that an error broke off while it was at this. */
function endOf(
  error: unknown,
  place: string,
  { signal, interrupted, timeoutMs }: RunLimits,
): { outcome: RunOutcome; failure: FerryError } {
  if (interrupted.aborted) {
    const message = `The run was interrupted while ${place}.`;
    return { outcome: 'failed', failure: new FerryError('aborted', message) };
  }
  if (signal.aborted) {
    const message = `The run did not end within ${String(timeoutMs)} ms (--timeout); it was at ${place}.`;
    return { outcome: 'timeout', failure: new FerryError('usage', message, { cause: error }) };
  }
  return { outcome: 'failed', failure: FerryError.from(error) };
}

function refuseUnknownPage(wanted: string | null, pages: readonly string[]): void {
  const route = wanted?.replace(/^\//, '').split('?')[0];
  if (route === undefined || pages.includes(route)) return;
  throw new FerryError(
    'usage',
    `The project has no page ${route} (--page). It has: ${pages.slice(0, 20).join(', ')}.`,
  );
}

/** Opens the pages and performs the steps; a step that fails ends the run without losing its report. */
async function attempt(
  app: App,
  open: OpenProgram<GuestView>,
  command: RunCommand,
  screenshots: ScreenshotTaker,
  limits: RunLimits,
): Promise<{ outcome: RunOutcome; failure: FerryError | null }> {
  const { signal } = limits;
  const driver = createDriver(open);
  const settled = (): Promise<void> => untilQuiet(open.program, app.transfers, signal);
  /** As `settled`; a page of `--all-pages` that never rests is left for the next. */
  const visited = async (): Promise<void> => {
    const limit = AbortSignal.timeout(LONGEST_VISIT_MS);
    await untilQuiet(open.program, app.transfers, AbortSignal.any([signal, limit])).catch(
      (error: unknown) => {
        if (signal.aborted || !limit.aborted) throw error;
      },
    );
  };
  let doing = 'opening the first page';
  try {
    if (command.allPages) {
      doing = '--all-pages';
      await visited();
      await visitAll(driver, open, screenshots, command.queries, visited);
    } else {
      await (isToBeInterrupted(command.steps) ? untilQuiet(open.program, null, signal) : settled());
      await screenshots.step('open', open.program.log.state().route);
    }
    for (const [index, step] of command.steps.entries()) {
      doing = `--${stepName(step)}`;
      await driver.perform(step, signal);
      if (!isToBeInterrupted(command.steps.slice(index + 1))) await settled();
      await screenshots.step(stepName(step), open.program.log.state().route);
    }
    return { outcome: 'passed', failure: null };
  } catch (error) {
    const route = open.program.log.state().route;
    const place = `${doing}${route === '' ? '' : ` on ${route}`}${inFlight(open)}`;
    return endOf(error, place, limits);
  }
}

/** What a run waits for, in words; empty when for no transfer. */
function inFlight({ program }: OpenProgram<GuestView>): string {
  const [first, ...others] = program.journal.ofThisLaunch().filter(({ durationMs }) => durationMs === null);
  if (!first) return '';
  const more = others.length > 0 ? ` and ${String(others.length)} more` : '';
  return `, waiting for ${first.method} ${redactUrl(first.url)}${more}`;
}

/** Whether what is under way is to be met by a change of the phone's state, at once or after a while. */
function isToBeInterrupted(coming: readonly RunStep[]): boolean {
  const next = coming.find((step) => step.kind !== 'wait-ms');
  return next?.kind === 'background' || next?.kind === 'network';
}

/** How long one page of `--all-pages` may take to come to rest. */
const LONGEST_VISIT_MS = 15_000;

async function visitAll(
  driver: Driver,
  open: OpenProgram<GuestView>,
  screenshots: ScreenshotTaker,
  chosen: RunCommand['queries'],
  visited: () => Promise<void>,
): Promise<void> {
  const { log, project, folder } = open.program;
  const queries = new Map([...queriesOfCompileModes(locateProject(folder).configFiles), ...chosen]);
  for (const page of project.pages) {
    const query = queries.get(page);
    // The entry page is open already.
    if (query !== undefined || page !== log.state().route || log.visits.length > 1) {
      await driver
        .relaunch(query === undefined ? `/${page}` : `/${page}?${query}`)
        .catch((error: unknown) => {
          const { message } = FerryError.from(error);
          log.addConsole({ atEpochMs: Date.now(), level: 'error', text: `${page}: ${message}`, page });
        });
      await visited();
    }
    await screenshots.step('page', page);
  }
}

/** Characters of a page's and a step's name that go into the name of a picture. */
const MAX_LABEL = 100;

interface ScreenshotTaker {
  readonly taken: Screenshots;
  step(name: string, page: string): Promise<void>;
  last(): Promise<void>;
  /** Where the pictures lie, for the summary. */
  places(): string[];
}

function createScreenshots(view: GuestView, command: RunCommand, signal: AbortSignal): ScreenshotTaker {
  // A page in an endless loop draws nothing, and its picture must not outlast the run; that of a crashed page is empty.
  const capture = async (): Promise<Buffer | null> => {
    const picture = await Promise.race([view.capture(), timeIsUp(signal).then(() => null)]);
    return picture?.length === 0 ? null : picture;
  };
  const taken = new Map<string, string>();
  let count = 0;
  return {
    taken,
    async step(name, page) {
      if (command.screenshots === null) return;
      count += 1;
      const picture = await capture();
      if (!picture) return;
      const label = (name === 'page' ? page : `${page} ${name}`).slice(0, MAX_LABEL);
      const file = path.join(
        command.screenshots,
        `${String(count).padStart(2, '0')}-${label.replace(/[^A-Za-z0-9]+/g, '-')}.png`,
      );
      await writeOut(file, picture);
      taken.set(page, file);
    },
    async last() {
      const picture = command.screenshot === null ? null : await capture();
      if (command.screenshot !== null && picture) await writeOut(command.screenshot, picture);
    },
    places: () => [command.screenshots, command.screenshot].filter((place) => place !== null),
  };
}

function stepName(step: RunStep): string {
  switch (step.kind) {
    case 'wait-ms':
      return `wait ${String(step.ms)}`;
    case 'wait-selector':
      return `wait ${step.selector}`;
    case 'background':
      return `background ${String(step.ms)}`;
    case 'network':
      return `network ${step.type}`;
    case 'phone':
      return `phone ${step.event.name}`;
    case 'tap':
    case 'longpress':
    case 'input':
      return `${step.kind} ${step.selector}`;
  }
}

function hasThrown({ program }: OpenProgram<GuestView>): boolean {
  const { log } = program;
  return (
    log.exceptions.some((exception) => exception.cause !== 'after-failed-request') ||
    log.visits.some((visit) => visit.failure !== null)
  );
}

async function writeOut(file: string, content: string | Buffer): Promise<void> {
  if (file === '-') {
    process.stdout.write(content);
    return;
  }
  try {
    await fs.mkdir(path.dirname(path.resolve(file)), { recursive: true });
    await fs.writeFile(file, content);
  } catch (error) {
    throw new FerryError('file.io', `Cannot write ${file}: ${String(error)}`, { cause: error });
  }
}

function timeIsUp(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => {
      resolve();
    });
  });
}
