import { bilingual } from '../../texts/bilingual.ts';

export const LIST_TEXTS = bilingual({}, {});
