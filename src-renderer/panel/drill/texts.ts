import { bilingual } from '../texts/bilingual.ts';

export const DRILL_TEXTS = bilingual({}, {});
