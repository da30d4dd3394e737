import { bilingual } from '../../texts/bilingual.ts';

export const DETAILS_TEXTS = bilingual({}, {});
