import { bilingual } from '../texts/bilingual.ts';

export const RULES_TEXTS = bilingual({}, {});
