import type { LinkSpec, RuleAction, RuleMatch } from './conditions.ts';
import type { DeviceName } from './device.ts';
import type { CheckChoice, DomainList, DomainLists } from './settings.ts';
import type { BodySide, HeaderLines, TransferKind } from './transfer.ts';

/** Why a rule of the table does nothing, or will do nothing any more. */
export type RuleFinding =
  /** Another rule before it takes every transfer it is for. */
  | { readonly kind: 'shadowed'; readonly by: string }
  /** Its one transfer has been. */
  | { readonly kind: 'spent' }
  /** No page of the project is called so. */
  | { readonly kind: 'no-page'; readonly page: string }
  /** What it is to do has no meaning for these transfers: a download sends no body, a request tells no progress. */
  | { readonly kind: 'no-effect' }
  /** The host is in no list of legal domains, and they are enforced: the transfer fails before any rule. */
  | { readonly kind: 'illegal'; readonly host: string }
  /** The line is no rule, for example as its file is gone. */
  | { readonly kind: 'broken'; readonly problem: RuleProblem };

/** What is wrong with a line, and Ferry's own words for it in English. */
export interface RuleProblem {
  /** `match`, `fault`, `link`, `link-for-all`, `map`, `status`, `lab`, `file`. */
  readonly problem: string;
  /** The part of the line that it is about. */
  readonly text: string;
  readonly message: string;
}

/** Who wrote a rule: the developer for the project; the command line for this launch; one click, until it has hit. */
export type RuleOrigin = 'project' | 'launch' | 'armed';

/** One line of the rules table. */
export interface RuleLine {
  readonly id: string;
  /** As on the command line, option included. */
  readonly text: string;
  readonly isOn: boolean;
  readonly origin: RuleOrigin;
  /** Null where the line is no rule. */
  readonly match: RuleMatch | null;
  readonly action: RuleAction | null;
  readonly hits: number;
  /** The transfer it applied to last. */
  readonly lastExchangeId: string | null;
  readonly findings: readonly RuleFinding[];
}

/** A line as the developer wants it; an id that is known keeps its count. */
export interface RuleDraft {
  readonly id: string;
  readonly text: string;
  readonly isOn: boolean;
}

/** A recording that answers in the servers' place. */
export interface RecordingState {
  /** The file it was read from. */
  readonly from: string;
  readonly answerCount: number;
  readonly hits: number;
  /** Transfers it had no answer for. */
  readonly missed: number;
}

/** A transfer that stands at a breakpoint. */
export interface PausedTransfer {
  readonly exchangeId: string;
  readonly side: BodySide;
  readonly kind: TransferKind;
  readonly method: string;
  readonly url: string;
  readonly page: string;
  readonly sinceEpochMs: number;
  /** Of the answer; null on the way out. */
  readonly statusCode: number | null;
}

/** What of a paused transfer can be edited; null where it has no such part, or it is no text. */
export interface PausedContent {
  readonly method: string;
  readonly url: string;
  readonly headers: HeaderLines;
  /** Form fields of an upload. */
  readonly fields: readonly (readonly [name: string, value: string])[] | null;
  readonly statusCode: number | null;
  readonly text: string | null;
  readonly sizeBytes: number;
  /** The file of an upload. */
  readonly fileName: string | null;
}

/** What is changed of a paused transfer; what is absent stays as it is. */
export interface PausedEdit {
  readonly method?: string;
  readonly url?: string;
  readonly headers?: HeaderLines;
  readonly fields?: readonly (readonly [name: string, value: string])[];
  readonly statusCode?: number;
  readonly text?: string;
  /** A real path whose bytes take the place of the answer's body. */
  readonly bodyFile?: string;
}

/** The settings of a project that the panel can change. */
export interface ConditionSettings {
  readonly device: DeviceName;
  readonly baseLibrary: string | null;
  readonly clientVersion: string | null;
  readonly domainCheck: CheckChoice;
  readonly certificateCheck: CheckChoice;
  readonly domains: DomainLists;
  /** Preset or `up=200k,down=1m,…`; null for the machine's own. */
  readonly link: string | null;
  readonly proxy: string;
}

export type ConditionName = keyof ConditionSettings;

/** How the open project is run, as the panel shows it. */
export interface ConditionsState {
  readonly settings: ConditionSettings;
  /** Those that the command line has set for this launch; choosing another value ends that. */
  readonly fromCommandLine: readonly ConditionName[];
  readonly link: LinkSpec | null;
  readonly rules: readonly RuleLine[];
  readonly paused: readonly PausedTransfer[];
  /** Null where nothing is answered from a recording. */
  readonly recording: RecordingState | null;
  /** What the page was started with: other choices wait for a reload. */
  readonly running: {
    readonly device: DeviceName;
    readonly baseLibrary: string;
    readonly clientVersion: string;
  };
  /** `setting.urlCheck` of the project. */
  readonly urlCheck: boolean;
  readonly isInBackground: boolean;
}

/** What one click makes the next transfer of a kind meet. */
export const ARMED_FAILURES = ['reset', 'timeout', 'status', 'offline'] as const;

export type ArmedFailure = (typeof ARMED_FAILURES)[number];

/** What WeChat's console says of an entry of a domain list. */
export interface DomainCheck {
  /** As it is kept; null where it cannot be. */
  readonly entry: string | null;
  /** Why it cannot be, or (with an entry) why WeChat's own console would refuse it; null where it would not. */
  readonly problem: DomainProblem | null;
}

export type DomainProblem =
  'not-a-host' | 'path' | 'wildcard' | 'never-listed' | 'scheme' | 'address' | 'localhost' | 'known' | 'full';

/** What an import brought. */
export interface RulesImport {
  readonly added: number;
  /** Of them, those that came in switched off: they send elsewhere, or answer with files outside the project. */
  readonly heldCount: number;
  /** How many lines are no rules. */
  readonly badCount: number;
  /** The first hundred of those, counted from 1, with what is wrong. */
  readonly bad: readonly { readonly line: number; readonly text: string; readonly problem: RuleProblem }[];
}

export type ConditionEvent = {
  readonly kind: 'conditions';
  readonly conditions: ConditionsState | null;
};

type Nothing = Record<string, never>;

/** Calls about what the developer does to transfers on purpose. */
export interface ConditionCalls {
  /** Null while no project is open. */
  'panel:conditions': (request: Nothing) => ConditionsState | null;
  'panel:change-conditions': (request: Partial<ConditionSettings>) => null;
  /** Puts the table in this order and state; lines that are absent are gone. Armed lines stay out of it. */
  'panel:set-rules': (request: { readonly rules: readonly RuleDraft[] }) => null;
  'panel:reset-rule-hits': (request: Nothing) => null;
  /** What a line means, or what is wrong with it. */
  'panel:read-rule': (request: {
    readonly text: string;
  }) =>
    | { readonly ok: true; readonly match: RuleMatch; readonly action: RuleAction }
    | { readonly ok: false; readonly problem: RuleProblem };
  /** The line that means this; a link is given by its name. */
  'panel:write-rule': (request: { readonly match: RuleMatch; readonly action: RuleAction }) => {
    readonly text: string;
  };
  'panel:arm': (request: { readonly kind: TransferKind; readonly failure: ArmedFailure }) => null;
  'panel:disarm': (request: { readonly id: string }) => null;
  /** Asks for a file; null when cancelled. */
  'panel:import-rules': (request: Nothing) => RulesImport | null;
  /** Asks where to; whether it was written. */
  'panel:export-rules': (request: Nothing) => { readonly isDone: boolean };
  'panel:paused-content': (request: { readonly exchangeId: string }) => PausedContent | null;
  /** Lets it go on, changed where something is. */
  'panel:resume': (request: { readonly exchangeId: string; readonly edit: PausedEdit }) => null;
  'panel:resume-all': (request: Nothing) => null;
  'panel:abort-paused': (request: { readonly exchangeId: string }) => null;
  /** The system's dialog for one file; null when cancelled. */
  'panel:pick-answer-file': (request: Nothing) => { readonly path: string | null };
  'panel:check-domain': (request: { readonly list: DomainList; readonly text: string }) => DomainCheck;
  /** Origins of recorded transfers that their lists do not have. */
  'panel:used-domains': (request: Nothing) => DomainLists;
  'panel:set-background': (request: { readonly isInBackground: boolean }) => null;
}
