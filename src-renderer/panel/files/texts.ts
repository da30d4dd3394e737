import { bilingual } from '../texts/bilingual.ts';

export const FILES_TEXTS = bilingual({}, {});
