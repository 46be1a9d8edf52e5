import { z } from 'zod';

/** Sampling rate and gain of a record: what a model states that it needs. */
export const recordFormSchema = z.object({
  /** Samples per second. */
  samplingHz: z.number().min(50).max(20_000),
  /** ADC units per millivolt. */
  unitsPerMv: z.number().min(10).max(100_000),
});
export type RecordForm = z.infer<typeof recordFormSchema>;

/** `300 Hz and 1000 units per mV` */
export function recordFormText({ samplingHz, unitsPerMv }: RecordForm): string {
  return `${samplingHz} Hz and ${unitsPerMv} units per mV`;
}
