import type { CodeSpace } from 'glass-easel-miniprogram-adapter';
import type { GeneralComponent } from 'glass-easel';
import { elementBehind } from './element-behind.ts';

/**
 * The `ready` lifetime, which glass-easel leaves to its host: each attached component gets it once, after the
 * first layout of what it was attached with.
 */
export interface ReadyQueue {
  /** Runs `ready` of everything attached so far; the router calls it before a page's `onReady`. */
  flush(): void;
}

/** Installs itself on every component of the code space; must come before the first is registered. */
export function createReadyQueue(
  codeSpace: CodeSpace,
  attached: (component: GeneralComponent) => void,
): ReadyQueue {
  let waiting: GeneralComponent[] = [];
  let timer: number | null = null;

  const flush = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const components = waiting;
    waiting = [];
    for (const component of components) component.triggerLifetime('ready', []);
  };

  const behavior = codeSpace.getComponentSpace().defineBehavior({
    lifetimes: {
      attached(this: GeneralComponent) {
        const component = elementBehind(this);
        attached(component);
        waiting.push(component);
        timer ??= window.setTimeout(flush);
      },
    },
  });
  codeSpace.setOverallBehavior(behavior as never);
  return { flush };
}
