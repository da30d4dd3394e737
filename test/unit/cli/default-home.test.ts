import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { defaultHome } from '../../../src-main/cli/default-home.ts';
import { helpText } from '../../../src-main/cli/help.ts';

const home = os.homedir();

it.each([
  ['linux', {}, path.join(home, '.config', 'Ferry')],
  ['linux', { XDG_CONFIG_HOME: '/config' }, path.join('/config', 'Ferry')],
  // The XDG base directory specification: empty counts as not set.
  ['linux', { XDG_CONFIG_HOME: '' }, path.join(home, '.config', 'Ferry')],
  ['freebsd', {}, path.join(home, '.config', 'Ferry')],
  ['darwin', { XDG_CONFIG_HOME: '/config' }, path.join(home, 'Library', 'Application Support', 'Ferry')],
  ['win32', { APPDATA: path.join(home, 'Data') }, path.join(home, 'Data', 'Ferry')],
  ['win32', {}, path.join(home, 'AppData', 'Roaming', 'Ferry')],
] as const)('on %s with %j Ferry’s data lies in %s', (platform, env, expected) => {
  expect(defaultHome(platform, env)).toBe(expected);
});

it('the help of a command names its options, and any other topic is the whole', () => {
  const run = helpText('run');
  const options = [
    'page',
    'all-pages',
    'tap',
    'input',
    'wait',
    'choose',
    'lab',
    'keep',
    'fresh',
    'timeout',
    'json',
    'screenshot',
    'screenshots',
  ];
  expect(options.filter((option) => !run.includes(`--${option}`))).toEqual([]);
  expect([helpText('lab'), helpText('doctor'), helpText('open')].map((text) => text.split('\n')[0])).toEqual([
    'ferry lab [--port N] [--host H] [--https]',
    'ferry doctor',
    'ferry [open] [folder]',
  ]);
  expect(helpText('nonsense')).toBe(helpText(null));
});

it('no topic of the help is taken from what every object has', () => {
  expect(helpText('constructor')).toBe(helpText(null));
});
