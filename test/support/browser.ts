import fs from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { findBrowser } from '../../electron-on-chromium/find-browser.ts';

/** An installed Chromium, Chrome or Edge without a window, for tests of one renderer alone. */
export async function launchBrowser(args: readonly string[] = []): Promise<Browser> {
  const executablePath = findBrowser(process.env, process.platform, fs.existsSync);
  if (executablePath === null) throw new Error('These tests need a Chromium, Chrome or Edge; install one.');
  return chromium.launch({
    executablePath,
    headless: true,
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
      ...['--disable-component-update', '--disable-sync', ...args],
    ],
  });
}
