import { bilingual } from '../texts/bilingual.ts';

export const ARCHIVE_TEXTS = bilingual({}, {});
