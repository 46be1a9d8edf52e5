import { CLASS_CODES, CLASS_NAMES } from '../src-shared/ecg.ts';

/** 'Normal', 'AF', 'Other', 'Noise'. */
export const CLASS_WORDS = CLASS_CODES.map((code) => CLASS_NAMES[code]);

/** 0.589 → '58.9 %'. */
export function percentText(share: number | null, digits = 1): string {
  return share === null ? '–' : `${(100 * share).toFixed(digits)} %`;
}

/** Microvolts with the digits that matter: 0.42, 4.2, 42, 420. */
export function microvoltText(value: number): string {
  return value >= 10 || Number.isInteger(value) ? String(Math.round(value)) : value.toFixed(value < 1 ? 2 : 1);
}
