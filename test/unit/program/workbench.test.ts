import { describe, expect, it, onTestFinished } from 'vitest';
import { FerryError } from '#contract/errors';
import type { Program } from '../../../src-main/program/program.ts';
import { createWorkbench, type WorkbenchDeps } from '../../../src-main/program/workbench.ts';
import { openRegistry } from '../../../src-main/registry/open.ts';
import { createRecentProjectTable } from '../../../src-main/registry/preference-table.ts';

interface View {
  readonly of: string;
}

const programOf = (folder: string, steps: string[] = []): Program =>
  ({
    folder,
    info: { name: `Program ${folder}` },
    log: { topUrl: () => 'pages/top?id=7' },
    close() {
      steps.push(`close ${folder}`);
      return Promise.resolve();
    },
  }) as unknown as Program;

function withWorkbench(parts: Partial<WorkbenchDeps<View>> = {}) {
  const db = openRegistry(':memory:');
  onTestFinished(() => void db.close());
  const recent = createRecentProjectTable(db);
  const steps: string[] = [];
  const workbench = createWorkbench<View>({
    recent,
    clock: { now: () => 42 },
    async build(folder) {
      await Promise.resolve();
      steps.push(`build ${folder}`);
      return programOf(folder, steps);
    },
    async check(folder) {
      await Promise.resolve();
      steps.push(`check ${folder}`);
    },
    async show(program) {
      await Promise.resolve();
      steps.push(`show ${program.folder}`);
      return { of: program.folder };
    },
    async hide({ view }) {
      await Promise.resolve();
      steps.push(`hide ${view.of}`);
    },
    ...parts,
  });
  return { workbench, recent, steps };
}

describe('the workbench', () => {
  it('builds the next project before it puts the last one away', async () => {
    const { workbench, recent, steps } = withWorkbench();
    await workbench.open('/a');
    await workbench.open('/b');
    await workbench.close();
    expect(steps).toEqual(['build /a', 'show /a', 'build /b', 'hide /a', 'show /b', 'hide /b']);
    expect([workbench.current(), recent.list()]).toEqual([
      null,
      expect.arrayContaining([{ folder: '/a', name: 'Program /a', openedAtEpochMs: 42 }]),
    ]);
  });

  it('opens and closes one after the other, however fast it is asked', async () => {
    const { workbench, steps } = withWorkbench();
    await Promise.all([workbench.open('/a'), workbench.reload(), workbench.open('/b'), workbench.close()]);
    expect(steps).toEqual([
      'build /a',
      'show /a',
      'build /a',
      'hide /a',
      'show /a',
      'build /b',
      'hide /a',
      'show /b',
      'hide /b',
    ]);
  });

  it('remembers what a person opened, not samples and reloads', async () => {
    const { workbench, recent } = withWorkbench();
    await workbench.open('/sample', { remember: false });
    await workbench.reload();
    expect(recent.list()).toEqual([]);
  });

  it('keeps what is open when the next does not build, and says why', async () => {
    const failure = new FerryError('project.config', 'app.json is missing.', {
      details: { codeFrame: '> 1 | {' },
    });
    const { workbench } = withWorkbench({
      build: (folder) => (folder === '/bad' ? Promise.reject(failure) : Promise.resolve(programOf(folder))),
    });
    await workbench.open('/good');
    await expect(workbench.open('/bad')).rejects.toBe(failure);
    expect([workbench.current()?.view, workbench.failure()]).toEqual([
      { of: '/good' },
      { folder: '/bad', message: 'app.json is missing.', codeFrame: '> 1 | {', details: {} },
    ]);
    await workbench.open('/good');
    expect(workbench.failure()).toBeNull();
  });

  it('goes on after a failure', async () => {
    const { workbench, steps } = withWorkbench({ hide: () => Promise.reject(new Error('stuck')) });
    await workbench.open('/a');
    await expect(workbench.close()).rejects.toThrow('stuck');
    await workbench.open('/b');
    expect([workbench.current()?.view, steps.at(-1)]).toEqual([{ of: '/b' }, 'show /b']);
  });

  const restart = (
    workbench: ReturnType<typeof withWorkbench>['workbench'],
    steps: string[],
    prepare: () => Promise<void> = () => Promise.resolve(),
  ): Promise<void> =>
    workbench.restart({
      keepsPage: true,
      between() {
        steps.push('between');
        return Promise.resolve();
      },
      prepare,
    });

  it('restarts what is open: ended before the new launch begins, opened after', async () => {
    const { workbench, steps } = withWorkbench();
    await workbench.open('/a');
    await restart(workbench, steps);
    expect(steps.slice(2)).toEqual(['check /a', 'hide /a', 'between', 'build /a', 'show /a']);
  });

  it('lets a project run on that does not compile when it is to be restarted, and says why', async () => {
    const { workbench, steps } = withWorkbench({
      check: () => Promise.reject(new FerryError('project.syntax', 'Unexpected token')),
    });
    await workbench.open('/a');
    await expect(restart(workbench, steps)).rejects.toThrow('Unexpected token');
    expect([workbench.current()?.view, steps.slice(2)]).toEqual([{ of: '/a' }, []]);
    expect(workbench.failure()).toMatchObject({ folder: '/a', message: 'Unexpected token' });
  });

  it('opens a project as it is when its restart fails half way', async () => {
    const { workbench, steps } = withWorkbench();
    await workbench.open('/a');
    const failing = restart(workbench, steps, () => Promise.reject(new Error('The disk is full.')));
    await expect(failing).rejects.toThrow('The disk is full.');
    expect(steps.slice(2)).toEqual([
      'check /a',
      'hide /a',
      'between',
      'build /a',
      'close /a',
      'build /a',
      'show /a',
    ]);
    expect([workbench.current()?.view, workbench.failure()]).toEqual([{ of: '/a' }, null]);
  });

  it('lets a restart finish when something is saved meanwhile, and reloads after it', async () => {
    const begun = Promise.withResolvers<undefined>();
    const showing = Promise.withResolvers<undefined>();
    const { workbench, steps } = withWorkbench({
      async show(program, signal) {
        steps.push(`show ${program.folder}`);
        if (steps.length > 2) {
          begun.resolve(undefined);
          await showing.promise;
        }
        signal.throwIfAborted();
        return { of: program.folder };
      },
    });
    await workbench.open('/a');
    const restarted = restart(workbench, steps);
    await begun.promise;
    const reloaded = workbench.reload({ keepsPage: true });
    showing.resolve(undefined);
    await restarted;
    await reloaded;
    expect(steps.slice(2)).toEqual([
      'check /a',
      'hide /a',
      'between',
      'build /a',
      'show /a',
      'build /a',
      'hide /a',
      'show /a',
    ]);
  });

  it('restarts what was just being reloaded', async () => {
    const shown = Promise.withResolvers<undefined>();
    const { workbench, steps } = withWorkbench({
      async show(program, signal) {
        steps.push(`show ${program.folder}`);
        if (steps.filter((step) => step.startsWith('show')).length === 2) {
          shown.resolve(undefined);
          await new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => {
              reject(signal.reason as Error);
            });
          });
        }
        return { of: program.folder };
      },
    });
    await workbench.open('/a');
    const reloaded = workbench.reload();
    await shown.promise;
    const restarted = restart(workbench, steps);
    await expect(reloaded).rejects.toThrow('Another project was opened');
    await restarted;
    expect([workbench.current()?.view, steps.slice(-4)]).toEqual([
      { of: '/a' },
      ['check /a', 'between', 'build /a', 'show /a'],
    ]);
    await workbench.close();
    await restart(workbench, steps);
    expect(workbench.current()).toBeNull();
  });

  it('says that it is about to open or close something until it has', async () => {
    const { workbench } = withWorkbench({ build: () => Promise.reject(new Error('broken')) });
    const opening = workbench.open('/a').catch(() => undefined);
    expect(workbench.isChanging()).toBe(true);
    await opening;
    expect(workbench.isChanging()).toBe(false);
  });

  it('is settled when what is being opened is open', async () => {
    const showing = Promise.withResolvers<undefined>();
    const { workbench } = withWorkbench({
      async show(program) {
        await showing.promise;
        return { of: program.folder };
      },
    });
    await workbench.settled();
    const opening = workbench.open('/a');
    const settled = workbench.settled().then(() => workbench.current()?.view);
    expect(workbench.current()).toBeNull();
    showing.resolve(undefined);
    expect(await settled).toEqual({ of: '/a' });
    await opening;
  });

  it('has nothing to reload when nothing is open', async () => {
    const { workbench, steps } = withWorkbench();
    await workbench.reload();
    expect(steps).toEqual([]);
  });

  it('tells every change until the listener leaves', async () => {
    const { workbench } = withWorkbench();
    const heard: (string | null)[] = [];
    const off = workbench.onChange(() => heard.push(workbench.current()?.view.of ?? null));
    await workbench.open('/a');
    await workbench.close();
    off();
    await workbench.open('/b');
    expect(heard).toEqual(['/a', null]);
  });
});
