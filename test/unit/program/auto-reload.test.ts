import { expect, test } from 'vitest';
import { createAutoReload } from '../../../src-main/program/auto-reload.ts';
import type { OpenProgram, Workbench } from '../../../src-main/program/workbench.ts';
import { createListeners } from '../../../src-main/lib/listeners.ts';

/** A bench on which folders come and go, and a compiler that is told what to watch. */
function parts() {
  const changed = createListeners<undefined>();
  const said: string[] = [];
  let folder: string | null = null;
  let isOn = true;
  let isFailing = false;
  let save: () => void = () => undefined;
  const workbench = {
    failure: () => (isFailing ? { folder: '/a', message: '', codeFrame: '' } : null),
    current: () => (folder === null ? null : ({ program: { folder } } as OpenProgram<unknown>)),
    onChange: (listener: () => void) => changed.add(listener),
    reload: () => {
      said.push('reload');
      return Promise.reject(new Error('does not compile'));
    },
  } as unknown as Workbench<unknown>;
  const autoReload = createAutoReload({
    workbench,
    compiler: {
      watch(root, except, onSaved) {
        said.push(`watch ${root} but ${except.join()}`);
        save = onSaved;
      },
      unwatch: () => void said.push('unwatch'),
    },
    ownFolders: ['/home'],
    isOn: () => isOn,
  });
  return {
    said,
    save: () => {
      save();
    },
    open: (next: string | null) => {
      folder = next;
      changed.emit(undefined);
    },
    fail: (next: boolean) => {
      isFailing = next;
      changed.emit(undefined);
    },
    turn: (on: boolean) => {
      isOn = on;
      autoReload.settingChanged();
    },
    close: autoReload.close,
  };
}

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
