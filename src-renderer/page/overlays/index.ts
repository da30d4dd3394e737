import type { ActionSheet } from './action-sheet.ts';
import { createActionSheet } from './action-sheet.ts';
import type { Camera } from './camera.ts';
import { createCamera } from './camera.ts';
import type { Crop } from './crop.ts';
import { createCrop } from './crop.ts';
import type { FilePicker } from './file-picker.ts';
import { createFilePicker } from './file-picker.ts';
import type { Modal } from './modal.ts';
import { createModal } from './modal.ts';
import type { PermissionQuestion } from './permission-question.ts';
import { createPermissionQuestion } from './permission-question.ts';
import type { PermissionSettings } from './permission-settings.ts';
import { createPermissionSettings } from './permission-settings.ts';
import type { MediaPreview } from './preview.ts';
import { createMediaPreview } from './preview.ts';
import type { Toast } from './toast.ts';
import { createToast } from './toast.ts';
import type { OverlayLocale } from './words.ts';

export type { ToastIcon } from './toast.ts';

/** What Ferry draws over the page on behalf of `wx`. */
export interface Overlays {
  readonly toast: Toast;
  readonly modal: Modal;
  readonly actionSheet: ActionSheet;
  readonly preview: MediaPreview;
  readonly crop: Crop;
  readonly filePicker: FilePicker;
  readonly camera: Camera;
  readonly permissionQuestion: PermissionQuestion;
  readonly permissionSettings: PermissionSettings;
}

/**
 * Draws into `root`, which lies over the page, its navigation bar and its tab bar.
 *
 * @param programName of the mini-program, for what asks in its name
 */
export function createOverlays(root: HTMLElement, locale: OverlayLocale, programName: string): Overlays {
  return {
    toast: createToast(root),
    modal: createModal(root),
    actionSheet: createActionSheet(root),
    preview: createMediaPreview(root, locale),
    crop: createCrop(root, locale),
    filePicker: createFilePicker(root, locale),
    camera: createCamera(root, locale),
    permissionQuestion: createPermissionQuestion(root, locale, programName),
    permissionSettings: createPermissionSettings(root, locale, programName),
  };
}
