import { decimal } from './number.ts';

/** Microvolts with one digit, without the unit. */
export function microvolts(value: number): string {
  return decimal(value, 1);
}

/** Microvolts with the digits that matter, without the unit: '0.42', '4.2', '42', '420'. */
export function roundMicrovolts(value: number): string {
  return decimal(value, value >= 10 || Number.isInteger(value) ? 0 : value < 1 ? 2 : 1);
}
