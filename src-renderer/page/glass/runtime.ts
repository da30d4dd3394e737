import * as glassEasel from 'glass-easel';
import { type AssociatedBackend, type CodeSpace, MiniProgramEnv } from 'glass-easel-miniprogram-adapter';
import type { ResourceUrl } from '../resource-url.ts';
import { PageBackend } from './backend.ts';
import { acceptCommonAttributes } from './common-attributes.ts';
import { warnAsWeChat } from './warnings.ts';

/** glass-easel, set up for one mini-program. */
export interface GlassRuntime {
  readonly codeSpace: CodeSpace;
  readonly space: glassEasel.ComponentSpace;
  readonly backend: AssociatedBackend;
}

/**
 * @param addSheet puts a component's style sheet into the document
 * @param resourceUrl for the pictures of inline styles
 */
export function createGlassRuntime(addSheet: (path: string) => void, resourceUrl: ResourceUrl): GlassRuntime {
  glassEasel.globalOptions.writeIdToDOM = true;
  const env = new MiniProgramEnv();
  const backend = env.associateBackend(new PageBackend(addSheet, resourceUrl));
  const codeSpace = env.createCodeSpace('main', true);
  const space = codeSpace.getComponentSpace();
  // With it on, a property named `dataset` or `id` would overwrite the component's own.
  // A handler may also be a function that the page has put into its own field since.
  space.updateComponentOptions({ writeFieldsToNode: false, useMethodCallerListeners: true });
  acceptCommonAttributes();
  warnAsWeChat();
  // A tag nobody defined renders as this component instead of a raw element.
  space.defineComponent({
    is: '',
    properties: {
      hidden: {
        type: Boolean,
        observer(hidden: boolean) {
          (this.$$ as Element | null)?.toggleAttribute('hidden', hidden);
        },
      },
    },
  });
  (space as unknown as { _$allowUnusedNativeNode: boolean })._$allowUnusedNativeNode = false;
  return { codeSpace, space, backend };
}
