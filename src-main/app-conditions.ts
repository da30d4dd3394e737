import { randomUUID } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import type { Rule } from '#contract/conditions';
import { FerryError } from '#contract/errors';
import type { ConditionsState, PausedEdit, RulesImport } from '#contract/panel-conditions';
import { DOMAIN_LISTS, type DomainList, type DomainLists, type ProgramSettings } from '#contract/settings';
import { ERROR_HEADS } from '#contract/transfer';
import type { ConditionActions } from './ipc/panel-condition-handlers.ts';
import { plainFileName } from './lib/plain-file-name.ts';
import { createConditionBook, problemFrom, type ConditionBook } from './program/conditions.ts';
import type { Program } from './program/program.ts';
import { createSettingsStore, MAX_RULES } from './program/settings-store.ts';
import type { PreferenceTable } from './registry/preference-table.ts';
import { parseLink } from './transfers/conditions/parse-link.ts';
import { ruleFindings } from './transfers/conditions/rule-findings.ts';
import { lineOf, parseRule, ruleLine } from './transfers/conditions/rule-text.ts';
import { parseRulesFile, rulesFileText } from './transfers/conditions/rules-file.ts';
import { checkDomainEntry, parseDomainEntry } from './transfers/rules/legal-domains.ts';

export interface ConditionsDeps {
  /** Where the conditions of projects are kept; null keeps them for this launch alone. */
  readonly table: PreferenceTable | null;
  readonly launch: () => ProgramSettings;
  readonly asked: readonly (keyof ProgramSettings)[];
  readonly labOrigin: () => string | null;
}

export function createConditions({ table, ...deps }: ConditionsDeps): ConditionBook {
  return createConditionBook({ ...deps, store: createSettingsStore(table), parseRule, lineOf, parseLink });
}

/** The files that a person names for rules. */
export interface RuleDialogs {
  pickFile(): Promise<string | null>;
  saveFile(name: string): Promise<string | null>;
}

/** A file of rules larger than this is none. */
const MAX_RULES_FILE_BYTES = 8 * 1024 * 1024;

/** What the panel can do about the conditions of the open program. */
export function createConditionActions(
  deps: { readonly labOrigin: () => string | null; readonly dialogs: RuleDialogs },
  current: () => Program | null,
): ConditionActions {
  const open = (): Program => {
    const program = current();
    if (!program) throw new FerryError('page.gone', 'No project is open.');
    return program;
  };
  const places = () => ({ labOrigin: deps.labOrigin(), folder: current()?.folder ?? process.cwd() });

  return {
    state() {
      const program = current();
      return program && conditionsState(program);
    },
    change: (changes) => {
      open().conditions.change(changes);
    },
    setRules: (rules) => {
      open().conditions.setRules(rules);
    },
    resetHits: () => {
      open().conditions.resetHits();
    },
    readRule(text) {
      try {
        const { match, action } = parseRule('draft', text, places());
        return { ok: true, match, action };
      } catch (error) {
        return { ok: false, problem: problemFrom(error, text) };
      }
    },
    writeRule: ruleLine,
    arm: (kind, failure) => {
      open().conditions.arm(kind, failure);
    },
    disarm: (id) => {
      open().conditions.disarm(id);
    },
    async importRules() {
      const file = await deps.dialogs.pickFile();
      return file === null ? null : importRules(open(), file, places());
    },
    async exportRules() {
      const { conditions, info } = open();
      const file = await deps.dialogs.saveFile(`${plainFileName(info.name)}.ferry-rules.json`);
      if (file === null) return false;
      const lines = conditions.lines().filter(({ origin }) => origin !== 'armed');
      // Nothing half written has the name.
      await fs.writeFile(`${file}.part`, rulesFileText(lines));
      await fs.rename(`${file}.part`, file);
      return true;
    },
    pausedContent: (id) => open().network.breakpoints.content(id),
    async resume(id, edit) {
      await checkEdit(edit);
      open().network.breakpoints.resume(id, edit);
    },
    resumeAll: () => {
      open().network.breakpoints.resumeAll();
    },
    abortPaused: (id) => {
      open().network.breakpoints.abort(id);
    },
    pickFile: () => deps.dialogs.pickFile(),
    checkDomain: (list, text) => checkDomainEntry(list, text, open().conditions.live.domains[list]),
    usedDomains: () => usedDomains(open()),
    setBackground(isInBackground) {
      const { life } = open();
      if (isInBackground) life.toBackground();
      else life.toForeground();
    },
  };
}

/** Says when the open program's conditions are others: at most ten times a second. */
export interface ConditionNews {
  /** Another program may be open. */
  readonly follow: () => void;
  readonly tell: () => void;
  readonly close: () => void;
}

const NEWS_MS = 100;

export function createConditionNews(current: () => Program | null, send: () => void): ConditionNews {
  let watched: Program | null = null;
  let ends: readonly (() => void)[] = [];
  let timer: NodeJS.Timeout | null = null;
  const tell = (): void => {
    timer ??= setTimeout(() => {
      timer = null;
      send();
    }, NEWS_MS);
  };
  const unwatch = (): void => {
    for (const end of ends) end();
  };
  return {
    tell,
    follow() {
      const program = current();
      if (program === watched) return;
      unwatch();
      watched = program;
      ends = program ? [program.conditions.onChange(tell), program.network.breakpoints.onChange(tell)] : [];
      tell();
    },
    close() {
      unwatch();
      if (timer) clearTimeout(timer);
    },
  };
}

function conditionsState(program: Program): ConditionsState {
  const { conditions, network } = program;
  const lines = conditions.lines();
  const rules = lines.flatMap(({ rule }) => (rule ? [rule] : []));
  const listed = new Set(
    Object.values(conditions.live.domains)
      .flat()
      .map((entry) => URL.parse(entry)?.host),
  );
  const findings = ruleFindings(rules, {
    pages: program.project.pages,
    isIllegal: (host) => network.enforcesDomains() && !listed.has(host),
    hits: (id) => conditions.hitsOf(id).count,
  });
  return {
    settings: conditions.chosen(),
    fromCommandLine: conditions.fromCommandLine(),
    link: conditions.link(),
    rules: lines.map(({ id, text, isOn, origin, rule, problem }) => {
      const { count, lastExchangeId } = conditions.hitsOf(id);
      return {
        id,
        text,
        isOn,
        origin,
        match: rule?.match ?? null,
        action: rule?.action ?? null,
        hits: count,
        lastExchangeId,
        findings: problem ? [{ kind: 'broken', problem }] : (findings.get(id) ?? []),
      };
    }),
    paused: network.breakpoints.list(),
    recording: conditions.recording(),
    running: {
      device: network.profile.name,
      baseLibrary: program.baseLibrary,
      clientVersion: network.profile.clientVersion,
    },
    urlCheck: program.urlCheck,
    isInBackground: program.life.isHidden(),
  };
}

async function importRules(
  { conditions }: Program,
  file: string,
  places: Parameters<typeof parseRule>[2],
): Promise<RulesImport> {
  const { size } = await fs.stat(file);
  if (size > MAX_RULES_FILE_BYTES) {
    throw new FerryError('usage', 'A file of rules is never this large.', {
      details: { problem: 'rules-size', text: path.basename(file) },
    });
  }
  const filed = parseRulesFile(await fs.readFile(file, 'utf8'));
  const bad: RulesImport['bad'][number][] = [];
  const good: { id: string; text: string; isOn: boolean; isHeld: boolean }[] = [];
  const before = conditions.lines().map(({ id, text, isOn }) => ({ id, text, isOn }));
  const room = Math.max(0, MAX_RULES - before.length);
  let badCount = 0;
  for (const [index, { text, isOn }] of filed.entries()) {
    try {
      const rule = parseRule(randomUUID(), text, places);
      if (good.length === room) continue;
      const isHeld = isOn && (await leadsOut(rule, places));
      good.push({ id: rule.id, text, isOn: isOn && !isHeld, isHeld });
    } catch (error) {
      badCount += 1;
      if (bad.length === MAX_TOLD) continue;
      bad.push({
        line: index + 1,
        text: text.slice(0, 200),
        problem: problemFrom(error, text.slice(0, 200)),
      });
    }
  }
  conditions.setRules([...before, ...good.map(({ id, text, isOn }) => ({ id, text, isOn }))]);
  return { added: good.length, heldCount: good.filter(({ isHeld }) => isHeld).length, bad, badCount };
}

/** Lines of a file that are told about one by one. */
const MAX_TOLD = 100;

/**
 * Whether a rule of somebody else's takes what a mini-program sends to another server, or gives it a file from outside
 * its project: neither is done before its developer has read it.
 */
async function leadsOut({ action }: Rule, places: Parameters<typeof parseRule>[2]): Promise<boolean> {
  if (action.kind === 'send-to') return action.origin !== places.labOrigin;
  if (action.kind !== 'respond' || action.answer.body.kind !== 'file') return false;
  const [folder, file] = await Promise.all(
    [places.folder, action.answer.body.path].map((name) => fs.realpath(name).catch(() => null)),
  );
  return folder == null || file?.startsWith(`${folder}${path.sep}`) !== true;
}

/** What is typed in an editor goes into a request line: what would break that is refused, and can be mended there. */
async function checkEdit({ url, method, headers, bodyFile }: PausedEdit): Promise<void> {
  const bad = (problem: string, text: string, message: string): FerryError =>
    new FerryError('usage', message, { details: { problem, text } });
  const protocol = url === undefined ? 'http:' : URL.parse(url)?.protocol;
  if (protocol !== 'http:' && protocol !== 'https:')
    throw bad('url', url ?? '', `${url ?? ''} is no http or https address.`);
  if (method !== undefined && !/^[A-Z]{1,20}$/.test(method))
    throw bad('method', method, `${method} is no method.`);
  for (const [name, value] of headers ?? []) {
    if (!/^[!#$%&'*+.^_`|~\w-]+$/.test(name) || /[\r\n\0]/.test(value))
      throw bad('header', name, `${name} cannot be a header line.`);
  }
  if (bodyFile === undefined) return;
  const isReadable = await fs.access(bodyFile, fs.constants.R_OK).then(
    () => fs.stat(bodyFile).then((found) => found.isFile()),
    () => false,
  );
  if (!isReadable) throw bad('file', path.basename(bodyFile), `${bodyFile} cannot be read.`);
}

/** Origins of the recorded transfers and sockets, by the list each would have to be in. */
function usedDomains({ journal, conditions }: Program): DomainLists {
  const used = new Map<DomainList, Set<string>>(DOMAIN_LISTS.map((list) => [list, new Set()]));
  for (const { kind, url } of journal.ofThisLaunch()) {
    const list = kind === 'socket' ? 'socket' : DOMAIN_LISTS.find((name) => name === ERROR_HEADS[kind]);
    const origin = URL.parse(url)?.host;
    if (list === undefined || !origin) continue;
    const entry = parseDomainEntry(`${new URL(url).protocol}//${origin}`);
    if (entry !== null && !conditions.live.domains[list].includes(entry)) used.get(list)?.add(entry);
  }
  const lists = DOMAIN_LISTS.map((list) => [list, [...(used.get(list) ?? [])]] as const);
  return { ...conditions.live.domains, ...Object.fromEntries(lists) };
}
