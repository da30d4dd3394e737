import { BODILESS_METHODS, type PickedForResend, type ResendCall } from '#contract/panel-resend';
import type { TransferKind } from '#contract/transfer';
import { Pairs } from './pairs.svelte.ts';
import { formOf, queryOf, withQuery } from './query.ts';

export const BODY_MODES = ['none', 'json', 'text', 'form', 'kept'] as const;
export type BodyMode = (typeof BODY_MODES)[number];
export const FILE_SOURCES = ['virtual', 'kept', 'picked', 'text'] as const;
export type FileSource = (typeof FILE_SOURCES)[number];
export type Destination = 'none' | 'temp' | 'path';

/** A transfer as it is worked out before it is sent. Everything typed stays until it is set back. */
export class Draft {
  /** What it was made from; null for one from nothing. */
  readonly of: string | null;
  kind = $state<TransferKind>('request');
  method = $state('GET');
  #url = $state('');
  readonly query = new Pairs();
  readonly headers = new Pairs();
  /** As typed; empty for none. */
  timeout = $state('');
  wantsHttp2 = $state(false);
  followsRedirects = $state(true);
  responseType = $state<'text' | 'arraybuffer'>('text');
  bodyMode = $state<BodyMode>('none');
  text = $state('');
  readonly form = new Pairs();
  /** Whose kept body can be sent again; null when there is none. */
  keptOf = $state<string | null>(null);
  readonly fields = new Pairs();
  partName = $state('file');
  filename = $state('');
  contentType = $state('');
  fileSource = $state<FileSource>('virtual');
  virtualPath = $state('');
  picked = $state.raw<PickedForResend | null>(null);
  fileText = $state('');
  destination = $state<Destination>('none');
  filePath = $state('');

  constructor(of: string | null) {
    this.of = of;
  }

  get url(): string {
    return this.#url;
  }

  set url(url: string) {
    this.#url = url;
    const known = this.query.lines;
    const read = queryOf(url);
    if (JSON.stringify(known) !== JSON.stringify(read)) this.query.replace(read);
  }

  /** The table of the query was edited: the address follows. */
  followQuery(): void {
    this.#url = withQuery(this.#url, this.query.lines);
  }

  get hasBody(): boolean {
    return this.kind === 'request' && !BODILESS_METHODS.includes(this.method);
  }

  /** Takes the call that an exchange was made by. */
  take(call: ResendCall, keptOf: string | null): void {
    this.kind = call.kind;
    this.url = call.url;
    this.headers.replace(call.headers);
    this.timeout = call.timeoutMs === null ? '' : String(call.timeoutMs);
    this.wantsHttp2 = call.wantsHttp2;
    this.keptOf = keptOf;
    if (call.kind === 'upload') {
      const { file } = call;
      this.method = 'POST';
      this.fields.replace(call.fields);
      this.partName = file.name;
      this.filename = file.filename ?? '';
      this.contentType = file.contentType ?? '';
      this.fileSource = file.source.kind;
      if (file.source.kind === 'virtual') this.virtualPath = file.source.path;
    } else if (call.kind === 'download') {
      this.method = 'GET';
      this.destination = call.filePath !== null ? 'path' : call.keepsFile ? 'temp' : 'none';
      this.filePath = call.filePath ?? '';
    } else {
      this.method = call.method;
      this.responseType = call.responseType;
      this.followsRedirects = call.followsRedirects;
      this.#takeBody(call);
    }
  }

  #takeBody({ body, headers }: Extract<ResendCall, { kind: 'request' }>): void {
    if (body.kind !== 'text') {
      this.bodyMode = body.kind;
      return;
    }
    const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
    this.text = body.text;
    if (type.toLowerCase().startsWith('application/x-www-form-urlencoded')) {
      this.bodyMode = 'form';
      this.form.replace(queryOf(`?${body.text}`));
    } else this.bodyMode = isJson(body.text) ? 'json' : 'text';
  }

  /** What main is to send. Only of a draft without problems. */
  call(): ResendCall {
    const common = {
      of: this.of,
      url: this.url.trim(),
      headers: this.headers.lines.filter(([name]) => name !== ''),
      timeoutMs: this.timeout.trim() === '' ? null : Number(this.timeout),
      wantsHttp2: this.wantsHttp2,
    };
    if (this.kind === 'upload') {
      return {
        ...common,
        kind: 'upload',
        fields: this.fields.lines,
        file: {
          name: this.partName,
          filename: this.filename === '' ? null : this.filename,
          contentType: this.contentType === '' ? null : this.contentType,
          source: this.#source(),
        },
      };
    }
    if (this.kind === 'download') {
      return {
        ...common,
        kind: 'download',
        filePath: this.destination === 'path' ? this.filePath : null,
        keepsFile: this.destination !== 'none',
      };
    }
    return {
      ...common,
      kind: 'request',
      method: this.method,
      body: this.#body(),
      responseType: this.responseType,
      followsRedirects: this.followsRedirects,
    };
  }

  #source(): Extract<ResendCall, { kind: 'upload' }>['file']['source'] {
    if (this.fileSource === 'kept') return { kind: 'kept', exchangeId: this.keptOf ?? '' };
    if (this.fileSource === 'picked') return { kind: 'picked', token: this.picked?.token ?? '' };
    if (this.fileSource === 'text') return { kind: 'text', text: this.fileText };
    return { kind: 'virtual', path: this.virtualPath };
  }

  #body(): Extract<ResendCall, { kind: 'request' }>['body'] {
    if (!this.hasBody || this.bodyMode === 'none') return { kind: 'none' };
    if (this.bodyMode === 'kept') return { kind: 'kept', exchangeId: this.keptOf ?? '' };
    if (this.bodyMode === 'form') {
      return { kind: 'text', text: formOf(this.form.lines) };
    }
    return { kind: 'text', text: this.text };
  }
}

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}
