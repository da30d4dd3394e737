import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const PREFIX = 'electron-on-chromium-';
const ORPHAN_AGE_MS = 60_000;
const OWNER_FILE = 'owner.pid';
/** What an app's window never shows and a browser's would: offers to translate the page and to keep passwords. */
const PREFERENCES = { translate: { enabled: false }, credentials_enable_service: false };

/** A folder that lives as long as the app. */
export interface OwnedFolder {
  readonly folder: string;
  /** Removes the folder; one that cannot go now is swept by a later start. */
  readonly remove: () => void;
}

/** Makes a Chromium profile. */
export function createProfile(tempFolder: string): OwnedFolder {
  const { folder, remove } = createOwnedFolder(tempFolder);
  const chromium = path.join(folder, 'chromium');
  mkdirSync(path.join(chromium, 'Default'), { recursive: true });
  writeFileSync(path.join(chromium, 'Default', 'Preferences'), JSON.stringify(PREFERENCES));
  return { folder: chromium, remove };
}

/** Makes a folder in the temp folder that only this user can read, after sweeping those whose owner is dead. */
export function createOwnedFolder(tempFolder: string): OwnedFolder {
  sweepFolders(tempFolder);
  const folder = mkdtempSync(path.join(tempFolder, PREFIX));
  writeFileSync(path.join(folder, OWNER_FILE), String(process.pid), { mode: 0o600 });
  return {
    folder,
    remove: () => {
      removeFolder(folder);
    },
  };
}

/** Removes what an app left behind because it was killed. */
function sweepFolders(tempFolder: string): void {
  for (const name of readdirSync(tempFolder)) {
    if (!name.startsWith(PREFIX)) continue;
    const folder = path.join(tempFolder, name);
    if (!isOurs(folder)) continue;
    const owner = ownerOf(folder);
    if (owner === null ? isOld(folder) : !isAlive(owner)) removeFolder(folder);
  }
}

function isOurs(folder: string): boolean {
  try {
    const stats = statSync(folder);
    return stats.isDirectory() && (process.getuid === undefined || stats.uid === process.getuid());
  } catch {
    return false;
  }
}

/** A folder without owner is one being made, or one that could not be removed whole. */
function isOld(folder: string): boolean {
  return Date.now() - statSync(folder).mtimeMs > ORPHAN_AGE_MS;
}

function ownerOf(folder: string): number | null {
  try {
    const pid = Number(readFileSync(path.join(folder, OWNER_FILE), 'utf8'));
    return Number.isInteger(pid) && pid > 0 ? pid : null;
  } catch {
    return null;
  }
}

/** Whether a process with this id runs, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function removeFolder(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  } catch {
    // Chromium's last process may still write; the owner file is dead by the next start, which sweeps.
  }
}
