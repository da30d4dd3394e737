import { coverWithBackground } from './background-cover.ts';
import { wechatWords } from './wechat-words.ts';

interface LeavingOptions {
  readonly overlayRoot: HTMLElement;
  readonly programName: string;
  readonly language: () => string;
  /** Tells the mini-program, and main, that it went or came back. */
  readonly moved: (state: 'hidden' | 'shown') => void;
}

/** Going to the background by the capsule's ◎, and the way back. */
export interface Leaving {
  leave(): void;
  /** The mini-program is in front again, whoever fetched it. */
  returned(): void;
}

export function createLeaving({ overlayRoot, programName, language, moved }: LeavingOptions): Leaving {
  let uncover: (() => void) | null = null;
  const returned = (): void => {
    uncover?.();
    uncover = null;
  };
  return {
    leave() {
      if (uncover) return;
      const words = wechatWords(language());
      uncover = coverWithBackground(overlayRoot, {
        name: programName,
        text: words.background,
        label: words.comeBack,
        comeBack() {
          returned();
          moved('shown');
        },
      });
      moved('hidden');
    },
    returned,
  };
}
