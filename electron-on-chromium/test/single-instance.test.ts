import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { SingleInstanceLock, type SecondInstance } from '../module/single-instance.ts';

/** What the holder answers to a text on its socket. */
function answerTo(socket: string, text: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const connection = net.connect(socket, () => connection.end(text));
    connection.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk));
    connection.on('error', () => undefined);
    connection.on('close', () => {
      resolve(answer);
    });
  });
}

test('the holder of the lock hears second starts, and junk on its socket is none', async () => {
  const userData = mkdtempSync(path.join(os.tmpdir(), 'lock-test-'));
  const lock = new SingleInstanceLock();
  onTestFinished(() => {
    lock.release();
    rmSync(userData, { recursive: true, force: true });
  });
  const heard: SecondInstance[] = [];
  const first = { argv: [], workingDirectory: '/', additionalData: null };
  expect(lock.request(userData, first, (second) => heard.push(second))).toBe(true);
  const { socket } = JSON.parse(readFileSync(path.join(userData, 'electron-on-chromium.lock'), 'utf8')) as {
    socket: string;
  };

  for (const junk of ['{not json', 'null', '[]', '{"argv":1,"workingDirectory":"/"}', '']) {
    expect([junk, await answerTo(socket, junk)]).toEqual([junk, '']);
  }
  expect(heard).toEqual([]);
  const second = { argv: ['electron', '.'], workingDirectory: '/tmp', additionalData: { folder: '/a' } };
  expect(await answerTo(socket, JSON.stringify(second))).toBe('taken');
  expect(heard).toEqual([second]);
});
