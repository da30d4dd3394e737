import { FerryError } from '#contract/errors';
import type { NetworkType, WxEvent } from '#contract/wx';

/** What still runs so long after the app went to the background is ended (WeChat's network documentation). */
const BACKGROUND_GRACE_MS = 5000;

/** The mini-program's life as the phone has it: in front or behind, with a network or without. */
export interface AppLife {
  /** Sends the app to the background; transfers that still run five seconds later fail, and new calls are refused. */
  toBackground(): void;
  toForeground(): void;
  /** Changes the phone's network: every transfer under way fails, as WeChat ends them on purpose. */
  switchNetwork(type: NetworkType): void;
  isSuspended(): boolean;
  /** Whether the app is in the background, suspended yet or not. */
  isHidden(): boolean;
  network(): NetworkType;
  /** A new run starts in front; the network stays what it is. */
  restart(): void;
  close(): void;
}

export interface AppLifeDeps {
  readonly send: (event: WxEvent) => void;
  /** Fails every live transfer of the run. */
  readonly interrupt: (error: FerryError) => void;
  readonly setOffline: (offline: boolean) => void;
}

export function createAppLife(deps: AppLifeDeps): AppLife {
  let grace: NodeJS.Timeout | null = null;
  let isHidden = false;
  let isSuspended = false;
  let network: NetworkType = 'wifi';

  const inFront = (): void => {
    if (grace) clearTimeout(grace);
    grace = null;
    isHidden = false;
    isSuspended = false;
  };

  return {
    toBackground() {
      if (isHidden) return;
      isHidden = true;
      deps.send({ kind: 'app', state: 'hidden' });
      grace = setTimeout(() => {
        isSuspended = true;
        deps.interrupt(
          new FerryError('page.background', 'The app had been in the background for five seconds.'),
        );
      }, BACKGROUND_GRACE_MS);
    },
    toForeground() {
      if (!isHidden) return;
      inFront();
      deps.send({ kind: 'app', state: 'shown' });
    },
    switchNetwork(type) {
      if (type === network) return;
      network = type;
      deps.setOffline(type === 'none');
      deps.interrupt(new FerryError('net.changed', `The network changed to ${type}.`));
      deps.send({ kind: 'network', isConnected: type !== 'none', networkType: type });
    },
    isSuspended: () => isSuspended,
    isHidden: () => isHidden,
    network: () => network,
    restart: inFront,
    close: inFront,
  };
}
