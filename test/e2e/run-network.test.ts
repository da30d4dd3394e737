import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ferry, ferryRun, MEDIA, PROJECTS } from '../support/ferry-cli.ts';
import { tempDir } from '../support/temp-dir.ts';
import { withServer } from '../support/with-server.ts';

const WIRES = path.join(PROJECTS, 'wires');
const picture = path.join(MEDIA, 'misty-ranges.jpg');
const UPLOAD = ['--choose', picture, '--tap', '#upload', '--wait', '#done'];
const DOWNLOAD = ['--tap', '#download', '--wait', '#done'];
const REQUEST = ['--tap', '#request', '--wait', '#done'];

async function run(args: readonly string[]) {
  const { report, code } = await ferryRun(WIRES, await tempDir(), args);
  const told = report.console
    .filter(({ text }) => text.startsWith('{'))
    .map(({ text }) => JSON.parse(text) as Record<string, unknown>);
  return { report, code, told, lines: report.console.map(({ text }) => text) };
}

describe('ferry run --fault', () => {
  test('breaks a download at half of its body, and the report says by which rule', async () => {
    const { report, told } = await run(['--lab', '--fault', 'download:reset@50%', ...DOWNLOAD]);
    expect(told).toMatchObject([
      { errMsg: expect.stringMatching(/^downloadFile:fail .*ERR_CONNECTION_RESET/) as string, errno: 600001 },
    ]);
    expect(report.transfers).toMatchObject([
      {
        outcome: 'fail',
        statusCode: 200,
        receivedBytes: 102_400,
        expectedReceiveBytes: 204_800,
        rules: ['download:reset@50%'],
        file: null,
      },
    ]);
  });

  test('lets the second of two alone go wrong', async () => {
    const { report } = await run([
      '--lab',
      '--fault',
      'request#2:status,503',
      ...REQUEST,
      '--tap',
      '#request',
    ]);
    expect(report.transfers.map(({ statusCode }) => statusCode)).toEqual([200, 503]);
  });
});

describe('ferry run --map', () => {
  test('sends an origin elsewhere with the Host and the Referer of the phone', async () => {
    const seen: (string | undefined)[] = [];
    const server = await withServer((request, response) => {
      seen.push(request.headers.host, request.headers.referer);
      response.end('{}');
    });
    const { report, told } = await run([
      ...['--page', `pages/index/index?origin=${encodeURIComponent('https://api.example.com')}`],
      ...['--map', `https://api.example.com=${server.origin}`, ...REQUEST],
    ]);
    expect(told).toMatchObject([{ errMsg: 'request:ok', statusCode: 200 }]);
    expect(seen).toEqual([
      'api.example.com',
      'https://servicewechat.com/wx0123456789abcdef/devtools/page-frame.html',
    ]);
    expect(report.transfers[0]).toMatchObject({ url: 'https://api.example.com/headers', outcome: 'success' });
  });

  test('answers in the place of a server that does not exist', async () => {
    const answer = path.join(await tempDir(), 'answer.json');
    fs.writeFileSync(answer, '{"from":"file"}');
    const { told } = await run([
      ...['--page', `pages/index/index?origin=${encodeURIComponent('https://api.example.com')}`],
      ...['--map', `https://api.example.com/headers=${answer}`, ...REQUEST],
    ]);
    expect(told).toMatchObject([{ data: { from: 'file' }, statusCode: 200 }]);
  });
});

describe('ferry run --link', () => {
  test('makes a download as slow as its link, up and down', async () => {
    const { report } = await run(['--lab', '--link', 'down=800k,rtt=100ms', ...DOWNLOAD]);
    // 200 KiB at 100 kB/s; the figures of the link itself are measured where it is tested.
    expect(report.transfers[0]?.durationMs).toBeGreaterThan(1800);
    expect(report.transfers[0]?.profile?.rtt).toBeGreaterThanOrEqual(95);
  });

  test('offline lets nothing through', async () => {
    const { told } = await run(['--lab', '--link', 'offline', ...REQUEST]);
    expect(told).toMatchObject([{ errMsg: expect.stringContaining('ERR_INTERNET_DISCONNECTED') as string }]);
  });
});

describe('ferry run --profile and --lib', () => {
  test('gives the paths, the Referer and the results of the device', async () => {
    const { report, told, lines } = await run(['--lab', '--profile', 'android', ...UPLOAD]);
    expect(lines).toContain('lib 3.17.0 android wxfile://usr');
    expect(told[0]?.['filePath']).toMatch(/^wxfile:\/\/tmp_[\w-]+\.jpg$/);
    expect(report.profile).toEqual({ device: 'android', lib: '3.17.0' });
    expect(report.transfers[0]).toMatchObject({ outcome: 'success', progressEvents: 1 });
    expect(report.transfers[0]?.requestHeaders).toContainEqual([
      'Referer',
      'https://servicewechat.com/wx0123456789abcdef/0/page-frame.html',
    ]);
  });

  test('below 1.4.0 there is no task, and no profile', async () => {
    const { report, told, lines } = await run(['--lab', '--lib', '1.3.0', ...UPLOAD]);
    expect(lines).toContain('task undefined');
    expect(told[0]).not.toHaveProperty('profile');
    expect(report.profile).toEqual({ device: 'devtools', lib: '1.3.0' });
  });
});

describe('ferry run --allow', () => {
  test('enforces the lists once there is one, each for its own kind', async () => {
    const { told } = await run([
      '--lab',
      '--allow',
      'uploadFile=lab',
      ...UPLOAD,
      ...DOWNLOAD,
      '--wait',
      '100',
    ]);
    expect(told).toMatchObject([
      { errMsg: 'uploadFile:ok' },
      { errMsg: 'downloadFile:fail url not in domain list', errno: 600002 },
    ]);
  });

  test('with --no-domain-check only warns', async () => {
    const { told, report } = await run([
      ...['--lab', '--allow', 'uploadFile=lab', '--no-domain-check', ...DOWNLOAD],
    ]);
    expect(told).toMatchObject([{ errMsg: 'downloadFile:ok' }]);
    expect(report.transfers[0]?.warnings.map(({ rule }) => rule)).toContain('not-listed');
  });
});

describe('the life of the app', () => {
  test('in the background transfers end after five seconds; a changed network ends them at once', async () => {
    const { told, lines } = await run([
      ...['--lab', '--link', 'down=10k'],
      ...['--tap', '#download', '--wait', '200', '--background', '5500'],
      ...['--tap', '#download', '--wait', '200', '--network', '4g'],
    ]);
    expect(told).toMatchObject([
      { errMsg: 'downloadFile:fail interrupted', errno: 600003 },
      { errMsg: expect.stringContaining('network change, cancel all task') as string, errno: 600001 },
    ]);
    expect(lines).toEqual(expect.arrayContaining(['app hidden', 'app shown']));
  });
});

test('what is wrong with an option is said before anything is opened', async () => {
  const { code, stderr } = await ferry(['run', WIRES, '--fault', 'download:melt']);
  expect([code, stderr]).toEqual([2, expect.stringContaining('"download:melt" is no fault')]);
});
