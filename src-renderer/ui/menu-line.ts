import type { Component } from 'svelte';

/** One thing a menu offers. */
export interface MenuItem {
  readonly id: string;
  readonly label: string;
  readonly icon?: Component<{ size?: number | string }>;
  /** The keys that do the same, as they are shown. */
  readonly keys?: string;
  readonly isDisabled?: boolean;
  /** Takes something away. */
  readonly isDanger?: boolean;
  readonly onselect: () => void;
}

export type MenuLine = MenuItem | 'separator';
