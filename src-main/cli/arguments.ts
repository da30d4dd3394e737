import { resolve } from 'node:path';
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { FerryError } from '#contract/errors';
import { NETWORK_TYPES, type NetworkType, type PhoneEvent } from '#contract/wx';
import { SCOPES, type Scope } from '#contract/permissions';
import { LATER_COMMANDS, LATER_RUN_OPTIONS } from './later.ts';
import { SETTINGS_OPTIONS, settingsValues, type SettingsValues } from './run/settings-arguments.ts';

interface CommonOptions {
  /** Where Ferry keeps its data; null for the usual place. */
  readonly home: string | null;
  readonly verbose: boolean;
}

export type RunStep =
  | { readonly kind: 'tap' | 'longpress'; readonly selector: string }
  | { readonly kind: 'input'; readonly selector: string; readonly text: string }
  | { readonly kind: 'wait-ms'; readonly ms: number }
  | { readonly kind: 'wait-selector'; readonly selector: string }
  /** Sends the app to the background for so long. */
  | { readonly kind: 'background'; readonly ms: number }
  | { readonly kind: 'network'; readonly type: NetworkType }
  | { readonly kind: 'phone'; readonly event: PhoneEvent };

/** One `--choose`: the files of one pick, or a cancelled one. */
export type ScriptedPick =
  { readonly kind: 'files'; readonly paths: readonly string[] } | { readonly kind: 'cancel' };

export interface RunCommand extends CommonOptions {
  readonly kind: 'run';
  readonly folder: string;
  /** Route with optional query; null for the project's first page. */
  readonly page: string | null;
  readonly allPages: boolean;
  /** The query some pages of `--all-pages` are opened with, by route. */
  readonly queries: ReadonlyMap<string, string>;
  readonly steps: readonly RunStep[];
  readonly picks: readonly ScriptedPick[];
  /** Permissions that the mini-program does not get. */
  readonly deniedScopes: readonly Scope[];
  /** Where `saveFileToDisk` puts one file after the other. */
  readonly saveAs: readonly string[];
  readonly lab: boolean;
  /** The device and the network, as written. */
  readonly settings: SettingsValues;
  readonly fresh: boolean;
  readonly timeoutMs: number;
  readonly json: string | null;
  readonly screenshot: string | null;
  readonly screenshots: string | null;
}

export interface OpenCommand extends CommonOptions {
  /** `start` is `npm start`: the window where there is a display, else the sample without one. */
  readonly kind: 'open' | 'start';
  readonly folder: string | null;
  /** The device and the network of what the window opens, as written. */
  readonly settings: SettingsValues;
}

export interface LabCommand extends CommonOptions {
  readonly kind: 'lab';
  readonly port: number;
  readonly host: string;
  readonly https: boolean;
}

export type Command =
  | OpenCommand
  | RunCommand
  | LabCommand
  | (CommonOptions & { readonly kind: 'doctor' })
  | { readonly kind: 'help'; readonly topic: string | null }
  | { readonly kind: 'version' };

const COMMON = {
  home: { type: 'string' },
  verbose: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies ParseArgsOptionsConfig;

const RUN = {
  ...COMMON,
  ...SETTINGS_OPTIONS,
  page: { type: 'string' },
  'all-pages': { type: 'boolean' },
  query: { type: 'string', multiple: true },
  tap: { type: 'string', multiple: true },
  longpress: { type: 'string', multiple: true },
  input: { type: 'string', multiple: true },
  wait: { type: 'string', multiple: true },
  background: { type: 'string', multiple: true },
  network: { type: 'string', multiple: true },
  phone: { type: 'string', multiple: true },
  choose: { type: 'string', multiple: true },
  deny: { type: 'string', multiple: true },
  'save-as': { type: 'string', multiple: true },
  lab: { type: 'boolean' },
  keep: { type: 'boolean' },
  fresh: { type: 'boolean' },
  timeout: { type: 'string' },
  json: { type: 'string' },
  screenshot: { type: 'string' },
  screenshots: { type: 'string' },
} as const satisfies ParseArgsOptionsConfig;

const LAB = {
  ...COMMON,
  port: { type: 'string' },
  host: { type: 'string' },
  https: { type: 'boolean' },
} as const satisfies ParseArgsOptionsConfig;

/** What can befall the phone, as `--phone` writes it; the numbers are WeChat's levels of a memory warning. */
const PHONE_EVENTS: ReadonlyMap<string, PhoneEvent> = new Map<string, PhoneEvent>([
  ['memory-warning', { name: 'memory-warning', level: 10 }],
  ['memory-warning:5', { name: 'memory-warning', level: 5 }],
  ['memory-warning:10', { name: 'memory-warning', level: 10 }],
  ['memory-warning:15', { name: 'memory-warning', level: 15 }],
  ['screen-captured', { name: 'screen-captured' }],
  ['audio-interrupted', { name: 'audio-interrupted' }],
  ['audio-resumed', { name: 'audio-resumed' }],
]);

const DEFAULT_RUN_TIMEOUT_MS = 60_000;
/** The longest time a timer can count. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/**
 * Reads the arguments of the `ferry` command, without the executable.
 *
 * @param env for `FERRY_HOME`, which `--home` overrides
 * @throws FerryError `usage` with one readable line
 */
export function parseArguments(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Command {
  const [first = '', ...rest] = args;
  if (first === '--version') return { kind: 'version' };
  if (first === '--help' || first === '-h' || first === 'help')
    return { kind: 'help', topic: rest[0] ?? null };
  const later = LATER_COMMANDS.get(first);
  if (later !== undefined) throw usage(`ferry ${first} is not in this version yet; it comes with ${later}.`);
  switch (first) {
    case 'run':
      return runCommand(rest, env);
    case 'lab':
      return labCommand(rest, env);
    case 'doctor': {
      const { values } = parse(rest, COMMON, false);
      return values.help ? { kind: 'help', topic: 'doctor' } : { kind: 'doctor', ...common(values, env) };
    }
    case 'open':
    case 'start':
      return folderCommand(first, rest, env);
    default:
      return folderCommand('open', args, env);
  }
}

function folderCommand(
  kind: 'open' | 'start',
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Command {
  const { values, positionals } = parse(args, { ...COMMON, ...SETTINGS_OPTIONS }, true);
  if (values.help) return { kind: 'help', topic: kind };
  if (positionals.length > 1)
    throw usage(`ferry ${kind} takes one folder, not ${String(positionals.length)}.`);
  const settings = settingsValues(values, false);
  return { kind, folder: positionals[0] ?? null, settings, ...common(values, env) };
}

function runCommand(args: readonly string[], env: Readonly<Record<string, string | undefined>>): Command {
  refuseLaterOptions(args);
  const { values, positionals, tokens } = parse(args, RUN, true);
  if (values.help) return { kind: 'help', topic: 'run' };
  const [folder, ...extra] = positionals;
  if (folder === undefined) throw usage('ferry run needs the folder of a mini-program: ferry run <folder>.');
  if (extra.length > 0) throw usage(`ferry run takes one folder; ${extra.join(' ')} is too much.`);
  if (values.keep && values.fresh) throw usage('--keep and --fresh exclude each other.');
  if (values['all-pages'] && values.page !== undefined)
    throw usage('--all-pages and --page exclude each other.');
  if (values.query && !values['all-pages'])
    throw usage('--query goes with --all-pages; with --page, write the query there.');
  const steps: RunStep[] = [];
  for (const token of tokens) {
    if (token.kind === 'option' && token.value !== undefined)
      steps.push(...stepFrom(token.name, token.value));
  }
  return {
    kind: 'run',
    folder,
    page: values.page ?? null,
    allPages: values['all-pages'] ?? false,
    queries: new Map((values.query ?? []).map(pageQueryFrom)),
    steps,
    picks: (values.choose ?? []).map(pickFrom),
    deniedScopes: (values.deny ?? []).map(scopeFrom),
    saveAs: (values['save-as'] ?? []).map((file) => resolve(file)),
    lab: values.lab ?? false,
    settings: settingsValues(values, values.lab ?? false),
    fresh: values.fresh ?? false,
    timeoutMs: values.timeout === undefined ? DEFAULT_RUN_TIMEOUT_MS : timeoutFrom(values.timeout),
    json: values.json ?? null,
    screenshot: values.screenshot ?? null,
    screenshots: values.screenshots ?? null,
    ...common(values, env),
  };
}

function labCommand(args: readonly string[], env: Readonly<Record<string, string | undefined>>): Command {
  const { values } = parse(args, LAB, false);
  if (values.help) return { kind: 'help', topic: 'lab' };
  const port = values.port === undefined ? 0 : wholeNumber('--port', values.port, 0);
  if (port > 65_535) throw usage('--port is at most 65535.');
  return {
    kind: 'lab',
    port,
    host: values.host ?? '127.0.0.1',
    https: values.https ?? false,
    ...common(values, env),
  };
}

/** `pages/order/order?id=1` as route and query. */
function pageQueryFrom(value: string): [route: string, query: string] {
  const split = /^\/?([^?]+)\?(.+)$/.exec(value);
  if (!split?.[1] || !split[2])
    throw usage(
      `--query takes <page>?<query>, such as pages/order/order?id=1, not ${JSON.stringify(value)}.`,
    );
  return [split[1], split[2]];
}

function stepFrom(name: string, value: string): RunStep[] {
  switch (name) {
    case 'tap':
    case 'longpress':
      return [{ kind: name, selector: value }];
    case 'input': {
      const split = splitInput(value);
      if (!split) throw usage(`--input takes <selector>=<text>, not ${JSON.stringify(value)}.`);
      return [{ kind: 'input', ...split }];
    }
    case 'wait':
      return [
        /^\d+$/.test(value)
          ? { kind: 'wait-ms', ms: Number(value) }
          : { kind: 'wait-selector', selector: value },
      ];
    case 'background':
      return [{ kind: 'background', ms: wholeNumber('--background', value, 0) }];
    case 'network': {
      const type = NETWORK_TYPES.find((known) => known === value);
      if (!type) throw usage(`--network is one of ${NETWORK_TYPES.join(', ')}, not ${value}.`);
      return [{ kind: 'network', type }];
    }
    case 'phone': {
      const event = PHONE_EVENTS.get(value);
      if (!event) throw usage(`--phone is one of ${[...PHONE_EVENTS.keys()].join(', ')}, not ${value}.`);
      return [{ kind: 'phone', event }];
    }
    default:
      return [];
  }
}

/** Splits at the first = that is not inside the brackets of an attribute selector; null when there is none. */
function splitInput(value: string): { selector: string; text: string } | null {
  let depth = 0;
  for (const [index, character] of Array.from(value).entries()) {
    if (character === '[') depth += 1;
    else if (character === ']') depth = Math.max(0, depth - 1);
    else if (character === '=' && depth === 0) {
      const characters = Array.from(value);
      const selector = characters.slice(0, index).join('');
      return selector === '' ? null : { selector, text: characters.slice(index + 1).join('') };
    }
  }
  return null;
}

function pickFrom(value: string): ScriptedPick {
  if (value === 'cancel') return { kind: 'cancel' };
  const paths = value.split(',').filter((path) => path !== '');
  if (paths.length === 0) throw usage('--choose needs a file, several joined by commas, or cancel.');
  return { kind: 'files', paths };
}

/** A scope, with or without the word that WeChat puts before it. */
function scopeFrom(value: string): Scope {
  const scope = SCOPES.find((known) => known === value || known === `scope.${value}`);
  if (!scope) throw usage(`--deny takes one of ${SCOPES.join(', ')}; not ${value}.`);
  return scope;
}

function common(
  values: { readonly home?: string | undefined; readonly verbose?: boolean | undefined },
  env: Readonly<Record<string, string | undefined>>,
): CommonOptions {
  return {
    home: values.home ?? filled(env['FERRY_HOME']),
    verbose: values.verbose ?? false,
  };
}

/** An environment variable that is set to nothing counts as absent. */
function filled(value: string | undefined): string | null {
  return value === undefined || value === '' ? null : value;
}

function refuseLaterOptions(args: readonly string[]): void {
  for (const argument of args) {
    const name = /^--([^=]+)/.exec(argument)?.[1];
    const later = name === undefined ? undefined : LATER_RUN_OPTIONS.get(name);
    if (name !== undefined && later !== undefined) {
      throw usage(`--${name} is not in this version yet; it comes with ${later}.`);
    }
  }
}

function parse<Options extends ParseArgsOptionsConfig>(
  args: readonly string[],
  options: Options,
  allowPositionals: boolean,
): ReturnType<typeof parseArgs<{ options: Options; allowPositionals: boolean; tokens: true; strict: true }>> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals, tokens: true, strict: true });
  } catch (error) {
    const line = (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
    throw usage(`${line.replace(/\. To specify.*$/, '.')} See ferry --help.`);
  }
}

function timeoutFrom(value: string): number {
  const timeoutMs = wholeNumber('--timeout', value, 1);
  if (timeoutMs > MAX_TIMEOUT_MS) throw usage(`--timeout is at most ${String(MAX_TIMEOUT_MS)} ms.`);
  return timeoutMs;
}

function wholeNumber(name: string, value: string, least: number): number {
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < least)
    throw usage(`${name} takes a whole number from ${String(least)}, not ${value}.`);
  return number;
}

function usage(message: string): FerryError {
  return new FerryError('usage', message);
}
