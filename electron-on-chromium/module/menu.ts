import { EventEmitter } from 'node:events';
import type { Named } from './conformance.ts';
import { parseAccelerator, matchesAccelerator } from './accelerators.ts';
import type { KeyPress } from '../worlds/keys.ts';
import { DEFAULT_MENU, ROLES } from './menu-roles.ts';
import type { Runtime } from './runtime.ts';
import { strict } from './strict.ts';

let lastCommandId = 0;

type Template = readonly (Electron.MenuItemConstructorOptions | MenuItem)[];

/** Electron's `MenuItem`: its fields; nothing draws it, and its accelerator is pressed in a window. */
export class MenuItem
  implements
    Pick<
      Electron.MenuItem,
      | 'commandId'
      | 'type'
      | 'accelerator'
      | 'label'
      | 'sublabel'
      | 'toolTip'
      | 'enabled'
      | 'visible'
      | 'checked'
      | 'registerAccelerator'
      | 'click'
    >,
    Named<Electron.MenuItem, 'role' | 'id' | 'submenu'>
{
  readonly commandId = ++lastCommandId;
  readonly type: NonNullable<Electron.MenuItemConstructorOptions['type']>;
  readonly role: Electron.MenuItemConstructorOptions['role'];
  readonly id: string | undefined;
  readonly accelerator: string | null;
  readonly submenu: Menu | undefined;
  label: string;
  sublabel: string;
  toolTip: string;
  enabled: boolean;
  visible: boolean;
  checked: boolean;
  readonly registerAccelerator: boolean;
  readonly click: (event?: unknown, window?: unknown) => void;

  constructor(options: Electron.MenuItemConstructorOptions) {
    const { click } = options;
    const meaning = options.role === undefined ? undefined : ROLES[options.role];
    const submenu = options.submenu ?? meaning?.submenu?.();
    this.submenu = Array.isArray(submenu) ? buildMenu(submenu) : (submenu as Menu | undefined);
    this.type = options.type ?? (this.submenu ? 'submenu' : 'normal');
    if (this.type === 'submenu' && !this.submenu && options.role === undefined) {
      throw new TypeError('Invalid submenu');
    }
    this.role = options.role;
    this.id = options.id;
    this.accelerator = options.accelerator ?? meaning?.accelerator ?? null;
    this.label = options.label ?? meaning?.label ?? options.role ?? '';
    this.sublabel = options.sublabel ?? '';
    this.toolTip = options.toolTip ?? '';
    this.enabled = options.enabled ?? true;
    this.visible = options.visible ?? true;
    this.checked = options.checked ?? false;
    this.registerAccelerator = options.registerAccelerator ?? true;
    this.click = (event, window) => {
      if (this.type === 'checkbox' || this.type === 'radio')
        this.checked = this.type === 'radio' || !this.checked;
      click?.(
        this as unknown as Electron.MenuItem,
        window as Electron.BaseWindow,
        event as Electron.KeyboardEvent,
      );
    };
    return strict('MenuItem', this);
  }
}

/** Electron's `Menu` as a model: an app builds it, keeps it and finds items in it; nothing draws it. */
export class Menu
  extends EventEmitter
  implements
    Pick<Electron.Menu, 'popup' | 'closePopup'>,
    Named<Electron.Menu, 'items' | 'append' | 'insert' | 'getMenuItemById'>
{
  readonly items: MenuItem[] = [];

  constructor() {
    super();
    return strict('Menu', this);
  }

  append(item: MenuItem): void {
    this.items.push(item);
  }

  insert(position: number, item: MenuItem): void {
    this.items.splice(position, 0, item);
  }

  getMenuItemById(id: string): MenuItem | null {
    for (const item of this.items) {
      if (item.id === id) return item;
      const found = item.submenu?.getMenuItemById(id);
      if (found) return found;
    }
    return null;
  }

  /** Opens and closes at once, as for a user who looks away. */
  popup(options: Electron.PopupOptions = {}): void {
    this.emit('menu-will-show');
    this.emit('menu-will-close');
    if (options.callback) setImmediate(options.callback);
  }

  closePopup(): void {
    this.emit('menu-will-close');
  }
}

/** A menu from a template; throws Electron's messages for a template that is none. */
export function buildMenu(template: Template): Menu {
  if (!Array.isArray(template))
    throw new TypeError('Invalid template for Menu: Menu template must be an array');
  const menu = new Menu();
  for (const entry of template as Template) {
    if (
      !(entry instanceof MenuItem) &&
      entry.label === undefined &&
      !entry.role &&
      entry.type !== 'separator'
    ) {
      throw new TypeError('Invalid template for MenuItem: must have at least one of label, role or type');
    }
    menu.append(entry instanceof MenuItem ? entry : new MenuItem(entry));
  }
  return menu;
}

/** The first item that a key press is for: one that is enabled, in a menu that is. */
export function itemFor(menu: Menu, press: KeyPress, platform: NodeJS.Platform): MenuItem | null {
  for (const item of menu.items) {
    if (!item.enabled) continue;
    const accelerator =
      item.accelerator !== null && item.registerAccelerator
        ? parseAccelerator(item.accelerator, platform)
        : null;
    if (accelerator && matchesAccelerator(accelerator, press)) return item;
    const found = item.submenu && itemFor(item.submenu, press, platform);
    if (found) return found;
  }
  return null;
}

/** Electron's `Menu` class with its statics. A key that no page takes is for the application menu. */
export function createMenuClass(runtime: Runtime, quit: () => void) {
  let applicationMenu: Menu | null | undefined;
  const current = (): Menu | null => {
    // As in Electron, an app that is ready without having set a menu has the usual one.
    if (applicationMenu === undefined && runtime.isReady) applicationMenu = buildMenu(DEFAULT_MENU);
    return applicationMenu ?? null;
  };
  runtime.onKeyPress = (press, contents) => {
    const menu = current();
    const item = menu && itemFor(menu, press, process.platform);
    if (!item) return;
    const window = runtime.windowOf(contents) ?? null;
    const run = item.role === undefined ? undefined : ROLES[item.role]?.run;
    if (run) run({ window, contents, quit });
    else item.click({ triggeredByAccelerator: true, ...eventModifiers(press) }, window);
  };
  return class extends Menu {
    static override readonly name = 'Menu';

    static buildFromTemplate(template: Template): Menu {
      return buildMenu(template);
    }

    static setApplicationMenu(menu: Menu | null): void {
      applicationMenu = menu;
    }

    static getApplicationMenu(): Menu | null {
      return current();
    }
  };
}

function eventModifiers({ control, alt, meta, shift }: KeyPress): Electron.KeyboardEvent {
  return { ctrlKey: control, altKey: alt, metaKey: meta, shiftKey: shift };
}
