/** One thing to do about what a notice says; it goes with the click. */
export interface NoticeAction {
  readonly label: string;
  readonly run: () => void;
}

export interface Notice {
  readonly id: number;
  readonly text: string;
  /** Until it is dismissed; others go by themselves. */
  readonly stays: boolean;
  readonly action?: NoticeAction;
}

interface RunningTimer {
  readonly noticeId: number;
  readonly timer: ReturnType<typeof setTimeout>;
}

/** Long enough to read two sentences. */
export const NOTICE_MS = 6000;

/** Short messages over the panel's lower edge, at most three at once; each goes by itself unless it is to stay or they are held. */
export class Notices {
  list = $state.raw<readonly Notice[]>([]);
  #timers: readonly RunningTimer[] = [];
  #nextId = 1;
  #isHeld = false;

  add(
    text: string,
    { stays = false, action }: { readonly stays?: boolean; readonly action?: NoticeAction } = {},
  ): void {
    const id = this.#nextId;
    this.#nextId += 1;
    const notice: Notice = { id, text, stays, ...(action ? { action } : {}) };
    this.#show([...this.list.filter((other) => other.text !== text), notice].slice(-3));
    if (!this.#isHeld && !stays) this.#goLater(id);
  }

  dismiss(id: number): void {
    this.#show(this.list.filter((notice) => notice.id !== id));
  }

  /** All but those that stay. */
  dismissAll(): void {
    this.#show(this.list.filter(({ stays }) => stays));
  }

  /** Keeps what is shown for as long as someone points at it. */
  hold(): void {
    this.#isHeld = true;
    this.#stopTimers(() => true);
  }

  /** Each notice has its whole time again. */
  release(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    for (const { id, stays } of this.list) if (!stays) this.#goLater(id);
  }

  #show(list: readonly Notice[]): void {
    this.list = list;
    this.#stopTimers((noticeId) => !list.some((notice) => notice.id === noticeId));
    // Nothing is left to point at, and what has gone from under the pointer may not say so.
    if (list.length === 0) this.#isHeld = false;
  }

  #goLater(noticeId: number): void {
    const timer = setTimeout(() => {
      this.dismiss(noticeId);
    }, NOTICE_MS);
    this.#timers = [...this.#timers, { noticeId, timer }];
  }

  #stopTimers(isOver: (noticeId: number) => boolean): void {
    this.#timers = this.#timers.filter(({ noticeId, timer }) => {
      if (isOver(noticeId)) clearTimeout(timer);
      return !isOver(noticeId);
    });
  }
}
