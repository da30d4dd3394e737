import type { Archive, ArchiveDeps } from './archive-types.ts';
import { createExporter } from './export-exchanges.ts';
import { createImporter } from './import-exchanges.ts';

export function createArchive(deps: ArchiveDeps): Archive {
  return { save: createExporter(deps), load: createImporter(deps) };
}
