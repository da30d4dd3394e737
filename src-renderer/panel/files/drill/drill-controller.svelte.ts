import { FerryError } from '#contract/errors';
import type { DrillOptions, DrillOutlook, DrillReport, QuotaFill } from '#contract/panel-drill';
import { recall, remember } from '../../../lib/remembered.ts';
import type { Panel } from '../../app/panel-context.ts';

const BYTES_PER_MB = 1024 * 1024;
const KEY = 'ferry.drill';

/** What the form of the drill holds; kept from one drill to the next. */
interface DrillForm {
  readonly expiresTemp: boolean;
  readonly clearsStorage: boolean;
  readonly fill: QuotaFill['kind'];
  readonly fillMb: number;
  readonly page: DrillOptions['page'];
}

const FIRST_FORM: DrillForm = {
  expiresTemp: true,
  clearsStorage: false,
  fill: 'none',
  fillMb: 1,
  page: 'same',
};

/** The form of the drill as options. */
export function optionsOf({ expiresTemp, clearsStorage, fill, fillMb, page }: DrillForm): DrillOptions {
  const sizeBytes = Math.round(Math.max(0, fillMb) * BYTES_PER_MB);
  return {
    expiresTemp,
    clearsStorage,
    page,
    fill: fill === 'none' ? { kind: 'none' } : { kind: fill, sizeBytes },
  };
}

/** The restart drill as the dialog asks for it. */
export class DrillForms {
  form = $state.raw<DrillForm>(readForm());
  /** Null until main has answered. */
  outlook = $state.raw<DrillOutlook | null>(null);
  isBusy = $state(false);
  readonly #panel: Panel;

  constructor(panel: Panel) {
    this.#panel = panel;
  }

  change(changes: Partial<DrillForm>): void {
    this.form = { ...this.form, ...changes };
  }

  async look(): Promise<void> {
    this.outlook = await this.#panel.caller.call('panel:drill-outlook', {}).catch(() => null);
  }

  /** Restarts the mini-program; what it finds is shown in the files tab. */
  async start(): Promise<void> {
    const { caller, navigation, notices, texts } = this.#panel;
    keepForm(this.form);
    this.isBusy = true;
    try {
      await caller.call('panel:start-drill', optionsOf(this.form));
      navigation.isDrillOpen = false;
      navigation.filePath = null;
      navigation.showFiles('drill');
    } catch (thrown) {
      notices.add(texts.t('notice.failed', { message: FerryError.from(thrown).message }));
    } finally {
      this.isBusy = false;
    }
  }
}

/** The drill of the open program as main has it. */
export class DrillWatch {
  /** Undefined until main has answered; null where there is none. */
  report = $state.raw<DrillReport | null | undefined>(undefined);
  readonly #panel: Panel;

  constructor(panel: Panel) {
    this.#panel = panel;
  }

  /** Loads, and again whenever the drill is another. Returns its end. */
  start(): () => void {
    void this.#load();
    return this.#panel.caller.listen(({ kind }) => {
      if (kind === 'drill-changed' || kind === 'project' || kind === 'files-changed') void this.#load();
    });
  }

  async end(): Promise<void> {
    const { caller, notices, texts } = this.#panel;
    try {
      await caller.call('panel:end-drill', {});
    } catch (thrown) {
      notices.add(texts.t('notice.failed', { message: FerryError.from(thrown).message }));
    }
    await this.#load();
  }

  async #load(): Promise<void> {
    this.report = (await this.#panel.caller.call('panel:drill', {}).catch(() => null)) ?? null;
  }
}

function readForm(): DrillForm {
  try {
    const kept: unknown = JSON.parse(recall(KEY) ?? '{}');
    return { ...FIRST_FORM, ...(typeof kept === 'object' ? kept : {}) };
  } catch {
    return FIRST_FORM;
  }
}

function keepForm(form: DrillForm): void {
  remember(KEY, JSON.stringify(form));
}
