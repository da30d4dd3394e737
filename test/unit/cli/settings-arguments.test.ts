import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '#contract/settings';
import { parseArguments } from '../../../src-main/cli/arguments.ts';
import { deviceOf, settingsFrom, type SettingsValues } from '../../../src-main/cli/run/settings-arguments.ts';
import { tempDir } from '../../support/temp-dir.ts';

const LAB = { http: 'http://127.0.0.1:5000', https: 'https://127.0.0.1:5001' };
const settingsOf = (args: readonly string[]) => {
  const command = parseArguments(['run', 'album', ...args], {});
  if (command.kind !== 'run') throw new Error('no run');
  return settingsFrom(command.settings, LAB);
};

describe('the settings of a run', () => {
  it('are the usual ones without options', () => {
    expect(settingsOf([])).toEqual(DEFAULT_SETTINGS);
    expect(deviceOf({})).toEqual({ device: 'devtools', lib: '3.17.0' });
  });

  it('name device, base library and client', () => {
    expect(settingsOf(['--profile', 'android', '--lib', '2.10.4', '--client', '8.0.6'])).toMatchObject({
      device: 'android',
      baseLibrary: '2.10.4',
      clientVersion: '8.0.6',
    });
    expect(deviceOf({ profile: 'seed-1.4' })).toEqual({ device: 'seed-1.4', lib: '1.4.0' });
  });

  it('list legal domains, the lab by its name', () => {
    const { domains, domainCheck } = settingsOf([
      ...[
        '--lab',
        '--allow',
        'uploadFile=lab',
        '--allow',
        'request=api.example.com:8443',
        '--no-domain-check',
      ],
    ]);
    expect(domains).toMatchObject({
      uploadFile: [LAB.http, LAB.https],
      request: ['https://api.example.com:8443'],
      downloadFile: [],
    });
    expect(domainCheck).toBe('off');
  });

  it('turn maps, links for some and faults into rules, in that order', () => {
    const { link, rules } = settingsOf([
      ...[
        '--fault',
        'upload:refuse',
        '--link',
        '3g',
        '--link',
        '2g@upload#1',
        '--lab',
        '--map',
        'a.example=lab',
      ],
    ]);
    expect(link?.name).toBe('3g');
    expect(rules.map(({ id, text, action }) => [id, text, action.kind])).toEqual([
      ['map-1', 'a.example=lab', 'send-to'],
      ['link-2', '2g@upload#1', 'throttle'],
      ['fault-1', 'upload:refuse', 'fault'],
    ]);
  });

  it('read PEM files', async () => {
    const file = path.join(await tempDir(), 'ca.pem');
    fs.writeFileSync(file, '-----BEGIN CERTIFICATE-----\n');
    expect(settingsOf(['--ca', file, '--client-cert', file, '--client-key', file])).toMatchObject({
      certificateAuthorities: ['-----BEGIN CERTIFICATE-----\n'],
      clientCertificate: { passphrase: null },
    });
    expect(() => settingsOf(['--ca', path.resolve('package.json')])).toThrow(/is no PEM file/);
  });

  it.each<[readonly string[], RegExp]>([
    [['--profile', 'nokia'], /--profile is one of devtools, ios, android, windows, seed-1\.4, not nokia/],
    [['--lib', 'newest'], /--lib takes a version such as 2\.10\.4/],
    [['--client', '8'], /--client takes a version/],
    [['--allow', 'upload=https://a.example'], /the list one of request, socket/],
    [['--allow', 'uploadFile=https://a.example/path'], /cannot be listed/],
    [['--allow', 'uploadFile=lab'], /needs the lab: add --lab/],
    [['--map', 'a.example=lab'], /needs the lab: add --lab/],
    [['--map', 'a.example'], /maps nothing/],
    [['--link', '6g'], /is no link/],
    [['--link', '3g', '--link', '4g'], /there can be one/],
    [['--fault', 'upload:explode'], /is no fault/],
    [['--proxy', 'socks5://a:1'], /--proxy takes system, none or the URL/],
    [['--ca', '/nowhere.pem'], /--ca cannot read \/nowhere\.pem/],
    [['--client-cert', '/x.pem'], /go together/],
    [['--seed', 'x'], /--seed takes a whole number/],
    [['--background', 'long'], /--background takes a whole number/],
    [['--network', 'lan'], /--network is one of wifi/],
  ])('are refused at once: %j', (args, words) => {
    expect(() => settingsOf(args)).toThrow(words);
  });

  it('say which options they are made of', () => {
    const values: SettingsValues = { profile: 'ios', seed: '7' };
    expect(settingsFrom(values, LAB)).toMatchObject({ device: 'ios', seed: 7 });
  });
});
