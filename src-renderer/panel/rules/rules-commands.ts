import type { ExchangeRow } from '#contract/panel-exchanges';
import type { TransferKind } from '#contract/transfer';
import ListPlus from '@lucide/svelte/icons/list-plus';
import Zap from '@lucide/svelte/icons/zap';
import type { Command } from '../app/commands.svelte.ts';
import type { Panel } from '../app/panel-context.ts';
import type { RowAction } from '../exchange/row-actions.ts';

/** What can be done about rules, whichever tab is shown. */
export function rulesCommands({
  conditions,
  rulesDesk: desk,
  store,
}: Pick<Panel, 'conditions' | 'rulesDesk' | 'store'>): readonly Command[] {
  const hasProject = (): boolean => store.project !== null;
  const hasRules = (): boolean => hasProject() && conditions.lines.length > 0;
  const command = (
    id: string,
    title: Command['title'],
    run: () => void,
    changes: Partial<Command> = {},
  ): Command => ({ id: `rules.${id}`, title, group: 'rules', isAvailable: hasProject, run, ...changes });
  const armer = (kind: TransferKind) => (): void => {
    desk.armUsual(kind);
  };
  return [
    command('arm-upload', 'rules.command.armUpload', armer('upload'), { keys: '$mod+Shift+U' }),
    command('arm-download', 'rules.command.armDownload', armer('download'), { keys: '$mod+Shift+J' }),
    command('arm-request', 'rules.command.armRequest', armer('request')),
    command(
      'disarm',
      'rules.command.disarm',
      () => {
        desk.disarmAll();
      },
      { isAvailable: () => conditions.armed.length > 0 },
    ),
    command('continue-all', 'rules.command.continue', () => void conditions.ask('panel:resume-all', {}), {
      isAvailable: () => conditions.paused.length > 0,
    }),
    command(
      'edit-paused',
      'rules.command.editPaused',
      () => {
        const [first] = conditions.paused;
        if (first) desk.editPaused(first);
      },
      { isAvailable: () => conditions.paused.length > 0 },
    ),
    command('new', 'rules.command.new', () => {
      desk.addRule();
    }),
    command('text', 'rules.command.text', () => {
      desk.editAsText();
    }),
    command('import', 'rules.command.import', () => {
      desk.showRules();
      void desk.files.importRules();
    }),
    command('export', 'rules.command.export', () => void desk.files.exportRules(), {
      isAvailable: hasRules,
    }),
    command(
      'undo',
      'rules.command.undo',
      () => {
        desk.showRules();
        conditions.undoRemove();
      },
      { isAvailable: () => conditions.removed.length > 0, keys: '$mod+z' },
    ),
    command('reset', 'rules.command.reset', () => void conditions.ask('panel:reset-rule-hits', {}), {
      isAvailable: hasRules,
    }),
  ];
}

/** What can be done about rules from a transfer of the list. */
export function rulesRowActions({ rulesDesk: desk }: Pick<Panel, 'rulesDesk'>): readonly RowAction[] {
  const kindOf = ([row]: readonly ExchangeRow[]): TransferKind | null =>
    row && (row.kind === 'upload' || row.kind === 'download' || row.kind === 'request') ? row.kind : null;
  const isTransfer = (rows: readonly ExchangeRow[]): boolean => kindOf(rows) !== null;
  const ARM_TITLES = {
    upload: 'rules.command.armUpload',
    download: 'rules.command.armDownload',
    request: 'rules.command.armRequest',
  } as const;
  return [
    {
      id: 'rules.fail-next',
      section: 'fail',
      title: (rows) => ARM_TITLES[kindOf(rows) ?? 'request'],
      icon: Zap,
      isShown: isTransfer,
      run(rows) {
        const kind = kindOf(rows);
        if (kind !== null) desk.armUsual(kind);
      },
    },
    {
      id: 'rules.for-address',
      section: 'fail',
      title: 'rules.row.forAddress',
      icon: ListPlus,
      isShown: (rows) => rows.length === 1 && isTransfer(rows),
      run(rows) {
        const kind = kindOf(rows);
        const url = URL.parse(rows[0]?.url ?? '');
        if (kind === null || !url) return;
        desk.addRule({ kind, host: url.host, path: url.pathname, choice: 'delay', ms: '2000' });
      },
    },
  ];
}
