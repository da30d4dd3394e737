import { bilingual } from '../texts/bilingual.ts';

export const AGAIN_TEXTS = bilingual({}, {});
