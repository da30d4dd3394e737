import type { ActionSheet } from './action-sheet.ts';
import { createActionSheet } from './action-sheet.ts';
import type { ImagePicker } from './image-picker.ts';
import { createImagePicker } from './image-picker.ts';
import type { Modal } from './modal.ts';
import { createModal } from './modal.ts';
import type { ImagePreview } from './preview.ts';
import { createImagePreview } from './preview.ts';
import type { Toast } from './toast.ts';
import { createToast } from './toast.ts';
import type { OverlayLocale } from './words.ts';

export type { ToastIcon } from './toast.ts';

/** What Ferry draws over the page on behalf of `wx`. */
export interface Overlays {
  readonly toast: Toast;
  readonly modal: Modal;
  readonly actionSheet: ActionSheet;
  readonly preview: ImagePreview;
  readonly imagePicker: ImagePicker;
}

/** Draws into `root`, which lies over the page, its navigation bar and its tab bar. */
export function createOverlays(root: HTMLElement, locale: OverlayLocale): Overlays {
  return {
    toast: createToast(root),
    modal: createModal(root),
    actionSheet: createActionSheet(root),
    preview: createImagePreview(root, locale),
    imagePicker: createImagePicker(root, locale),
  };
}
