import { complain } from '../complain.ts';
import { DevtoolsClosed } from '../devtools-pipe.ts';
import type { Stage } from '../page/stage.ts';
import {
  applyPermissions,
  type PermissionCheckHandler,
  type PermissionRequestHandler,
} from './permissions.ts';
import type { ContextProxy } from './proxy.ts';

/** What a partition's contexts are made with. */
interface ContextSettings {
  readonly proxy: ContextProxy;
  readonly permissionCheck: PermissionCheckHandler | null;
  readonly permissionRequest: PermissionRequestHandler | null;
}

/** A partition's context in each browser that shows pages of it; the default partition has the browser's own. */
export class BrowserContexts {
  private readonly isDefault: boolean;
  private readonly settings: () => ContextSettings;
  private readonly byStage = new Map<Stage, Promise<string | undefined>>();

  constructor(isDefault: boolean, settings: () => ContextSettings) {
    this.isDefault = isDefault;
    this.settings = settings;
  }

  /** Whether the partition has had a page. */
  get isUsed(): boolean {
    return this.byStage.size > 0;
  }

  /** The context in this browser, made by the first who asks. */
  obtain(stage: Stage): Promise<string | undefined> {
    const known = this.byStage.get(stage);
    if (known) return known;
    const made = this.create(stage);
    this.byStage.set(stage, made);
    return made;
  }

  /** Every browser in which something can have been stored. */
  stages(): Stage[] {
    return [...this.byStage.keys()];
  }

  /** Settles permissions anew; a context that comes later brings them with it. */
  updatePermissions(): void {
    for (const [stage, context] of this.byStage) {
      void context.then((contextId) => this.applyPermissions(stage, contextId)).catch(() => undefined);
    }
  }

  private async create(stage: Stage): Promise<string | undefined> {
    const { proxy, permissionCheck, permissionRequest } = this.settings();
    const contextId = this.isDefault ? undefined : await createContext(stage, proxy);
    if (permissionCheck || permissionRequest) await this.applyPermissions(stage, contextId);
    return contextId;
  }

  private async applyPermissions(stage: Stage, contextId: string | undefined): Promise<void> {
    const { permissionCheck, permissionRequest } = this.settings();
    await applyPermissions(stage.root, contextId, permissionCheck, permissionRequest).catch(
      (error: unknown) => {
        if (!(error instanceof DevtoolsClosed))
          complain('electron-on-chromium: permissions were not set:', error);
      },
    );
  }
}

async function createContext(stage: Stage, proxy: ContextProxy): Promise<string> {
  const options = { disposeOnDetach: true, ...proxy };
  return (await stage.root.send('Target.createBrowserContext', options)).browserContextId;
}
