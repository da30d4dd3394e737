import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { CompiledProject } from '#contract/project';
import { createCompilerClient } from '../../../src-main/program/compiler-client.ts';
import { createPreferences } from '../../../src-main/program/preferences.ts';
import { readSamples, sampleFolder } from '../../../src-main/program/sample-list.ts';
import type { CompileCommand, CompilerEvent } from '../../../src-main/project/protocol.ts';
import { openRegistry } from '../../../src-main/registry/open.ts';
import { createPreferenceTable } from '../../../src-main/registry/preference-table.ts';
import type { ForkProcess } from '../../../src-main/worker/protocol.ts';
import { compiledProject } from '../../support/program-harness.ts';

describe('preferences', () => {
  it.each([
    ['zh-CN', 'zh-CN'],
    ['zh', 'zh-CN'],
    ['zh-TW', 'zh-CN'],
    ['en-GB', 'en'],
    ['de', 'en'],
    ['', 'en'],
  ])('begin in the system’s language %j as %s', (system, locale) => {
    const db = openRegistry(':memory:');
    onTestFinished(() => void db.close());
    const preferences = createPreferences(createPreferenceTable(db), system);
    expect(preferences.get()).toEqual({ locale, theme: 'system', reloadOnSave: true });
  });

  it('stay as chosen for the next launch', () => {
    const db = openRegistry(':memory:');
    onTestFinished(() => void db.close());
    createPreferences(createPreferenceTable(db), 'en').set({
      locale: 'zh-CN',
      theme: 'dark',
      reloadOnSave: false,
    });
    expect(createPreferences(createPreferenceTable(db), 'en').get()).toEqual({
      locale: 'zh-CN',
      theme: 'dark',
      reloadOnSave: false,
    });
  });
});

describe('the samples', () => {
  const folder = path.resolve('assets/samples');

  it('are folders with a title in both languages', async () => {
    const samples = await readSamples(folder);
    expect(samples.map(({ id }) => id).sort()).toEqual(['album', 'gallery', 'voice']);
    for (const { id, title, summary } of samples) {
      expect(fs.existsSync(path.join(sampleFolder(folder, samples, id), 'app.json'))).toBe(true);
      expect([title.en, title['zh-CN'], summary.en, summary['zh-CN']].every((text) => text.length > 0)).toBe(
        true,
      );
    }
  });

  it.each(['../samples/album', 'none', '', '.'])('have none called %j', async (id) => {
    const samples = await readSamples(folder);
    expect(() => sampleFolder(folder, samples, id)).toThrow(expect.objectContaining({ code: 'usage' }));
  });
});

describe('the compiler’s client', () => {
  interface Compiler {
    readonly fork: ForkProcess;
    readonly commands: CompileCommand[];
    readonly processes: { answer(event: CompilerEvent): void; exit(code: number): void; killed: boolean }[];
  }

  /** A process that answers when the test says so. */
  function compiler(): Compiler {
    const commands: CompileCommand[] = [];
    const processes: Compiler['processes'] = [];
    const fork: ForkProcess = () => {
      const messages: ((event: CompilerEvent) => void)[] = [];
      const exits: ((code: number) => void)[] = [];
      const own = {
        killed: false,
        answer: (event: CompilerEvent) => {
          for (const listener of messages) listener(event);
        },
        exit: (code: number) => {
          for (const listener of exits) listener(code);
        },
      };
      processes.push(own);
      return {
        postMessage: (command) => void commands.push(command as CompileCommand),
        onMessage: (listener) => void messages.push(listener as (event: CompilerEvent) => void),
        onExit: (listener) => void exits.push(listener),
        kill: () => {
          own.killed = true;
        },
      };
    };
    return { fork, commands, processes };
  }
  const compiled = (name: string): CompiledProject => compiledProject({ name });

  it('gives each folder its own answer, whatever their order', async () => {
    const { fork, commands, processes } = compiler();
    const client = createCompilerClient(fork);
    const results = [client.compile('/a', '/build/a'), client.compile('/b', '/build/b')];
    const [first, second] = commands;
    expect([first, second]).toMatchObject([
      { kind: 'compile', root: '/a', buildDir: '/build/a' },
      { kind: 'compile', root: '/b', buildDir: '/build/b' },
    ]);
    processes[0]?.answer({ kind: 'compiled', id: second?.id ?? 0, project: compiled('b') });
    processes[0]?.answer({ kind: 'compiled', id: first?.id ?? 0, project: compiled('a') });
    expect((await Promise.all(results)).map(({ name }) => name)).toEqual(['a', 'b']);
    expect(processes).toHaveLength(1);
  });

  it('tells a failure with its code frame', async () => {
    const { fork, commands, processes } = compiler();
    const result = createCompilerClient(fork).compile('/a', '/build');
    processes[0]?.answer({
      kind: 'failed',
      id: commands[0]?.id ?? 0,
      error: { code: 'project.syntax', message: 'pages/a.wxml:3:1 is broken.' },
      diagnostic: {
        severity: 'error',
        file: 'pages/a.wxml',
        line: 3,
        column: 1,
        message: 'broken',
        codeFrame: '> 3 | <view',
      },
      isLast: false,
    });
    await expect(result).rejects.toMatchObject({
      code: 'project.syntax',
      message: 'pages/a.wxml:3:1 is broken.',
      details: { codeFrame: '> 3 | <view' },
    });
  });

  it('starts a new process after one that died, and fails what that one had', async () => {
    const { fork, commands, processes } = compiler();
    const client = createCompilerClient(fork);
    const lost = client.compile('/a', '/build');
    processes[0]?.exit(9);
    await expect(lost).rejects.toMatchObject({ code: 'internal' });
    const next = client.compile('/a', '/build');
    processes[1]?.answer({ kind: 'compiled', id: commands[1]?.id ?? 0, project: compiled('a') });
    await expect(next).resolves.toMatchObject({ name: 'a' });
    client.close();
    expect(processes.map(({ killed }) => killed)).toEqual([false, true]);
  });

  it('goes on watching with the process after one that died', async () => {
    const { fork, commands, processes } = compiler();
    const client = createCompilerClient(fork);
    const lost = client.compile('/a', '/build');
    let saved = 0;
    client.watch(
      { root: '/a', buildDir: '/build', except: ['/a/home'] },
      {
        onSaved() {
          saved += 1;
        },
        onUpdate: () => undefined,
      },
    );
    const watch = { kind: 'watch', root: '/a', buildDir: '/build', except: ['/a/home'] };
    expect(commands[1]).toEqual(watch);
    processes[0]?.exit(9);
    await expect(lost).rejects.toMatchObject({ code: 'internal' });
    void client.compile('/a', '/build');
    expect(commands[2]).toEqual(watch);
    processes[1]?.answer({ kind: 'saved', root: '/a' });
    processes[1]?.answer({ kind: 'saved', root: '/b' });
    expect(saved).toBe(1);
    client.unwatch();
    processes[1]?.answer({ kind: 'saved', root: '/a' });
    expect(saved).toBe(1);
    expect(commands.at(-1)).toEqual({ kind: 'watch', root: null, buildDir: '', except: [] });
  });

  it('waits for a file only while the build is not complete, and knows its findings then', async () => {
    const { fork, commands, processes } = compiler();
    const client = createCompilerClient(fork);
    const compiling = client.compile('/a', '/build', 'main');
    processes[0]?.answer({ kind: 'compiled', id: commands[0]?.id ?? 0, project: compiled('a') });
    await compiling;
    expect(client.findings('/build')).toBeNull();
    const waiting = client.ready('/a', '/build', 'package-1-sub.js');
    expect(commands[1]).toMatchObject({ kind: 'ready', buildDir: '/build', file: 'package-1-sub.js' });
    processes[0]?.answer({ kind: 'ready', id: commands[1]?.id ?? 0 });
    await waiting;
    const heard: string[] = [];
    client.onFindings((buildDir) => heard.push(buildDir));
    processes[0]?.answer({ kind: 'complete', buildDir: '/build', findings: [] });
    expect(client.findings('/build')).toEqual([]);
    expect(heard).toEqual(['/build']);
    await client.ready('/a', '/build', 'package-2-other.js');
    expect(commands).toHaveLength(2);
  });

  it('that cannot start a process says so, each time', async () => {
    const client = createCompilerClient(() => {
      throw new Error('no process');
    });
    await expect(client.compile('/a', '/build')).rejects.toThrow('no process');
    await expect(client.compile('/a', '/build')).rejects.toThrow('no process');
  });
});
