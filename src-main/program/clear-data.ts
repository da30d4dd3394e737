import type { FileKind } from '#contract/files';
import { DATA_KINDS, type DataKind, type DataSizes } from '#contract/panel';
import type { ProgramParts } from './program.ts';

type Keeper = Pick<ProgramParts, 'files' | 'journal' | 'storage' | 'conditions'>;

const FILE_KINDS: readonly FileKind[] = ['temp', 'saved', 'user'];

/** What a program keeps, kind by kind. */
export function dataSizes({ files, journal, storage, conditions }: Keeper): DataSizes {
  const list = files.list();
  const ofFiles = (kind: FileKind): DataSizes[DataKind] => {
    const own = list.filter((file) => file.kind === kind);
    return { count: own.length, sizeBytes: own.reduce((sum, file) => sum + file.sizeBytes, 0) };
  };
  const { keys, currentSize } = storage({ op: 'info' });
  return {
    temp: ofFiles('temp'),
    saved: ofFiles('saved'),
    user: ofFiles('user'),
    storage: { count: keys.length, sizeBytes: currentSize * 1024 },
    transfers: journal.size(),
    conditions: conditions.size(),
  };
}

/**
 * Removes what a program keeps of these kinds, also under a running page: its paths are dead afterwards. Transfers
 * that still run stay.
 *
 * @throws FerryError when the disk or the registry does not let it; what came before is removed
 */
export async function clearData(
  { files, journal, storage, conditions }: Keeper,
  kinds: readonly DataKind[] = DATA_KINDS,
): Promise<void> {
  const ofFiles = FILE_KINDS.filter((kind) => kinds.includes(kind));
  if (ofFiles.length > 0) await files.clear(ofFiles);
  if (kinds.includes('transfers')) await journal.clear();
  if (kinds.includes('storage')) storage({ op: 'clear' });
  if (kinds.includes('conditions')) conditions.clear();
}
