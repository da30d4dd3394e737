import os from 'node:os';
import path from 'node:path';
import type { RuntimeInfo, RuntimePart } from '#contract/panel';

/** Everything a launch is told from outside, read once. */
export interface Config {
  /** Where Ferry keeps its data. */
  readonly home: string;
  /** Ferry's own version. */
  readonly version: string;
  readonly runtime: Omit<RuntimeInfo, 'ferry'>;
  readonly verbose: boolean;
  readonly folders: {
    /** Bundles of main and its processes. */
    readonly main: string;
    readonly preload: string;
    readonly pageRuntime: string;
    readonly panel: string;
    /** Pictures, audio and documents of the sample album; the lab serves them too. */
    readonly media: string;
    readonly samples: string;
    readonly icons: string;
  };
}

/**
 * @param bundleFolder folder of the running main bundle (`dist/main`)
 * @param versions `process.versions`: Electron names itself there, the stand-in only Chromium
 */
export function createConfig(
  bundleFolder: string,
  versions: Readonly<Record<string, string | undefined>>,
  launch: { readonly home: string; readonly version: string; readonly verbose: boolean },
): Config {
  const dist = path.dirname(bundleFolder);
  const assets = path.join(path.dirname(dist), 'assets');
  const electron = versions['electron'];
  return Object.freeze<Config>({
    ...launch,
    runtime: {
      ...(electron === undefined
        ? { kind: 'chromium', version: versions['chrome'] ?? 'unknown' }
        : { kind: 'electron', version: electron }),
      parts: runtimeParts(versions),
    },
    folders: {
      main: bundleFolder,
      preload: path.join(dist, 'preload'),
      pageRuntime: path.join(dist, 'renderer', 'page'),
      panel: path.join(dist, 'renderer', 'panel'),
      media: path.join(assets, 'media'),
      samples: path.join(assets, 'samples'),
      icons: path.join(assets, 'icons'),
    },
  });
}

function runtimeParts(versions: Readonly<Record<string, string | undefined>>): RuntimePart[] {
  const named = [
    ['Electron', versions['electron']],
    ['Chromium', versions['chrome']],
    ['Node.js', versions['node']],
    ['V8', versions['v8']],
    [os.type(), `${os.release()} ${process.arch}`],
  ] as const;
  return named.flatMap(([name, version]) => (version === undefined ? [] : [{ name, version }]));
}
