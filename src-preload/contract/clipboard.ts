/** Longest text that `wx.setClipboardData` takes, in UTF-16 units. */
export const MAX_CLIPBOARD_LENGTH = 1_000_000;

export interface ClipboardCalls {
  /** `wx.getClipboardData`: the text, clipped to {@link MAX_CLIPBOARD_LENGTH}. */
  'wx:clipboard-read': (request: Record<string, never>) => string;
  /** `wx.setClipboardData`. */
  'wx:clipboard-write': (request: { readonly text: string }) => null;
}
