import { z } from 'zod';

/** The four classes of CinC 2017 in the order of Han et al. 2020; a class index is a position in this list. */
export const CLASS_CODES = ['N', 'A', 'O', '~'] as const;
export type ClassCode = (typeof CLASS_CODES)[number];
export const classIndexSchema = z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]);
export type ClassIndex = z.infer<typeof classIndexSchema>;
export const CLASS_NAMES: Record<ClassCode, string> = { N: 'Normal', A: 'AF', O: 'Other', '~': 'Noise' };
/** In the order of the class indices. */
export const CLASS_WORDS: readonly string[] = CLASS_CODES.map((code) => CLASS_NAMES[code]);

/** 'Normal', 'AF', 'Other', 'Noise'. */
export function className(index: ClassIndex): string {
  return CLASS_NAMES[CLASS_CODES[index]];
}

/** 'Normal, AF': as a person is told of classes; data and protocols hold their codes. */
export const classNames = (codes: readonly ClassCode[]): string => codes.map((code) => CLASS_NAMES[code]).join(', ');

export const SPLITS = ['train', 'validation', 'test'] as const;
export const splitSchema = z.enum(SPLITS);
export type Split = z.infer<typeof splitSchema>;

export function isClassIndex(value: number): value is ClassIndex {
  return Number.isInteger(value) && value >= 0 && value < CLASS_CODES.length;
}

/** One single-lead ECG. `samples` are ADC units; `samples[i] / unitsPerMv` is millivolts. */
export interface EcgRecord {
  name: string;
  samples: Int16Array;
  samplingHz: number;
  unitsPerMv: number;
  label: ClassIndex;
  split: Split;
}

export function unitsToMicrovolts(units: number, unitsPerMv: number): number {
  return (units / unitsPerMv) * 1000;
}
