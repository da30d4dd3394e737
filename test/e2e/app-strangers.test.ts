import http from 'node:http';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { launchFerry } from '../support/ferry-app.ts';
import { PROJECTS } from '../support/ferry-cli.ts';
import { tempDir } from '../support/temp-dir.ts';
import { withServer } from '../support/with-server.ts';

const stranger = path.join(PROJECTS, 'stranger');

describe('a page that means harm', () => {
  test('gives a page nothing beyond wx: panel calls, stale generations and other origins are refused', async () => {
    const { guest } = await launchFerry(await tempDir(), ['open', stranger]);
    const page = await guest();
    const answers = await page.evaluate(async () => {
      const bridge = (
        globalThis as unknown as { ferryBridge: { call(c: string, m: unknown): Promise<unknown> } }
      ).ferryBridge;
      const tried = (work: () => Promise<unknown>): Promise<string> =>
        work().then(
          (value) => JSON.stringify(value),
          (error: unknown) => `thrown ${String(error)}`,
        );
      return [
        await tried(() => bridge.call('panel:snapshot', {})),
        await tried(() => bridge.call('wx:get-saved-file-list', { generation: 99, request: {} })),
        await tried(() => bridge.call('wx:get-saved-file-list', {})),
        await tried(() => fetch('http://127.0.0.1:9/')),
        await tried(() => fetch('/package/..%2f..%2fpackage.json').then((answer) => answer.status)),
        await tried(() => fetch('/file/%2fetc%2fpasswd').then((answer) => answer.status)),
      ];
    });
    expect(answers[0]).toContain('thrown');
    expect(answers[1]).toContain('page.gone');
    expect(answers[2]).toContain('request.invalid');
    expect(answers[3]).toContain('thrown');
    expect(answers.slice(4)).toEqual(['404', '404']);
  });

  test('cannot leave its document: not by its own SVG, not by a window, not by another address', async () => {
    const { app, guest } = await launchFerry(await tempDir(), ['open', stranger]);
    const page = await guest();
    const windows = app.windows().length;
    const opened = await page.evaluate(async () => {
      const before = location.href;
      location.href = '/package/evil.svg';
      await new Promise((resolve) => setTimeout(resolve, 500));
      return [
        location.href === before,
        open('https://127.0.0.1:9/') === null,
        (await fetch('/package/evil.svg')).headers.get('content-security-policy'),
        (await fetch('/package/.secret/key.txt')).status,
        (await fetch('/package/project.config.json')).status,
      ];
    });
    expect(opened).toEqual([true, true, "default-src 'none'; sandbox", 404, 404]);
    expect(await page.title()).not.toBe('escaped');
    expect(app.windows()).toHaveLength(windows);
  });

  test('cannot make script of what a server calls an image', async () => {
    const server = await withServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'image/png, text/javascript' });
      response.end('globalThis.escaped = true;');
    });
    const { guest } = await launchFerry(await tempDir(), ['open', stranger]);
    const page = await guest();
    const result = await page.evaluate(async (url) => {
      const script = document.createElement('script');
      const loaded = new Promise((resolve) => {
        script.onload = () => resolve('loaded');
        script.onerror = () => resolve('refused');
      });
      script.src = `/remote/${encodeURIComponent(url)}`;
      document.head.append(script);
      const type = (await fetch(script.src)).headers.get('content-type');
      return [await loaded, type, 'escaped' in globalThis];
    }, `${server.origin}/x.png`);
    expect(result).toEqual(['refused', 'application/octet-stream', false]);
  });

  test('cannot end Ferry by a call that is no plain data, nor reach the network by WebRTC', async () => {
    let reached = 0;
    const listener = http.createServer(() => undefined);
    listener.on('connection', (socket) => {
      reached += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    const { port } = listener.address() as { port: number };
    try {
      const { panel, guest } = await launchFerry(await tempDir(), ['open', stranger]);
      const page = await guest();
      await page.evaluate(async (turnPort) => {
        const bridge = (
          globalThis as unknown as { ferryBridge: { call(c: string, m: unknown): Promise<unknown> } }
        ).ferryBridge;
        const cyclic: Record<string, unknown> = {};
        cyclic['self'] = cyclic;
        const call = (written: unknown): Promise<unknown> =>
          bridge.call('wx:request', {
            generation: 1,
            request: {
              taskId: `x${String(Math.random())}`,
              url: 'http://127.0.0.1:9/',
              header: {},
              timeoutMs: null,
              callSite: { page: 'x', stack: 'a'.repeat(200_000) },
              method: 'GET',
              body: { kind: 'none' },
              responseType: 'text',
              written,
            },
          });
        await Promise.allSettled([call(1n), call(cyclic)]);
        const peer = new RTCPeerConnection({
          iceServers: [
            { urls: `turn:127.0.0.1:${String(turnPort)}?transport=tcp`, username: 'u', credential: 'c' },
          ],
          iceTransportPolicy: 'relay',
        });
        peer.createDataChannel('x');
        await peer.setLocalDescription(await peer.createOffer());
        await new Promise((resolve) => setTimeout(resolve, 1500));
        peer.close();
      }, port);
      await panel.getByRole('tab', { name: 'Files' }).click();
      await page.getByText('here').waitFor();
      expect(reached).toBe(0);
    } finally {
      await new Promise((resolve) => listener.close(resolve));
    }
  });
});
