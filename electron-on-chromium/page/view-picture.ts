import { viewScript } from '../worlds/scripts.ts';
import type { Area, FromView, ToHost, ToView, ViewInput } from '../worlds/view-messages.ts';
import { InputQueue } from './input-queue.ts';
import { AgentChannel } from './page-agent.ts';
import type { PageTarget } from './page-target.ts';
import { Screencast } from './screencast.ts';
import { viewInputCommand } from './view-input.ts';

const WORLD = 'electron-on-chromium view';

/** Where a view is shown. */
export interface PictureHost {
  /** Resolves with the host's answer. */
  ask(message: ToHost): Promise<unknown>;
}

/** A view's page as a picture inside its host's window, and what the user does to it there. */
export class ViewPicture {
  readonly agent: AgentChannel<FromView, ToView>;
  readonly id: number;
  readonly page: () => PageTarget;
  private readonly inputs = new InputQueue((input) => this.dispatch(input));
  private screencast: Screencast | null = null;
  private host: PictureHost | null = null;
  /** What the host was told last of this page, for a host that comes later. */
  private readonly known = new Map<string, ToHost>();

  constructor(id: number, page: () => PageTarget) {
    this.id = id;
    this.page = page;
    this.agent = new AgentChannel<FromView, ToView>(WORLD, viewScript, {
      opened: () => {
        // A new document: nothing is under the pointer yet, and nothing takes text.
        this.tell({ kind: 'hover', id, hover: { cursor: 'default', title: '' } });
        this.tell({ kind: 'editing', id, area: null });
        // Another process may paint it: a screencast does not always go along.
        this.film();
      },
      heard: (message) => {
        this.heard(message);
      },
    });
  }

  /** Shows the page in a host from now on, from its present look on, or nowhere. */
  showIn(host: PictureHost | null): void {
    this.host = host;
    if (!host) {
      this.screencast?.stop();
      return;
    }
    this.film();
    for (const message of this.known.values()) void host.ask(message);
  }

  private film(): void {
    const { host, id } = this;
    if (!host) return;
    this.screencast ??= new Screencast(this.page());
    this.screencast.start((picture) => host.ask({ kind: 'frame', id, picture }));
  }

  receive(input: ViewInput): void {
    this.inputs.add(input);
  }

  private tell(message: ToHost): void {
    this.known.set(message.kind, message);
    void this.host?.ask(message);
  }

  private heard(message: FromView): void {
    const { id } = this;
    const zoom = this.page().zoomFactor;
    switch (message.kind) {
      case 'hover':
        this.tell({ kind: 'hover', id, hover: message.hover });
        break;
      case 'editing':
        this.tell({ kind: 'editing', id, area: message.area && scaled(message.area, zoom) });
        break;
      case 'choose': {
        const { chooser } = message;
        void this.host?.ask({
          kind: 'choose',
          id,
          chooser: { ...chooser, area: scaled(chooser.area, zoom) },
        });
        break;
      }
      case 'copied':
        void this.host?.ask({ kind: 'copy', text: message.text });
        break;
    }
  }

  private async dispatch(input: ViewInput): Promise<void> {
    const page = this.page();
    if (input.kind === 'chosen') {
      this.agent.tell({ kind: 'chosen', choice: input.choice });
      return;
    }
    if (input.kind === 'paste') {
      const isLeft = await this.agent.ask({ kind: 'paste', text: input.text });
      if (isLeft === true) page.post('Input.insertText', { text: input.text });
      return;
    }
    const command = viewInputCommand(input, page.inputScale / page.zoomFactor);
    // A page that is gone, or that refuses an event because it is on its way out, is not missed.
    if (command) await page.send(command.method, command.parameters).catch(() => undefined);
  }
}

function scaled(area: Area, zoom: number): Area {
  return { x: area.x * zoom, y: area.y * zoom, width: area.width * zoom, height: area.height * zoom };
}
