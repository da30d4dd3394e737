import { expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '#contract/settings';
import { withProgram } from '../support/program-harness.ts';
import { withServer, type TestServer } from '../support/with-server.ts';

/** Images and fonts that a component shows are fetched by Ferry, and the journal tells of each. */

async function pictureServer(): Promise<TestServer> {
  return withServer((request, response) => {
    const isThere = request.url === '/a.png';
    response.writeHead(isThere ? 200 : 404, { 'content-type': 'image/png' });
    response.end(isThere ? 'twelve bytes' : '');
  });
}

test('a picture that is shown has a record with its page, headers, bytes and phases, once', async () => {
  const server = await pictureServer();
  const { origin } = server;
  const { program } = await withProgram();
  program.log.setRoutes(['pages/a/a']);
  const file = await program.remote.get(`${origin}/a.png`, 'open');
  await program.remote.get(`${origin}/a.png`, 'open');

  expect([file.sizeBytes, file.mediaType, server.connections()]).toEqual([12, 'image/png', 1]);
  const records = program.journal.ofThisLaunch();
  expect(records).toHaveLength(1);
  expect(records[0]).toMatchObject({
    kind: 'resource',
    state: 'done',
    page: 'pages/a/a',
    method: 'GET',
    url: `${origin}/a.png`,
    statusCode: 200,
    receivedBytes: 12,
    errMsg: 'resource:ok',
    warnings: [],
  });
  expect(records[0]?.requestHeaders.map(([name]) => name.toLowerCase())).toContain('referer');
  expect(records[0]?.phases.length).toBeGreaterThan(0);
});

test('a picture that is not there says so in its record', async () => {
  const { origin } = await pictureServer();
  const { program } = await withProgram();
  await expect(program.remote.get(`${origin}/gone.png`, 'open')).rejects.toMatchObject({
    code: 'file.not-found',
  });
  expect(program.journal.ofThisLaunch()[0]).toMatchObject({
    kind: 'resource',
    state: 'failed',
    statusCode: 404,
    errMsg: `resource:fail ${origin}/gone.png answered 404.`,
  });
});

test.each([true, false])(
  'an address of no listed domain is shown with a word, and refused to wx (checked: %s)',
  async (urlCheck) => {
    const server = await pictureServer();
    const { origin } = server;
    const domains = { ...DEFAULT_SETTINGS.domains, downloadFile: ['https://files.example.com'] };
    const { program } = await withProgram({ urlCheck, settings: { domains } });
    await program.remote.get(`${origin}/a.png`, 'open');
    expect(program.journal.ofThisLaunch()[0]?.warnings.map(({ rule }) => rule)).toEqual(['shown-not-listed']);
    const wanted = program.remote.get(`${origin}/a.png`, 'legal');
    if (urlCheck) await expect(wanted).rejects.toMatchObject({ code: 'request.domain' });
    else await expect(wanted).resolves.toMatchObject({ sizeBytes: 12 });
    expect(server.connections()).toBe(1);
  },
);

test('nothing is fetched while the phone is offline', async () => {
  const { origin } = await pictureServer();
  const { program } = await withProgram();
  program.network.setOffline(true);
  await expect(program.remote.get(`${origin}/a.png`, 'open')).rejects.toMatchObject({
    code: expect.stringMatching(/^net/) as string,
  });
  program.network.setOffline(false);
  await expect(program.remote.get(`${origin}/a.png`, 'open')).resolves.toMatchObject({ sizeBytes: 12 });
});
