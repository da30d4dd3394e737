import { bilingual } from '../texts/bilingual.ts';

export const DEVICE_TEXTS = bilingual({}, {});
