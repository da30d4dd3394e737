import { PLAIN_LANGUAGES, type SourceTree } from '../../src-main/project/source-tree.ts';

/** A project's files that lie in memory. */
export function treeOf(
  files: Readonly<Record<string, string>>,
  more: Partial<Pick<SourceTree, 'languages' | 'aliases' | 'appSheets'>> = {},
): SourceTree {
  const tree: SourceTree = {
    files: new Set(Object.keys(files)),
    mounts: [],
    languages: PLAIN_LANGUAGES,
    aliases: [],
    appSheets: [],
    listAnew: () => tree,
    has: (file) => file in files,
    absence: () => 'is not found',
    isBehindLink: () => false,
    read: (file) => files[file] ?? '',
    readJson: (file) => files[file] ?? '',
    ...more,
  };
  return tree;
}
