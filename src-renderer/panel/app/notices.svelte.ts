/** One thing to do about what a notice says; it goes with the click. */
export interface NoticeAction {
  readonly label: string;
  readonly run: () => void;
}

/** What it tells of: something that went well, something that did not, or neither. */
export type NoticeMood = 'done' | 'failed' | 'note';

export interface Notice {
  readonly id: number;
  readonly mood: NoticeMood;
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
/** Long enough to read them, and to find the way to the button by keyboard. */
export const ACTION_NOTICE_MS = 20_000;

/** Short messages over the panel's lower edge, at most three at once; each goes by itself unless it is to stay or they are held. */
export class Notices {
  list = $state.raw<readonly Notice[]>([]);
  #timers: readonly RunningTimer[] = [];
  #nextId = 1;
  #isHeld = false;

  /**
   * Returns its id.
   *
   * @param options.mood left out: `note` for what offers something to do, `failed` for the rest
   */
  add(
    text: string,
    { stays = false, action, mood = action ? 'note' : 'failed' }: Partial<Omit<Notice, 'id' | 'text'>> = {},
  ): number {
    const id = this.#nextId;
    this.#nextId += 1;
    const notice: Notice = { id, mood, text, stays, ...(action ? { action } : {}) };
    this.#show([...this.list.filter((other) => other.text !== text), notice].slice(-3));
    if (!this.#isHeld && !stays) this.#goLater(notice);
    return id;
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
    for (const notice of this.list) if (!notice.stays) this.#goLater(notice);
  }

  #show(list: readonly Notice[]): void {
    this.list = list;
    this.#stopTimers((noticeId) => !list.some((notice) => notice.id === noticeId));
    // Nothing is left to point at, and what has gone from under the pointer may not say so.
    if (list.length === 0) this.#isHeld = false;
  }

  #goLater({ id, action }: Notice): void {
    const timer = setTimeout(
      () => {
        this.dismiss(id);
      },
      action ? ACTION_NOTICE_MS : NOTICE_MS,
    );
    this.#timers = [...this.#timers, { noticeId: id, timer }];
  }

  #stopTimers(isOver: (noticeId: number) => boolean): void {
    this.#timers = this.#timers.filter(({ noticeId, timer }) => {
      if (isOver(noticeId)) clearTimeout(timer);
      return !isOver(noticeId);
    });
  }
}
