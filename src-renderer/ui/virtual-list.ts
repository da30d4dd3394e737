/** What whoever shows a `VirtualList` can ask of it. */
export interface VirtualListHandle {
  /** Scrolls to the last row once it is in the page. */
  readonly toEnd: () => Promise<void>;
  /** Brings a row into sight with the least movement. */
  readonly reveal: (index: number) => void;
}
