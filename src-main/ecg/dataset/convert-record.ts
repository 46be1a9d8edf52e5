import { AppError } from '../../../src-shared/errors/app-error.ts';
import { decimal } from '../../../src-shared/format/number.ts';
import type { RecordForm } from '../../../src-shared/datasets/record-form.ts';
import { rateRatio, resample } from '../../numeric/resample.ts';

type Sampled = RecordForm & { name: string; samples: Int16Array };

/**
 * The record at another sampling rate and gain: resampled (see `resample`) and scaled in one step, rounded once. Its length in
 * seconds stays, to a sample. Throws AppError('damaged') where a value does not fit into 16 bits at the new gain.
 */
export function convertRecord<R extends Sampled>(record: R, form: RecordForm): R {
  const { name, samples, samplingHz, unitsPerMv } = record;
  const scale = form.unitsPerMv / unitsPerMv;
  const values = samplingHz === form.samplingHz ? samples : resample(samples, rateRatio(samplingHz, form.samplingHz));
  const converted = new Int16Array(values.length);
  for (let i = 0; i < converted.length; i++) {
    const value = Math.round((values[i] as number) * scale);
    if (value < -32_768 || value > 32_767) {
      const mv = decimal(value / form.unitsPerMv, 1);
      const text = `${name} reaches ${mv} mV, which does not fit into 16 bits at ${form.unitsPerMv} units per mV: choose a smaller gain`;
      throw new AppError('damaged', text);
    }
    converted[i] = value;
  }
  return { ...record, ...form, samples: converted };
}
