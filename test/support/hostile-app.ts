import fs from 'node:fs';
import type { RequestListener } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { startFerry, type FerryApp } from './ferry-app.ts';
import { PROJECTS } from './ferry-cli.ts';
import { startTargets, type HostileTargets } from './hostile-targets.ts';

/** What became of an attempt of the hostile mini-program. */
export interface Attempted {
  /** `policy <directive>`, `refused <error>`, or what it gave. */
  readonly came: string;
  /** What the browser said on the page's console meanwhile. */
  readonly said: string;
}

/** Ferry with the hostile mini-program open, for all tests of a file. */
export interface HostileApp {
  readonly app: FerryApp;
  readonly page: Page;
  readonly targets: HostileTargets;
  /** Where its copy of the project lies. */
  readonly folder: string;
  readonly home: string;
  /** Lets the project's own code try something, by its name in the project's `attempts/`. */
  attempt(name: string, more?: Readonly<Record<string, unknown>>): Promise<Attempted>;
  /** Whether its document is still the one that Ferry gave it. */
  isStillThere(): Promise<boolean>;
  /** Opens another folder, then hands out its page. */
  open(folder: string): Promise<void>;
  /** Ends Ferry and reads what its browser has written down of the network. */
  closeAndReadNetwork(): Promise<NetworkRecord>;
}

/** What the browser did beyond the app's own scheme. */
export interface NetworkRecord {
  readonly namesLookedUp: readonly string[];
  readonly addressesContacted: readonly string[];
}

/** A copy of a project among the fixtures, in a folder that the caller removes. */
export function copyProject(name: string, into: string): string {
  const folder = path.join(into, name);
  fs.cpSync(path.join(PROJECTS, name), folder, { recursive: true });
  return folder;
}

export interface HostileOptions {
  /** Puts more into the project's folder before it opens. */
  readonly prepare?: (folder: string) => void;
  /** What the server that `wx` may reach answers; else a script that it calls an image. */
  readonly answer?: RequestListener;
}

/** Starts the hostile mini-program once for all tests of the file that calls this. */
export function useHostileApp(options: HostileOptions = {}): () => HostileApp {
  let hostile: HostileApp | null = null;
  let place = '';
  beforeAll(async () => {
    place = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'ferry-test-')));
    const folder = copyProject('stranger', place);
    options.prepare?.(folder);
    hostile = await startHostile(place, folder, options.answer ?? scriptAsImage);
  });
  afterAll(async () => {
    await hostile?.app.close();
    await hostile?.targets.close();
    fs.rmSync(place, { recursive: true, force: true, maxRetries: 3 });
  });
  return () => {
    if (!hostile) throw new Error('The hostile mini-program did not start');
    return hostile;
  };
}

const scriptAsImage: RequestListener = (_request, response) => {
  response.writeHead(200, { 'content-type': 'image/png, text/javascript' });
  response.end('globalThis.escaped = true;');
};

async function startHostile(place: string, folder: string, answer: RequestListener): Promise<HostileApp> {
  const targets = await startTargets(answer);
  const home = path.join(place, 'home');
  const log = path.join(place, 'network.json');
  const app = await startFerry(home, ['open', folder], [`--log-net-log=${log}`]);
  let said: string[] = [];
  const started = async (): Promise<Page> => {
    const page = await app.guest();
    await page.waitForFunction(() => 'strange' in globalThis);
    page.on('console', (message) => said.push(message.text()));
    page.on('download', () => said.push('a download began'));
    return page;
  };
  let page = await started();
  const ways = {
    http: targets.http,
    wild: targets.wild,
    turnPort: targets.turnPort,
    stunPort: targets.stunPort,
    name: targets.name,
  };
  return {
    app,
    get page() {
      return page;
    },
    targets,
    folder,
    home,
    async attempt(name, more = {}) {
      said = [];
      const came = await page.evaluate(
        ([attempt, argument]) =>
          (globalThis as unknown as { strange(n: string, a: unknown): Promise<string> }).strange(
            attempt,
            argument,
          ),
        [name, { ...ways, ...more }] as const,
      );
      return { came, said: said.join('\n') };
    },
    isStillThere: () => page.evaluate(() => 'strange' in globalThis && document.title !== 'escaped'),
    async open(next) {
      await app.panel.evaluate(
        (wanted) =>
          (
            globalThis as unknown as { ferryPanel: { call(c: string, r: unknown): Promise<unknown> } }
          ).ferryPanel.call('panel:open-folder', { folder: wanted }),
        next,
      );
      page = await started();
    },
    async closeAndReadNetwork() {
      await app.close();
      return networkFrom(fs.readFileSync(log, 'utf8'));
    },
  };
}

interface NetLog {
  readonly constants: {
    readonly logEventTypes: Readonly<Record<string, number>>;
    readonly clientInfo: { readonly command_line?: string };
  };
  readonly events: readonly {
    readonly type: number;
    readonly params?: { readonly hostname?: string; readonly address?: string };
  }[];
}

/** Reads a NetLog of Chromium's; its last lines are missing when the browser was ended by force. */
function networkFrom(text: string): NetworkRecord {
  const { constants, events } = JSON.parse(
    text.trimEnd().endsWith(']}') || text.trimEnd().endsWith('}')
      ? text
      : `${text.trimEnd().replace(/,$/, '')}]}`,
  ) as NetLog;
  const of = (type: string) => events.filter((event) => event.type === constants.logEventTypes[type]);
  const scheme = /127\.0\.0\.1:\d+/.exec(constants.clientInfo.command_line ?? '')?.[0];
  return {
    namesLookedUp: of('DNS_TRANSACTION').flatMap(({ params }) => params?.hostname ?? []),
    addressesContacted: [
      ...of('TCP_CONNECT_ATTEMPT').flatMap(({ params }) => params?.address ?? []),
      ...of('UDP_BYTES_SENT').map(() => 'somebody by UDP'),
    ].filter((address) => address !== scheme),
  };
}
