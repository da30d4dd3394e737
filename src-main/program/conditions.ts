import { randomUUID } from 'node:crypto';
import type { LinkSpec, Rule } from '#contract/conditions';
import { FerryError } from '#contract/errors';
import type {
  ArmedFailure,
  ConditionName,
  ConditionSettings,
  RecordingState,
  RuleDraft,
  RuleOrigin,
  RuleProblem,
} from '#contract/panel-conditions';
import type { ProgramSettings } from '#contract/settings';
import type { TransferKind } from '#contract/transfer';
import { createListeners } from '../lib/listeners.ts';
import type { RulePlaces } from '../transfers/conditions/rule-text.ts';
import { CONDITION_NAMES, MAX_RULES, proxyFrom, type SettingsStore } from './settings-store.ts';

/** A line of the table before it is shown. */
export interface ConditionLine extends RuleDraft {
  readonly origin: RuleOrigin;
  /** Null where the line is no rule; `problem` says why. */
  readonly rule: Rule | null;
  readonly problem: RuleProblem | null;
}

/** The id of a recording's last rule, for all that the recording has no answer for. */
export const NOT_RECORDED = 'not-recorded';

/** Recorded answers, a rule each. */
export interface Recording {
  /** The file it was read from. */
  readonly from: string;
  readonly rules: readonly Rule[];
}

export interface RuleHits {
  readonly count: number;
  readonly lastExchangeId: string | null;
}

/** How one project is run: what its developer has set, under what this launch was started with. */
export interface ProjectConditions {
  /** As they are now; what changes in them is found there at once. */
  readonly live: ProgramSettings;
  chosen(): ConditionSettings;
  fromCommandLine(): readonly ConditionName[];
  link(): LinkSpec | null;
  lines(): readonly ConditionLine[];
  hitsOf(id: string): RuleHits;
  /**
   * @throws FerryError `usage` for a link or proxy that is none
   */
  change(changes: Partial<ConditionSettings>): void;
  /** Replaces all lines but the armed ones. */
  setRules(drafts: readonly RuleDraft[]): void;
  resetHits(): void;
  /** A fault for the next transfer of a kind, gone when it has hit. */
  arm(kind: TransferKind, failure: ArmedFailure): void;
  disarm(id: string): void;
  noteHit(id: string, exchangeId: string | null): void;
  /** Answers transfers from a recording, after all lines; null ends it. It is not kept. */
  answerFrom(recording: Recording | null): void;
  recording(): RecordingState | null;
  /** How much is kept: settings and rules, and the bytes of their JSON. */
  size(): { readonly count: number; readonly sizeBytes: number };
  /** Forgets what is kept. What the command line has set stays. */
  clear(): void;
  onChange(listener: () => void): () => void;
}

/** The conditions of every project opened in this launch: they outlive a reload. */
export interface ConditionBook {
  of(projectKey: string, folder: string): ProjectConditions;
}

export interface ConditionBookDeps {
  readonly store: SettingsStore;
  /** What the launch was started with, and which of it was asked for; asked anew, as the lab may have started. */
  readonly launch: () => ProgramSettings;
  readonly asked: readonly (keyof ProgramSettings)[];
  readonly labOrigin: () => string | null;
  readonly parseRule: (id: string, text: string, places: RulePlaces) => Rule;
  readonly lineOf: (rule: Rule) => string;
  readonly parseLink: (text: string) => LinkSpec;
}

/** Half way, as the button says; a time-out is a server that does not go on. */
const ARMED_TEXTS: Readonly<Record<ArmedFailure, (kind: TransferKind) => string>> = {
  reset: (kind) => `--fault ${kind}#1:reset@50%`,
  timeout: (kind) => `--fault ${kind}#1:stall@50%`,
  status: (kind) => `--fault ${kind}#1:status,500`,
  offline: (kind) => `--link offline@${kind}#1`,
};

export function createConditionBook(deps: ConditionBookDeps): ConditionBook {
  const known = new Map<string, ProjectConditions>();
  return {
    of(key, folder) {
      const own = known.get(key) ?? createProjectConditions(deps, key, folder);
      known.set(key, own);
      return own;
    },
  };
}

function createProjectConditions(deps: ConditionBookDeps, key: string, folder: string): ProjectConditions {
  const { store } = deps;
  const changed = createListeners<undefined>();
  const hits = new Map<string, RuleHits>();
  const launch = deps.launch();
  /** What the command line says, until the developer says otherwise. */
  let asked = new Set<keyof ProgramSettings>(deps.asked);
  let kept = store.get(key);

  const read = (draft: RuleDraft, origin: RuleOrigin): ConditionLine => {
    try {
      const rule = deps.parseRule(draft.id, draft.text, { labOrigin: deps.labOrigin(), folder });
      return { ...draft, origin, rule: { ...rule, enabled: draft.isOn }, problem: null };
    } catch (error) {
      return { ...draft, origin, rule: null, problem: problemFrom(error, draft.text) };
    }
  };
  const launchLine = (rule: Rule): ConditionLine => ({
    id: rule.id,
    text: deps.lineOf(rule),
    isOn: rule.enabled,
    origin: 'launch',
    rule,
    problem: null,
  });
  let lines: readonly ConditionLine[] = [
    ...launch.rules.map(launchLine),
    ...kept.rules.map((draft) => read(draft, 'project')),
  ];

  const launchSettings: ConditionSettings = {
    device: launch.device,
    baseLibrary: launch.baseLibrary,
    clientVersion: launch.clientVersion,
    domainCheck: launch.domainCheck,
    certificateCheck: launch.certificateCheck,
    domains: launch.domains,
    link: launch.link?.name ?? null,
    proxy: launch.proxy,
  };
  const choose = (): ConditionSettings => {
    const own = Object.fromEntries(
      CONDITION_NAMES.filter((name) => !asked.has(name) && kept.settings[name] !== undefined).map((name) => [
        name,
        kept.settings[name],
      ]),
    );
    return { ...launchSettings, ...own };
  };
  const linkOf = ({ link }: ConditionSettings): LinkSpec | null => {
    if (link === null) return null;
    try {
      return deps.parseLink(link);
    } catch {
      // Kept by another version of Ferry, which knew more links.
      return null;
    }
  };
  const effective = (): ProgramSettings => {
    const settings = choose();
    return {
      ...launch,
      ...settings,
      link: asked.has('link') ? launch.link : linkOf(settings),
      rules: [...lines.flatMap(({ rule }) => (rule ? [rule] : [])), ...(recording?.rules ?? [])],
    };
  };
  let recording: Recording | null = null;
  let recordingHits = 0;
  let recordingMissed = 0;
  let now = effective();
  const live: ProgramSettings = liveView(() => now);

  const told = (): void => {
    now = effective();
    changed.emit(undefined);
  };
  const keep = (): void => {
    const rules = lines.filter(({ origin }) => origin === 'project');
    kept = { ...kept, rules: rules.map(({ id, text, isOn }) => ({ id, text, isOn })) };
    store.set(key, kept);
    told();
  };

  return {
    live,
    chosen: choose,
    fromCommandLine: () => CONDITION_NAMES.filter((name) => asked.has(name)),
    link: () => now.link,
    lines: () => lines,
    hitsOf: (id) => hits.get(id) ?? { count: 0, lastExchangeId: null },
    change(changes) {
      if (changes.link != null) deps.parseLink(changes.link);
      const given = {
        ...changes,
        ...(changes.proxy === undefined ? {} : { proxy: proxyFrom(changes.proxy) }),
      };
      asked = new Set([...asked].filter((name) => !(name in given)));
      kept = { ...kept, settings: { ...kept.settings, ...given } };
      store.set(key, kept);
      told();
    },
    setRules(drafts) {
      const before = new Map(lines.map((line) => [line.id, line]));
      const armed = lines.filter(({ origin }) => origin === 'armed');
      const next = drafts.slice(0, MAX_RULES).map((draft): ConditionLine => {
        const line = before.get(draft.id);
        if (line?.rule && line.text === draft.text) {
          return { ...line, isOn: draft.isOn, rule: { ...line.rule, enabled: draft.isOn } };
        }
        return read(draft, line?.origin ?? 'project');
      });
      lines = [...armed, ...next.filter(({ origin }) => origin !== 'armed')];
      keep();
    },
    resetHits() {
      hits.clear();
      // An id stands for one count: the rule book begins anew with another.
      lines = lines.map((line) => {
        const id = randomUUID();
        return { ...line, id, rule: line.rule && { ...line.rule, id } };
      });
      keep();
    },
    arm(kind, failure) {
      const draft = { id: randomUUID(), text: ARMED_TEXTS[failure](kind), isOn: true };
      const others = lines.filter(({ origin, rule }) => origin !== 'armed' || rule?.match.kind !== kind);
      lines = [read(draft, 'armed'), ...others];
      told();
    },
    disarm(id) {
      lines = lines.filter((line) => line.id !== id || line.origin !== 'armed');
      told();
    },
    noteHit(id, exchangeId) {
      if (recording?.rules.some((rule) => rule.id === id) === true) {
        if (id === NOT_RECORDED) recordingMissed += 1;
        else recordingHits += 1;
        told();
        return;
      }
      hits.set(id, { count: (hits.get(id)?.count ?? 0) + 1, lastExchangeId: exchangeId });
      lines = lines.filter((line) => line.id !== id || line.origin !== 'armed');
      told();
    },
    answerFrom(next) {
      recording = next;
      recordingHits = 0;
      recordingMissed = 0;
      told();
    },
    recording: () =>
      recording && {
        from: recording.from,
        answerCount: recording.rules.filter(({ id }) => id !== NOT_RECORDED).length,
        hits: recordingHits,
        missed: recordingMissed,
      },
    size() {
      const count = Object.keys(kept.settings).length + kept.rules.length;
      return { count, sizeBytes: count === 0 ? 0 : Buffer.byteLength(JSON.stringify(kept)) };
    },
    clear() {
      kept = { settings: {}, rules: [] };
      lines = lines.filter(({ origin }) => origin === 'launch');
      hits.clear();
      store.set(key, kept);
      told();
    },
    onChange: (listener) =>
      changed.add(() => {
        listener();
      }),
  };
}

/** What is wrong with a line, in the words of whoever read it. */
export function problemFrom(error: unknown, text: string): RuleProblem {
  const { message, details } = FerryError.from(error);
  return {
    problem: typeof details['problem'] === 'string' ? details['problem'] : 'fault',
    text: typeof details['text'] === 'string' ? details['text'] : text,
    message,
  };
}

/** An object whose every property is read anew. */
function liveView(now: () => ProgramSettings): ProgramSettings {
  const view = {};
  for (const name of Object.keys(now()) as (keyof ProgramSettings)[]) {
    Object.defineProperty(view, name, { enumerable: true, get: () => now()[name] });
  }
  return view as ProgramSettings;
}
