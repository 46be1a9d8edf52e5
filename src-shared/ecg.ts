import { z } from 'zod';
import { CINC_2017_CLASSES, MOST_CLASSES } from './class-list.ts';

/** A position in a list of classes (see class-list.ts): that of the dataset for a label, that of the model for its output. */
export const classIndexSchema = z
  .int()
  .min(0)
  .max(MOST_CLASSES - 1);
export type ClassIndex = z.infer<typeof classIndexSchema>;

/** The codes of CinC 2017: what the simulator makes, what lists of words stand for, and what the paper used. */
export const CLASS_CODES = ['N', 'A', 'O', '~'] as const;
export type ClassCode = (typeof CLASS_CODES)[number];
export const CLASS_NAMES: Record<ClassCode, string> = { N: 'Normal', A: 'AF', O: 'Other', '~': 'Noise' };
export const CLASS_WORDS: readonly string[] = CINC_2017_CLASSES.map(({ name }) => name);

export const SPLITS = ['train', 'validation', 'test'] as const;
export const splitSchema = z.enum(SPLITS);
export type Split = z.infer<typeof splitSchema>;

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

export function microvoltsToUnits(microvolts: number, unitsPerMv: number): number {
  return (microvolts * unitsPerMv) / 1000;
}
