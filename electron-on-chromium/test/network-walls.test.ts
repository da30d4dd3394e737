import { once } from 'node:events';
import dgram from 'node:dgram';
import http from 'node:http';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { testRows, useFixture } from './fixture-app.ts';

const running = useFixture();

/** What came in, by the kind of server it came to. */
const reached = new Set<string>();
const httpServer = http.createServer((_request, response) => {
  reached.add('http');
  response.end();
});
const turnServer = net.createServer((socket) => {
  reached.add('tcp');
  socket.on('error', () => undefined).destroy();
});
const stunServer = dgram.createSocket('udp4', () => reached.add('udp'));

beforeAll(async () => {
  httpServer.listen(0, '127.0.0.1');
  turnServer.listen(0, '127.0.0.1');
  stunServer.bind(0, '127.0.0.1');
  await Promise.all([httpServer, turnServer, stunServer].map((server) => once(server, 'listening')));
});
beforeEach(() => {
  reached.clear();
});
afterAll(async () => {
  httpServer.closeAllConnections();
  const closed = [httpServer, turnServer, stunServer].map((server) => once(server, 'close'));
  httpServer.close();
  turnServer.close();
  stunServer.close();
  await Promise.all(closed);
});

const DEAD_PROXY = {
  mode: 'fixed_servers',
  proxyRules: 'http://127.0.0.1:9',
  proxyBypassRules: '<-loopback>',
};

/** Tries every way out from a page of a new partition, and tells what its own scheme gave it. */
async function tryWaysOut(partition: string, proxy: Electron.ProxyConfig | null): Promise<unknown> {
  const port = (server: { address(): unknown }): number => (server.address() as AddressInfo).port;
  const ports = { http: port(httpServer), tcp: port(turnServer), udp: port(stunServer) };
  return running().app.evaluate(
    async ({ session }, { partition, proxy, ports }) => {
      const walled = session.fromPartition(partition);
      walled.setPermissionRequestHandler((_contents, _permission, answer) => {
        answer(false);
      });
      if (proxy) await walled.setProxy(proxy);
      walled.protocol.handle('app', (request) => {
        if (!request.url.endsWith('/stream')) {
          return new Response('<title>Walled</title>', { headers: { 'content-type': 'text/html' } });
        }
        return new Response(new Blob(['streamed']).stream());
      });
      const window = globalThis.fixture.openWindow({ webPreferences: { partition } });
      await window.loadURL('app://host/index.html');
      const seen: unknown = await window.webContents.executeJavaScript(`(async () => {
        const peer = new RTCPeerConnection({
          iceServers: [
            { urls: 'turn:127.0.0.1:${ports.tcp}?transport=tcp', username: 'u', credential: 'c' },
            { urls: 'stun:127.0.0.1:${ports.udp}' },
          ],
        });
        const gathered = new Promise((resolve) => {
          peer.onicegatheringstatechange = () => peer.iceGatheringState === 'complete' && resolve('gathered');
        });
        peer.createDataChannel('out');
        await peer.setLocalDescription(await peer.createOffer());
        const outcome = await fetch('http://127.0.0.1:${ports.http}/', { mode: 'no-cors' }).then(
          () => 'reached',
          () => 'refused',
        );
        const own = await (await fetch('/stream')).text();
        const ice = await gathered;
        peer.close();
        return [document.title, own, outcome, ice];
      })()`);
      window.destroy();
      return seen;
    },
    { partition, proxy, ports },
  );
}

test('a dead proxy walls a session in, but for its own scheme', async () => {
  const seen = await tryWaysOut('walled', DEAD_PROXY as Electron.ProxyConfig);
  expect(seen).toEqual(['Walled', 'streamed', 'refused', 'gathered']);
  expect([...reached]).toEqual([]);
});

test('without a proxy a session reaches the network, by TCP alone', async () => {
  const seen = await tryWaysOut('open', null);
  expect(seen).toEqual(['Walled', 'streamed', 'reached', 'gathered']);
  expect([...reached].sort()).toEqual(['http', 'tcp']);
});

testRows(running, [
  [
    'setProxy rejects what Chromium cannot be given',
    async ({ session }) => {
      const failure = (partition: string, config: Electron.ProxyConfig): Promise<string> =>
        (partition === '' ? session.defaultSession : session.fromPartition(partition)).setProxy(config).then(
          () => 'set',
          (error: unknown) => (error as Error).message,
        );
      return [
        await failure('', { mode: 'direct' }),
        await failure('persist:guest', { mode: 'direct' }),
        await failure('unused', { mode: 'system' }),
        await failure('unused', { pacScript: 'http://127.0.0.1/pac' }),
        await failure('unused', { mode: 'direct' }),
      ];
    },
    [
      'session.setProxy is not available in electron-on-chromium for the default session',
      "session.setProxy is not available here after the session's first page",
      "session.setProxy with mode 'system' is not available in electron-on-chromium",
      "session.setProxy with mode 'pac_script' is not available in electron-on-chromium",
      'set',
    ],
  ],
]);
