import { CLASS_CODES, CLASS_NAMES } from '../src-shared/ecg.ts';

/** 'Normal', 'AF', 'Other', 'Noise'. */
export const CLASS_WORDS = CLASS_CODES.map((code) => CLASS_NAMES[code]);
