import { setTimeout as sleep } from 'node:timers/promises';
import { FerryError } from '#contract/errors';
import type { DriveAnswer, DriveCommand, Rect } from '#contract/wx';
import type { GuestView } from '../../electron/guest-view.ts';
import type { OpenProgram } from '../../program/workbench.ts';
import type { RunStep } from '../arguments.ts';

/** How long `--tap` and `--input` wait for their element. */
const ELEMENT_TIMEOUT_MS = 5000;
/** WeChat calls a press long after 350 ms. */
const LONG_PRESS_MS = 600;
const LOOK_AGAIN_MS = 50;
const ANSWER_TIMEOUT_MS = 5000;

type Located = Pick<Extract<DriveAnswer, { kind: 'located' }>, 'rect' | 'coveredBy'>;

/** A page under the control of a script. */
export interface Driver {
  perform(step: RunStep, signal: AbortSignal): Promise<void>;
  relaunch(url: string): Promise<void>;
}

export function createDriver({ program, view }: OpenProgram<GuestView>): Driver {
  const ask = async (command: DriveCommand): Promise<DriveAnswer> => {
    const answer = await program.drive(command, ANSWER_TIMEOUT_MS);
    if (answer.kind === 'failed') throw FerryError.fromWire(answer.error);
    return answer;
  };

  const locate = async (selector: string, signal: AbortSignal): Promise<Located> => {
    signal.throwIfAborted();
    const answer = await ask({ kind: 'locate', selector });
    return answer.kind === 'located' ? answer : { rect: null, coveredBy: null };
  };

  /** Waits for an element until the time is up, or for as long as the run may take; to be tapped it must lie open. */
  const element = async (
    selector: string,
    wait: { readonly timeoutMs: number; readonly open: boolean },
    signal: AbortSignal,
  ): Promise<Rect> => {
    const deadline = Date.now() + wait.timeoutMs;
    for (;;) {
      const { rect, coveredBy } = await locate(selector, signal);
      if (rect && (coveredBy === null || !wait.open)) return rect;
      if (Date.now() >= deadline) {
        const where = `on ${program.log.state().route} after ${String(wait.timeoutMs / 1000)} s`;
        throw new FerryError(
          'usage',
          rect && coveredBy !== null
            ? `${selector} is still covered by ${coveredBy} ${where}. Close that first, or wait for it to go.`
            : `No element matches ${selector} ${where}.`,
        );
      }
      await sleep(LOOK_AGAIN_MS, undefined, { signal });
    }
  };

  const press = async (selector: string, holdMs: number, signal: AbortSignal): Promise<void> => {
    const rect = await element(selector, { timeoutMs: ELEMENT_TIMEOUT_MS, open: true }, signal);
    await view.press(rect.x + rect.width / 2, rect.y + rect.height / 2, holdMs);
  };

  return {
    async perform(step, signal) {
      switch (step.kind) {
        case 'tap':
          await press(step.selector, 0, signal);
          return;
        case 'longpress':
          await press(step.selector, LONG_PRESS_MS, signal);
          return;
        case 'input':
          await press(step.selector, 0, signal);
          await view.type(step.text);
          return;
        case 'wait-ms':
          await sleep(step.ms, undefined, { signal });
          return;
        case 'wait-selector':
          await element(step.selector, { timeoutMs: Number.POSITIVE_INFINITY, open: false }, signal);
          return;
        case 'background':
          program.life.toBackground();
          await sleep(step.ms, undefined, { signal });
          program.life.toForeground();
          return;
        case 'network':
          program.life.switchNetwork(step.type);
          return;
        case 'phone':
          program.befall(step.event);
      }
    },
    async relaunch(url) {
      await ask({ kind: 'relaunch', url });
    },
  };
}
