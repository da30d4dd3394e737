type Listener = (
  details: Electron.OnBeforeRequestListenerDetails,
  callback: (response: Electron.CallbackResponse) => void,
) => void;

/** Electron's `WebRequest` of one session: `onBeforeRequest`. WebSockets and workers pass it by. */
export class WebRequest implements Pick<Electron.WebRequest, 'onBeforeRequest'> {
  private readonly onChange: () => void;
  private listener: Listener | null = null;
  private patterns: RegExp[] = [];
  private excluded: RegExp[] = [];
  private types: readonly string[] | null = null;

  /** @param onChange hears that a listener came or went, so that pages begin or cease to hold requests back */
  constructor(onChange: () => void) {
    this.onChange = onChange;
  }

  onBeforeRequest(filter: Electron.WebRequestFilter, listener: Listener | null): void;
  onBeforeRequest(listener: Listener | null): void;
  onBeforeRequest(first: Electron.WebRequestFilter | Listener | null, second?: Listener | null): void {
    const hasFilter = typeof first === 'object' && first !== null;
    const filter = hasFilter ? first : { urls: [] };
    this.listener = hasFilter ? (second ?? null) : first;
    this.patterns = filter.urls.map(patternToRegExp);
    this.excluded = (filter.excludeUrls ?? []).map(patternToRegExp);
    this.types = filter.types ?? null;
    this.onChange();
  }

  get isListening(): boolean {
    return this.listener !== null;
  }

  /** The app's word on a request: `{}` lets it pass. */
  ask(details: Electron.OnBeforeRequestListenerDetails): Promise<Electron.CallbackResponse> {
    const { listener } = this;
    if (!listener || !this.concerns(details)) return Promise.resolve({});
    return new Promise((resolve) => {
      listener(details, resolve);
    });
  }

  private concerns({ url, resourceType }: Electron.OnBeforeRequestListenerDetails): boolean {
    if (this.types && !this.types.includes(resourceType)) return false;
    if (this.excluded.some((pattern) => pattern.test(url))) return false;
    return this.patterns.length === 0 || this.patterns.some((pattern) => pattern.test(url));
  }
}

/** A match pattern such as `*://*.example.com/*` or `<all_urls>`. */
function patternToRegExp(pattern: string): RegExp {
  if (pattern === '<all_urls>') return /^/;
  const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  return new RegExp(`^${escaped.replace(/^\.\*:/, '[a-z][a-z0-9+.-]*:')}$`, 'i');
}
