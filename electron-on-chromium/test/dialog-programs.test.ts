import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { showDialog } from '../module/dialog-programs.ts';

const REQUEST = {
  kind: 'open',
  title: 'Open',
  folder: true,
  multiple: false,
  defaultPath: '',
  extensions: [],
} as const;

test.skipIf(process.platform === 'win32')(
  'a desktop without a program for dialogs is no user who escaped',
  async () => {
    const programs = mkdtempSync(path.join(os.tmpdir(), 'dialogs-'));
    vi.stubEnv('PATH', programs);
    onTestFinished(() => {
      vi.unstubAllEnvs();
      rmSync(programs, { recursive: true, force: true });
    });
    await expect(showDialog(REQUEST, 'linux')).rejects.toThrow('Install zenity or kdialog');

    const zenity = path.join(programs, 'zenity');
    writeFileSync(zenity, '#!/bin/sh\nexit 1\n');
    chmodSync(zenity, 0o755);
    expect(await showDialog(REQUEST, 'linux')).toBeNull();
    writeFileSync(zenity, '#!/bin/sh\necho /chosen\n');
    expect(await showDialog(REQUEST, 'linux')).toEqual(['/chosen']);
  },
);
