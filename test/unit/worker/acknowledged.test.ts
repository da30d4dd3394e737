import net, { type AddressInfo, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createAcknowledged } from '../../../src-main/worker/acknowledged.ts';
import { createUnacknowledged } from '../../../src-main/worker/connection/unacknowledged.ts';

const HEAD = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid\n';
const line = (local: string, remote: string, state: string, queue: string): string =>
  `   1: 0100007F:${local} 0100007F:${remote} ${state} ${queue}:00000000 00:00000000 00000000     0        0 9\n`;
const socket = (localPort: number, remotePort: number): Socket =>
  ({ localPort, remotePort, connecting: false, destroyed: false }) as unknown as Socket;

describe('what the system still holds of a connection', () => {
  it('is found by the two ports, and is nobody’s where two connections have the same', () => {
    const text = [
      HEAD,
      line('1F90', '0050', '01', '00000100'),
      line('1F91', '0050', '01', '00000001'),
      line('1F91', '0050', '01', '00000002'),
      line('1F92', '0050', '0A', '00000003'),
    ].join('');
    const held = createUnacknowledged(
      () => 0,
      () => text,
    );
    expect(held.bytesOf(socket(0x1f90, 80))).toBe(256);
    expect(held.bytesOf(socket(0x1f91, 80))).toBeNull();
    expect(held.bytesOf(socket(0x1f92, 80))).toBeNull();
    expect(held.bytesOf(socket(1, 80))).toBeNull();
  });

  it('is asked of the system seldom, however many ask, and more seldom where that takes long', () => {
    let now = 0;
    let reads = 0;
    const read = (tookMs: number) => () => {
      reads += 1;
      now += tookMs;
      return HEAD;
    };
    const quick = createUnacknowledged(() => now, read(0));
    for (let count = 0; count < 5; count += 1) quick.bytesOf(socket(1, 2));
    now += 70;
    quick.bytesOf(socket(1, 2));
    expect(reads).toBe(2);
    reads = 0;
    const slow = createUnacknowledged(() => now, read(20));
    slow.bytesOf(socket(1, 2));
    now += 900;
    slow.bytesOf(socket(1, 2), true);
    expect(reads).toBe(1);
  });

  it('is not known where the system does not tell, and is asked no more', () => {
    let reads = 0;
    const none = createUnacknowledged(
      () => reads * 1000,
      () => {
        reads += 1;
        return null;
      },
    );
    expect([none.bytesOf(socket(1, 2)), none.bytesOf(socket(1, 2)), reads]).toEqual([null, null, 1]);
  });
});

describe('what the other end has acknowledged', () => {
  it('is never more than was sent and never less than before', () => {
    let held: number | null = 30;
    const acknowledged = createAcknowledged({ bytesOf: () => held });
    const now = { socket: socket(1, 2), sentBytes: 100, handedBytes: 100, expectedBytes: 200, isLast: false };
    expect(acknowledged(now)).toBe(70);
    held = 60;
    expect(acknowledged(now)).toBe(70);
    held = null;
    expect(acknowledged(now)).toBe(70);
    held = 0;
    expect(acknowledged({ ...now, handedBytes: 180 })).toBe(100);
    expect(acknowledged({ ...now, socket: null, sentBytes: 200 })).toBe(100);
  });

  it.runIf(process.platform === 'linux')(
    'is counted of a real connection whose reader has stopped',
    async () => {
      const server = net.createServer((peer) => peer.pause());
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const client = net.connect((server.address() as AddressInfo).port, '127.0.0.1');
      onTestFinished(() => {
        client.destroy();
        server.close();
      });
      await new Promise((resolve) => client.once('connect', resolve));
      const bytes = Buffer.alloc(32 * 1024 * 1024);
      client.write(bytes);
      const unacknowledged = createUnacknowledged(() => performance.now());
      const acknowledged = createAcknowledged(unacknowledged);
      const read = () =>
        acknowledged({
          socket: client,
          sentBytes: bytes.length,
          handedBytes: bytes.length,
          expectedBytes: bytes.length,
          isLast: true,
        });
      await expect.poll(read).toBeGreaterThan(0);
      expect(read()).toBeLessThan(bytes.length);
    },
  );
});
