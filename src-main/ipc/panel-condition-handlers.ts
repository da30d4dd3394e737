import type { RuleAction, RuleMatch } from '#contract/conditions';
import type {
  ArmedFailure,
  ConditionCalls,
  ConditionSettings,
  ConditionsState,
  DomainCheck,
  PausedContent,
  PausedEdit,
  RuleDraft,
  RulesImport,
} from '#contract/panel-conditions';
import type { DomainList, DomainLists } from '#contract/settings';
import type { TransferKind } from '#contract/transfer';
import type { HandlersOf } from './serve.ts';

/** What the panel can do about transfers on purpose, as the composition root offers it. */
export interface ConditionActions {
  state(): ConditionsState | null;
  change(changes: Partial<ConditionSettings>): void;
  setRules(rules: readonly RuleDraft[]): void;
  resetHits(): void;
  readRule(text: string): ReturnType<ConditionCalls['panel:read-rule']>;
  writeRule(match: RuleMatch, action: RuleAction): string;
  arm(kind: TransferKind, failure: ArmedFailure): void;
  disarm(id: string): void;
  importRules(): Promise<RulesImport | null>;
  exportRules(): Promise<boolean>;
  pausedContent(exchangeId: string): Promise<PausedContent | null>;
  /** Refuses an edit that nothing can be made of; the transfer stays where it is then. */
  resume(exchangeId: string, edit: PausedEdit): Promise<void>;
  resumeAll(): void;
  abortPaused(exchangeId: string): void;
  pickFile(): Promise<string | null>;
  checkDomain(list: DomainList, text: string): DomainCheck;
  usedDomains(): DomainLists;
  setBackground(isInBackground: boolean): void;
}

/** @param changed hears of a change that nothing else tells of */
export function createConditionHandlers(
  actions: ConditionActions,
  changed: () => void,
): HandlersOf<ConditionCalls, 'panel'> {
  const done = (work: () => void): null => {
    work();
    return null;
  };
  return {
    'panel:conditions': () => actions.state(),
    'panel:change-conditions': (_panel, changes) =>
      done(() => {
        actions.change(changes);
      }),
    'panel:set-rules': (_panel, { rules }) =>
      done(() => {
        actions.setRules(rules);
      }),
    'panel:reset-rule-hits': () =>
      done(() => {
        actions.resetHits();
      }),
    'panel:read-rule': (_panel, { text }) => actions.readRule(text),
    'panel:write-rule': (_panel, { match, action }) => ({ text: actions.writeRule(match, action) }),
    'panel:arm': (_panel, { kind, failure }) =>
      done(() => {
        actions.arm(kind, failure);
      }),
    'panel:disarm': (_panel, { id }) =>
      done(() => {
        actions.disarm(id);
      }),
    'panel:import-rules': () => actions.importRules(),
    'panel:export-rules': async () => ({ isDone: await actions.exportRules() }),
    'panel:paused-content': (_panel, { exchangeId }) => actions.pausedContent(exchangeId),
    'panel:resume': async (_panel, { exchangeId, edit }) => {
      await actions.resume(exchangeId, edit);
      return null;
    },
    'panel:resume-all': () =>
      done(() => {
        actions.resumeAll();
      }),
    'panel:abort-paused': (_panel, { exchangeId }) =>
      done(() => {
        actions.abortPaused(exchangeId);
      }),
    'panel:pick-answer-file': async () => ({ path: await actions.pickFile() }),
    'panel:check-domain': (_panel, { list, text }) => actions.checkDomain(list, text),
    'panel:used-domains': () => actions.usedDomains(),
    'panel:set-background': (_panel, { isInBackground }) =>
      done(() => {
        actions.setBackground(isInBackground);
        changed();
      }),
  };
}
