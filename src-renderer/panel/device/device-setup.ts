import type { ConditionName } from '#contract/panel-conditions';
import type { DeviceState } from '#contract/panel';
import type { ScreenSettings } from '#contract/screen';
import { CHECK_CHOICES, DOMAIN_LISTS, type CheckChoice, type DomainList } from '#contract/settings';
import type { Panel } from '../app/panel-context.ts';

/** What can be set up of the device and its network, from the tab and by commands. */
export class DeviceSetup {
  readonly #panel: Pick<Panel, 'store' | 'actions' | 'conditions' | 'notices' | 'texts'>;

  constructor(panel: Pick<Panel, 'store' | 'actions' | 'conditions' | 'notices' | 'texts'>) {
    this.#panel = panel;
  }

  /** Whether the command line has set it for this launch. */
  isAsked(name: ConditionName): boolean {
    return this.#panel.conditions.state?.fromCommandLine.includes(name) ?? false;
  }

  setDevice(changes: Partial<DeviceState>): void {
    const { store, actions } = this.#panel;
    if (store.device) void actions.setDevice({ ...store.device, ...changes });
  }

  setScreen(changes: Partial<ScreenSettings>): void {
    const { device } = this.#panel.store;
    if (device) this.setDevice({ screen: { ...device.screen, ...changes } });
  }

  toggleTheme(): void {
    this.setScreen({ theme: this.#panel.store.device?.screen.theme === 'dark' ? 'light' : 'dark' });
  }

  toggleNetwork(): void {
    this.setDevice({ network: this.#panel.store.device?.network === 'none' ? 'wifi' : 'none' });
  }

  toggleBackground(): void {
    const { conditions } = this.#panel;
    if (conditions.state)
      void conditions.ask('panel:set-background', { isInBackground: !conditions.state.isInBackground });
  }

  setDomains(list: DomainList, entries: readonly string[]): void {
    const { conditions } = this.#panel;
    if (conditions.state)
      conditions.change({ domains: { ...conditions.state.settings.domains, [list]: entries } });
  }

  /** Adds the hosts of recorded transfers to the lists they would have to be in. */
  async addUsedDomains(): Promise<void> {
    const { conditions, notices, texts } = this.#panel;
    const used = await conditions.ask('panel:used-domains', {});
    const domains = conditions.state?.settings.domains;
    if (!used || !domains) return;
    const count = DOMAIN_LISTS.reduce((sum, list) => sum + used[list].length, 0);
    if (count === 0) {
      notices.add(texts.t('setup.domains.nothing'), { mood: 'note' });
      return;
    }
    const next = Object.fromEntries(DOMAIN_LISTS.map((list) => [list, [...domains[list], ...used[list]]]));
    conditions.change({ domains: { ...domains, ...next } });
    notices.add(texts.t('setup.domains.added', { count }), { mood: 'done' });
  }

  /** On, off, or as the project says, which is now the one or the other. */
  checkOptions(isOn: boolean): { value: CheckChoice; label: string }[] {
    const { t } = this.#panel.texts;
    const state = t(isOn ? 'setup.state.on' : 'setup.state.off');
    return CHECK_CHOICES.map((value) => ({ value, label: t(`setup.check.${value}`, { state }) }));
  }
}
