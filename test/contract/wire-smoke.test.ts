import { expect, it } from 'vitest';
import { shareWorker } from '../support/transfer-harness.ts';
import { withServer } from '../support/with-server.ts';
import { openWirePage } from './wire-page.ts';

const { client } = shareWorker();

it('a request goes over the wire and back', async () => {
  const server = await withServer((_request, response) => response.end('{"a":1}'));
  const page = await openWirePage({ worker: client });
  page.call('request')({ url: server.origin, ...page.callbacks() });
  await page.hears('complete');
  expect(page.heard.map(([name]) => name)).toEqual(['success', 'complete']);
  expect(page.heard[0]?.[1]).toMatchObject({ data: { a: 1 }, statusCode: 200, errMsg: 'request:ok' });
  expect(page.exchange().warnings.map(({ rule }) => rule)).toEqual(['plain-http', 'private-host']);
});
