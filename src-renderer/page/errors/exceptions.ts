import { addGlobalErrorListener, addGlobalWarningListener } from 'glass-easel';
import type { Diagnostic } from '#contract/project';
import type { MappedStack, PageReport } from '#contract/wx';
import { isPassedOver } from '../glass/warnings.ts';
import { logDebug, logError, logReported } from './console.ts';
import { type ErrorOverlay, shownFinding } from './error-overlay.ts';
import { describeThrown, saysUnsupported, type Thrown } from './thrown.ts';

/** The one place where errors of project code end. */
export interface Exceptions {
  /** Reports a thrown value and, when it is the project's own fault, shows it over the page. */
  readonly add: (error: unknown, options?: { readonly ours: boolean }) => void;
  /** Runs project code; what it throws is reported, and undefined returned. */
  readonly guard: <T>(work: () => T) => T | undefined;
  /** Shows and reports a finding of the compiler that concerns the page being opened. */
  readonly addDiagnostic: (diagnostic: Diagnostic) => void;
}

export interface ExceptionsOptions {
  readonly overlay: ErrorOverlay;
  readonly mapStack: (stack: string) => Promise<MappedStack>;
  readonly report: (report: PageReport) => void;
  /** Route of the page being made, else on top; empty before the first page. */
  readonly currentRoute: () => string;
  /** `App.onError`. */
  readonly onError: (text: string) => void;
}

export function createExceptions(options: ExceptionsOptions): Exceptions {
  const { overlay, mapStack, report, currentRoute, onError } = options;
  /** One error may surface twice: in glass-easel's listener and as the window's error event. */
  const known = new WeakSet();

  const publish = async (thrown: Thrown): Promise<void> => {
    const mapped = await mapStack(thrown.stack).catch((): MappedStack => ({
      stack: thrown.stack,
      location: null,
      codeFrame: '',
    }));
    if (thrown.ours) return;
    const { location, codeFrame, stack } = mapped;
    overlay.show({ message: thrown.message, location, codeFrame, stack });
  };

  const add = (error: unknown, { ours }: { readonly ours?: boolean } = {}): void => {
    if (typeof error === 'object' && error !== null) {
      if (known.has(error)) return;
      known.add(error);
    }
    const described = describeThrown(error);
    const thrown = { ...described, ours: ours === true || described.ours };
    const page = currentRoute();
    logReported(error);
    const { message, stack } = thrown;
    report({ kind: 'exception', page, message, stack, ours: thrown.ours });
    onError(stack === '' ? message : stack);
    void publish(thrown);
  };

  const guard = <T>(work: () => T): T | undefined => {
    try {
      return work();
    } catch (error) {
      add(error);
      return undefined;
    }
  };

  return {
    add,
    guard,
    addDiagnostic(diagnostic) {
      const shown = shownFinding(diagnostic);
      overlay.show(shown);
      // What WeChat warns of is no exception.
      if (diagnostic.severity === 'warning') return;
      const text = `${shown.location ?? ''} ${shown.message}`;
      report({ kind: 'exception', page: currentRoute(), message: text, stack: '', ours: false });
    },
  };
}

/** An endless recursion runs through the runtime; the project's own part in it must be in sight. */
const STACK_FRAMES = 60;

/** What the window tells of errors nobody caught. */
export interface UncaughtHandlers {
  readonly error: (error: unknown) => void;
  /** Hears of every rejection, whatever its reason. */
  readonly rejection: (reason: unknown, promise: Promise<unknown>) => void;
}

/** The browser's word for "some observers are told in the next frame": no error, and there is no one to blame. */
const RESIZE_NOTICE = 'ResizeObserver loop';

/**
 * Listens for every error nobody caught: the window's, and those glass-easel catches in lifetimes and handlers.
 * A rejection is an error only when its reason is one, as WeChat raises its alarm for none but Errors
 * ("wx.onUnhandledRejection"); what else a promise was rejected with, a fail object of `wx` above all, is logged. So is
 * an Error that only passes on that Ferry does not have an API: that was counted and told when it was called.
 */
export function listenForUncaught({ error, rejection }: UncaughtHandlers): void {
  // V8's own, which the language does not know.
  Object.assign(Error, { stackTraceLimit: STACK_FRAMES });
  window.addEventListener('error', (event) => {
    // A failed image or script is an event without an error.
    if (event.message === '' && event.error == null) return;
    event.preventDefault();
    if (event.error == null && event.message.startsWith(RESIZE_NOTICE)) return;
    error(event.error ?? event.message);
  });
  window.addEventListener('unhandledrejection', (event) => {
    event.preventDefault();
    rejection(event.reason, event.promise as Promise<unknown>);
    if (event.reason instanceof Error && !saysUnsupported(event.reason)) error(event.reason);
    else logError('Uncaught (in promise)', event.reason);
  });
  addGlobalErrorListener((thrown, _method, component) => {
    if (!isPassedOver(thrown, component)) error(thrown);
    return false;
  });
  addGlobalWarningListener((message) => {
    logDebug(message);
    return false;
  });
}
