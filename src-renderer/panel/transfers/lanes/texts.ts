import { bilingual } from '../../texts/bilingual.ts';

export const LANES_TEXTS = bilingual({}, {});
