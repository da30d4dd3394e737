import { readdir, readlink } from 'node:fs/promises';

/** Where the descriptors of a process lead: paths, `socket:[…]`, `pipe:[…]`. Empty on systems that do not tell. */
export async function descriptorsOf(pid: number | 'self'): Promise<string[]> {
  if (process.platform !== 'linux') return [];
  const folder = `/proc/${String(pid)}/fd`;
  const names = await readdir(folder);
  return Promise.all(names.map((name) => readlink(`${folder}/${name}`).catch(() => '')));
}

/** The files below a folder that a process holds open. */
export async function openFilesBelow(folder: string, pid: number | 'self' = 'self'): Promise<string[]> {
  return (await descriptorsOf(pid)).filter((target) => target.startsWith(folder));
}
