import { bilingual } from '../texts/bilingual.ts';

export const PAGE_TEXTS = bilingual({}, {});
