import type { ViewInput } from '../worlds/view-messages.ts';

/** Movement that may be put together: only where it leads to counts. */
type Movement = Extract<ViewInput, { kind: 'mouse' | 'wheel' }>;

/** Keeps the user's input in order, and lets no more movement queue up than a page can follow. */
export class InputQueue {
  private readonly dispatch: (input: ViewInput) => Promise<unknown>;
  private waiting: Movement | null = null;
  private isMoving = false;

  /** @param dispatch hands input to the page; settles when the page has seen it */
  constructor(dispatch: (input: ViewInput) => Promise<unknown>) {
    this.dispatch = dispatch;
  }

  add(input: ViewInput): void {
    if (!isMovement(input)) {
      this.flush();
      void this.dispatch(input);
    } else if (this.isMoving) {
      const joined = this.waiting && join(this.waiting, input);
      if (!joined) this.flush();
      this.waiting = joined ?? input;
    } else this.move(input);
  }

  private move(input: Movement): void {
    this.isMoving = true;
    void this.dispatch(input).finally(() => {
      this.isMoving = false;
      const { waiting } = this;
      this.waiting = null;
      if (waiting) this.move(waiting);
    });
  }

  private flush(): void {
    const { waiting } = this;
    this.waiting = null;
    if (waiting) void this.dispatch(waiting);
  }
}

function isMovement(input: ViewInput): input is Movement {
  return input.kind === 'wheel' || (input.kind === 'mouse' && input.type === 'mouseMoved');
}

/** Both as one, or null when they are not alike. */
function join(first: Movement, second: Movement): Movement | null {
  if (first.modifiers !== second.modifiers) return null;
  if (first.kind === 'mouse' && second.kind === 'mouse')
    return first.buttons === second.buttons ? second : null;
  if (first.kind !== 'wheel' || second.kind !== 'wheel') return null;
  return {
    ...second,
    deltaX: first.deltaX + second.deltaX,
    deltaY: first.deltaY + second.deltaY,
  };
}
