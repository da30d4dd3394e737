import type { DevtoolsSession, EventParameters } from '../devtools-pipe.ts';
import type { OriginMap } from '../origin-map.ts';
import { nativeNetError } from '../scheme-server.ts';

export interface ConsoleMessage {
  readonly level: 'info' | 'warning' | 'error' | 'debug';
  readonly message: string;
  readonly lineNumber: number;
  readonly sourceId: string;
}

type RemoteObject = EventParameters<'Runtime.consoleAPICalled'>['args'][number];

/** Hears what a page writes to its console, throws uncaught, and what the browser has to say about it. */
export function watchConsole(
  session: DevtoolsSession,
  origins: OriginMap,
  onMessage: (message: ConsoleMessage) => void,
): void {
  const tell = (
    level: ConsoleMessage['level'],
    message: string,
    lineNumber: number,
    source: string,
  ): void => {
    onMessage({
      level,
      message: origins.textToNative(message).replace(/net::(ERR_\w+)(\.Inspector)?/g, nativeError),
      lineNumber,
      sourceId: origins.toNative(source),
    });
  };
  session.on('Runtime.consoleAPICalled', ({ type, args, stackTrace }) => {
    const frame = stackTrace?.callFrames[0];
    const level = LEVELS[type] ?? 'info';
    tell(level, args.map(textOf).join(' '), frame ? frame.lineNumber + 1 : 0, frame?.url ?? '');
  });
  session.on('Runtime.exceptionThrown', ({ exceptionDetails: details }) => {
    const thrown = details.exception?.description ?? (details.exception ? textOf(details.exception) : '');
    const frame = details.stackTrace?.callFrames[0];
    const line = (frame?.lineNumber ?? details.lineNumber) + 1;
    tell(
      'error',
      `${details.text} ${thrown.split('\n')[0] ?? ''}`.trim(),
      line,
      frame?.url ?? details.url ?? '',
    );
  });
  session.on('Log.entryAdded', ({ entry }) => {
    const level = entry.level === 'verbose' ? 'debug' : entry.level;
    tell(level, entry.text, (entry.lineNumber ?? -1) + 1, entry.url ?? '');
  });
}

/** Broken answers and held-back requests are means of this folder; the app hears Electron's word for them. */
function nativeError(_whole: string, name: string): string {
  return `net::${nativeNetError(name)}`;
}

const LEVELS: Readonly<Record<string, ConsoleMessage['level']>> = {
  debug: 'debug',
  warning: 'warning',
  error: 'error',
  assert: 'error',
};

/** A value as the browser writes it into a console message: as `String(value)` would. */
function textOf(value: RemoteObject): string {
  if (value.type === 'undefined') return 'undefined';
  if (value.unserializableValue !== undefined) return value.unserializableValue.replace(/n$/, '');
  if (value.value !== undefined) return String(value.value);
  if (value.subtype === 'error') return value.description?.split('\n')[0] ?? 'Error';
  if (value.subtype === 'array') {
    return (value.preview?.properties ?? []).map((property) => property.value ?? '').join(',');
  }
  if (value.type === 'object') return `[object ${value.className ?? 'Object'}]`;
  return value.description ?? '';
}
