import { expect, test } from 'vitest';
import { createAutoReload } from '../../../src-main/program/auto-reload.ts';
import type { HotUpdate } from '#contract/hot';
import type { OpenFailure } from '#contract/panel';
import type { SaveListener } from '../../../src-main/program/compiler-client.ts';
import type { Program } from '../../../src-main/program/program.ts';
import type { OpenProgram, Workbench } from '../../../src-main/program/workbench.ts';
import { createListeners } from '../../../src-main/lib/listeners.ts';

/** A bench on which folders come and go, and a compiler that is told what to watch. */
function parts() {
  const changed = createListeners<undefined>();
  const said: string[] = [];
  let folder: string | null = null;
  let isOn = true;
  let answers = true;
  let failure: OpenFailure | null = null;
  let reloads = async (): Promise<void> => Promise.reject(new Error('does not compile'));
  let listener: SaveListener = { onSaved: () => undefined, onUpdate: () => undefined };
  const stale = createListeners<undefined>();
  const programs = new Map<string, Program>();
  /** One program for each folder, as long as it is not reloaded. */
  const programOf = (root: string): Program => {
    const known = programs.get(root);
    if (known) return known;
    const program = {
      folder: root,
      buildDir: `${root}/build`,
      onStale: (heard: () => void) => stale.add(heard),
      isBooted: () => true,
      drive: () =>
        answers
          ? Promise.resolve({ kind: 'rested', pendingCalls: 0 })
          : Promise.reject(new Error('no answer')),
      takeUpdate: (update: HotUpdate) =>
        void said.push(`update ${update.errors.map(({ message }) => message).join()}`),
    } as unknown as Program;
    programs.set(root, program);
    return program;
  };
  const workbench = {
    failure: () => failure,
    current: () => (folder === null ? null : ({ program: programOf(folder) } as OpenProgram<unknown>)),
    onChange: (listener: () => void) => changed.add(listener),
    reload: ({ keepsPage }: { keepsPage?: boolean } = {}) => {
      said.push(keepsPage === true ? 'reload' : 'reload from the start');
      return reloads();
    },
  } as unknown as Workbench<unknown>;
  const autoReload = createAutoReload({
    workbench,
    compiler: {
      watch({ root, except }, heard) {
        said.push(`watch ${root} but ${except.join()}`);
        listener = heard;
      },
      unwatch: () => void said.push('unwatch'),
    },
    ownFolders: ['/home'],
    isOn: () => isOn,
  });
  return {
    said,
    save: () => {
      listener.onSaved();
    },
    update: (update: HotUpdate) => {
      listener.onUpdate(update);
    },
    pageHangs: () => {
      answers = false;
    },
    pageIsStale: () => {
      stale.emit(undefined);
    },
    failWith: (next: OpenFailure) => {
      failure = next;
      reloads = async () => Promise.reject(new Error(next.message));
    },
    open: (next: string | null) => {
      folder = next;
      changed.emit(undefined);
    },
    fail: (next: boolean) => {
      failure = next ? { folder: '/a', message: '', codeFrame: '' } : null;
      changed.emit(undefined);
    },
    turn: (on: boolean) => {
      isOn = on;
      autoReload.settingChanged();
    },
    close: autoReload.close,
  };
}

const NOTHING_CHANGED: HotUpdate = {
  ...{ styles: {}, script: null, templates: [], modules: [], units: [], assets: [], errors: [] },
};

test('a page that does not answer after a save starts anew, and one that answers goes on', async () => {
  const { said, open, update, pageHangs } = parts();
  open('/a');
  update(NOTHING_CHANGED);
  await Promise.resolve();
  expect(said).toEqual(['watch /a but /home', 'update ']);
  pageHangs();
  update(NOTHING_CHANGED);
  await expect.poll(() => said).toEqual(['watch /a but /home', 'update ', 'update ', 'reload']);
});

test('the open project is watched, and reloaded when it was saved, also after one that did not compile', () => {
  const { said, open, save } = parts();
  open('/a');
  open('/a');
  save();
  save();
  open('/b');
  open(null);
  expect(said).toEqual(['watch /a but /home', 'reload', 'reload', 'watch /b but /home', 'unwatch']);
});

test('a project that opens again after it could not, its folder gone say, is watched anew', () => {
  const { said, open, fail } = parts();
  open('/a');
  fail(true);
  fail(true);
  fail(false);
  fail(false);
  expect(said).toEqual(['watch /a but /home', 'watch /a but /home']);
});

test('turned off, nothing is watched; turned on, it is at once', () => {
  const { said, open, turn, close } = parts();
  turn(false);
  open('/a');
  expect(said).toEqual([]);
  turn(true);
  turn(false);
  expect(said).toEqual(['watch /a but /home', 'unwatch']);
  turn(true);
  close();
  open('/b');
  expect(said).toEqual(['watch /a but /home', 'unwatch', 'watch /a but /home', 'unwatch']);
});

const NOTHING: HotUpdate = {
  styles: {},
  script: null,
  templates: [],
  modules: [],
  units: [],
  assets: [],
  errors: [],
};

test('what the page can take goes to the page; what it cannot take starts the program again on the same page', () => {
  const { said, open, update, pageIsStale } = parts();
  open('/a');
  update(NOTHING);
  pageIsStale();
  expect(said).toEqual(['watch /a but /home', 'update ', 'reload']);
});

test('why a project could not be built is shown over the page that goes on running', async () => {
  const { said, open, save, failWith } = parts();
  open('/a');
  failWith({
    folder: '/a',
    message: 'app.json is wrong',
    codeFrame: '',
    details: { file: 'app.json', line: 2 },
  });
  save();
  await expect.poll(() => said.at(-1)).toBe('update app.json is wrong');
});
