import type { Runtime } from './runtime.ts';
import type { Session, Sessions } from './session.ts';

/** Throws for preferences that would take away what a page here always has: sandbox and isolated preload. */
export function checkPreferences(preferences: Electron.WebPreferences): void {
  const refuse = (setting: string): never => {
    throw new Error(`webPreferences ${setting} is not available in electron-on-chromium`);
  };
  if (preferences.sandbox === false) refuse('sandbox: false');
  if (preferences.contextIsolation === false) refuse('contextIsolation: false');
  if (preferences.nodeIntegration === true) refuse('nodeIntegration: true');
  if (preferences.nodeIntegrationInSubFrames === true) refuse('nodeIntegrationInSubFrames: true');
  if (preferences.nodeIntegrationInWorker === true) refuse('nodeIntegrationInWorker: true');
  if (preferences.webSecurity === false) refuse('webSecurity: false');
  if (preferences.webviewTag === true) refuse('webviewTag: true');
  if (preferences.javascript === false) refuse('javascript: false');
}

/** The session a page belongs to: `session` comes before `partition`. */
export function sessionOf(sessions: Sessions, preferences: Electron.WebPreferences): Session {
  if (preferences.session) return preferences.session as unknown as Session;
  return preferences.partition === undefined
    ? sessions.defaultSession
    : sessions.fromPartition(preferences.partition);
}

export function checkReady(runtime: Runtime, what: string): void {
  if (!runtime.isReady) throw new Error(`Cannot create ${what} before app is ready`);
}
