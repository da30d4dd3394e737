import type { Fault, FaultPlace, FaultSide, LinkSpec, RuleAction, RuleMatch } from '#contract/conditions';
import type { RuleProblem } from '#contract/panel-conditions';
import type { TransferKind } from '#contract/transfer';
import type { Conditions } from './conditions.svelte.ts';

/** What a rule can do, as the form offers it. */
export const ACTION_GROUPS = {
  slow: ['delay', 'throttle', 'drip'],
  wire: [
    'reset',
    'close',
    'stall',
    'refuse',
    'dns',
    'tls',
    'truncate',
    'corrupt',
    'content-length',
    'garbage-header',
    'drop-response',
    'duplicate-progress',
  ],
  answer: ['status', 'respond-text', 'respond-file', 'send-to'],
  stop: ['break'],
} as const;

export type ActionGroup = keyof typeof ACTION_GROUPS;
export type ActionChoice = (typeof ACTION_GROUPS)[ActionGroup][number];

/** Which fields a choice has. */
export const SIDED: readonly ActionChoice[] = ['reset', 'close', 'stall', 'corrupt', 'drip'];
export const PLACED: readonly ActionChoice[] = ['reset', 'close', 'stall', 'truncate', 'corrupt'];

/** Every field of the form as text, as it is typed. */
export interface RuleFields {
  kind: TransferKind | 'any';
  scheme: 'any' | 'http' | 'https';
  host: string;
  path: string;
  page: string;
  count: 'all' | 'nth' | 'every';
  number: string;
  choice: ActionChoice;
  ms: string;
  link: string;
  side: FaultSide;
  at: string;
  /** Of a stall; empty is for good. */
  forMs: string;
  bytes: string;
  rate: string;
  status: string;
  headers: string;
  body: string;
  file: string;
  origin: string;
  on: 'request' | 'response' | 'both';
}

export const BLANK_FIELDS: RuleFields = {
  kind: 'upload',
  scheme: 'any',
  host: '',
  path: '',
  page: '',
  count: 'all',
  number: '2',
  choice: 'reset',
  ms: '3000',
  link: '3g',
  side: 'request',
  at: '50%',
  forMs: '',
  bytes: '1',
  rate: '1024',
  status: '503',
  headers: '',
  body: '',
  file: '',
  origin: 'lab',
  on: 'both',
};

/** A rule that is being written: as a form and as a line of the command line, each following the other. */
export class RuleForm {
  fields = $state<RuleFields>({ ...BLANK_FIELDS });
  text = $state('');
  problem = $state.raw<RuleProblem | null>(null);
  isOpen = $state(false);
  /** The line that is edited; null while it is a new one. */
  id = $state<string | null>(null);
  readonly #conditions: Conditions;
  /** Answers of main that come too late are dropped. */
  #asked = 0;
  /** Until the line and the form say the same. */
  #following: Promise<void> = Promise.resolve();

  constructor(conditions: Conditions) {
    this.#conditions = conditions;
  }

  openNew(changes: Partial<RuleFields> = {}): void {
    this.id = null;
    this.fields = { ...BLANK_FIELDS, ...changes };
    this.problem = null;
    this.isOpen = true;
    void this.formChanged();
  }

  openLine(id: string, text: string): void {
    this.id = id;
    this.fields = { ...BLANK_FIELDS };
    this.isOpen = true;
    void this.textChanged(text);
  }

  /** A field was changed: the line follows. */
  formChanged(): Promise<void> {
    this.#following = this.#writeLine();
    return this.#following;
  }

  /** The line was changed: the form follows, as soon as it is one. */
  textChanged(text: string): Promise<void> {
    this.#following = this.#readLine(text);
    return this.#following;
  }

  async #writeLine(): Promise<void> {
    this.#asked += 1;
    const own = this.#asked;
    const written = await this.#conditions.ask('panel:write-rule', {
      match: matchFrom(this.fields),
      action: actionFrom(this.fields),
    });
    if (!written || own !== this.#asked) return;
    this.text = written.text;
    const reading = await this.#conditions.ask('panel:read-rule', { text: written.text });
    if (reading && own === this.#asked) this.problem = reading.ok ? null : reading.problem;
  }

  async #readLine(text: string): Promise<void> {
    this.#asked += 1;
    const own = this.#asked;
    this.text = text;
    const reading = await this.#conditions.ask('panel:read-rule', { text });
    if (!reading || own !== this.#asked) return;
    this.problem = reading.ok ? null : reading.problem;
    if (reading.ok) this.fields = fieldsFrom(reading.match, reading.action);
  }

  /** Another action: what it cannot do without gets a usual value. */
  choose(choice: ActionChoice): void {
    this.fields.choice = choice;
    if (choice === 'status' && !/^[2-5]\d\d$/.test(this.fields.status)) this.fields.status = '503';
    if (choice === 'respond-text' || choice === 'respond-file') this.fields.status = '200';
    void this.formChanged();
  }

  /** Asks for the file that is to be answered with. */
  async pickFile(): Promise<void> {
    const picked = await this.#conditions.ask('panel:pick-answer-file', {});
    if (picked?.path == null) return;
    this.fields.file = picked.path;
    await this.formChanged();
  }

  /** Takes what stands in the form now, also while the line still follows it. */
  async save(): Promise<void> {
    let following: Promise<void>;
    do {
      following = this.#following;
      await following;
    } while (following !== this.#following);
    if (!this.isOpen || this.problem !== null || this.text.trim() === '') return;
    if (this.id === null) this.#conditions.add(this.text);
    else this.#conditions.replace(this.id, this.text);
    this.isOpen = false;
  }
}

/** What is typed in the fields as a match. */
export function matchFrom(fields: RuleFields): RuleMatch {
  const { kind, scheme, count, number } = fields;
  const host = fields.host.trim();
  const path = fields.path.trim();
  const page = fields.page.trim();
  const counted = Math.max(1, wholeOf(number));
  return {
    ...(kind === 'any' ? {} : { kind }),
    ...(scheme === 'any' ? {} : { scheme }),
    ...(host === '' ? {} : { host }),
    ...(path === '' ? {} : { path }),
    ...(page === '' ? {} : { page }),
    ...(count === 'nth' ? { nth: counted } : {}),
    ...(count === 'every' ? { every: counted } : {}),
  };
}

/** What is typed in the fields as an action; main says what is wrong with it. */
export function actionFrom(fields: RuleFields): RuleAction {
  switch (fields.choice) {
    case 'delay':
      return { kind: 'delay', ms: wholeOf(fields.ms) };
    case 'throttle': {
      const isHost = fields.kind === 'any' && fields.page.trim() === '' && fields.count === 'all';
      const sharing = isHost && fields.host.trim() !== '' ? 'rule' : 'transfer';
      return { kind: 'throttle', link: namedLink(fields.link), sharing };
    }
    case 'respond-text':
    case 'respond-file': {
      const isFile = fields.choice === 'respond-file';
      return {
        kind: 'respond',
        answer: {
          statusCode: wholeOf(fields.status),
          headers: headerLinesFrom(fields.headers),
          body: isFile ? { kind: 'file', path: fields.file } : { kind: 'text', text: fields.body },
        },
      };
    }
    case 'send-to':
      return { kind: 'send-to', origin: fields.origin.trim() };
    case 'break':
      return { kind: 'break', on: fields.on };
    default:
      return { kind: 'fault', fault: faultFrom(fields, fields.choice) };
  }
}

function faultFrom(fields: RuleFields, kind: Fault['kind']): Fault {
  const { side } = fields;
  const at = placeFrom(fields.at);
  switch (kind) {
    case 'reset':
    case 'close':
      return { kind, side, at };
    case 'stall':
      return { kind, side, at, forMs: fields.forMs.trim() === '' ? null : wholeOf(fields.forMs) };
    case 'truncate':
      return { kind, at };
    case 'corrupt':
      return { kind, side, at, bytes: wholeOf(fields.bytes) };
    case 'content-length':
      return { kind, bytes: wholeOf(fields.bytes) };
    case 'drip':
      return { kind, side, bytesPerSecond: wholeOf(fields.rate) };
    case 'status':
      return { kind, statusCode: wholeOf(fields.status) };
    default:
      return { kind };
  }
}

/** A line of it needs the name alone. */
function namedLink(name: string): LinkSpec {
  const none = { bytesPerSecond: null, latencyMs: 0, jitterMs: 0, lossRatio: 0 };
  return { name: name.trim(), offline: false, up: none, down: none };
}

function wholeOf(text: string): number {
  const number = Math.round(Number(text.trim()));
  return Number.isFinite(number) && number > 0 ? Math.min(number, Number.MAX_SAFE_INTEGER) : 0;
}

function placeFrom(text: string): FaultPlace {
  const written = text.trim();
  if (!written.endsWith('%')) return { unit: 'bytes', bytes: wholeOf(written) };
  const percent = Number(written.slice(0, -1));
  return { unit: 'percent', percent: percent >= 0 && percent <= 100 ? percent : 100 };
}

export function headerLinesFrom(text: string): (readonly [string, string])[] {
  return text.split('\n').flatMap((line) => {
    const at = line.indexOf(':');
    return at > 0 ? [[line.slice(0, at).trim(), line.slice(at + 1).trim()] as const] : [];
  });
}

export function headerText(lines: readonly (readonly [string, string])[]): string {
  return lines.map(([name, value]) => `${name}: ${value}`).join('\n');
}

/** The fields that mean this. */
export function fieldsFrom(match: RuleMatch, action: RuleAction): RuleFields {
  const count = match.nth !== undefined ? 'nth' : match.every !== undefined ? 'every' : 'all';
  return {
    ...BLANK_FIELDS,
    kind: match.kind ?? 'any',
    scheme: match.scheme ?? 'any',
    host: match.host ?? '',
    path: match.path ?? '',
    page: match.page ?? '',
    count,
    number: String(match.nth ?? match.every ?? BLANK_FIELDS.number),
    ...actionFields(action),
  };
}

function actionFields(action: RuleAction): Partial<RuleFields> {
  switch (action.kind) {
    case 'delay':
      return { choice: 'delay', ms: String(action.ms) };
    case 'throttle':
      return { choice: 'throttle', link: action.link.name };
    case 'fault':
      return faultFields(action.fault);
    case 'respond': {
      const { statusCode, headers, body } = action.answer;
      const shared = { status: String(statusCode), headers: headerText(headers) };
      return body.kind === 'file'
        ? { ...shared, choice: 'respond-file', file: body.path }
        : { ...shared, choice: 'respond-text', body: body.text };
    }
    case 'send-to':
      return { choice: 'send-to', origin: action.origin };
    case 'break':
      return { choice: 'break', on: action.on };
  }
}

function faultFields(fault: Fault): Partial<RuleFields> {
  const at = 'at' in fault ? fault.at : null;
  return {
    choice: fault.kind,
    ...('side' in fault ? { side: fault.side } : {}),
    ...(at ? { at: at.unit === 'percent' ? `${String(at.percent)}%` : String(at.bytes) } : {}),
    ...(fault.kind === 'stall' ? { forMs: fault.forMs === null ? '' : String(fault.forMs) } : {}),
    ...('bytes' in fault ? { bytes: String(fault.bytes) } : {}),
    ...(fault.kind === 'drip' ? { rate: String(fault.bytesPerSecond) } : {}),
    ...(fault.kind === 'status' ? { status: String(fault.statusCode) } : {}),
  };
}
