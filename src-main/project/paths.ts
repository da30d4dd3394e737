/** `a/./b/../c` as `a/c`; leading slashes and steps above the root are dropped. */
export function normalizePath(path: string): string {
  const out: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') out.pop();
    else out.push(part);
  }
  return out.join('/');
}

/** Folder of a path, '' at the root. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

/** A reference written in `from` (a file or unit path) as a path from the root: `/x` from the root, else relative. */
export function resolvePath(from: string, reference: string): string {
  return normalizePath(reference.startsWith('/') ? reference : `${folderOf(from)}/${reference}`);
}

/** A folder and each of its parents, ending with the root ''. */
export function foldersUpward(folder: string): string[] {
  const out = [folder];
  while (folder !== '') {
    folder = folderOf(folder);
    out.push(folder);
  }
  return out;
}
