import { setImmediate } from 'node:timers/promises';
import type { RecordForm } from '../../../src-shared/datasets/record-form.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { convertRecord } from '../../ecg/dataset/convert-record.ts';
import { openRecordPack, writeRecordPack, type PackedRecord } from '../../ecg/dataset/record-pack.ts';
import type { SkippedRecord } from '../../ecg/formats/format.ts';
import type { TaskContext } from './context.ts';

export interface ConvertInput {
  /** The records as they are stored. */
  sourcePath: string;
  /** Where the converted ones go. */
  packPath: string;
  form: RecordForm;
}

export interface ConvertOutput {
  records: number;
  skipped: SkippedRecord[];
}

/** Resamples and rescales records; one that does not fit is listed, not fatal. */
export async function convertTask(input: ConvertInput, { signal, progress }: TaskContext): Promise<ConvertOutput> {
  const skipped: SkippedRecord[] = [];
  const source = openRecordPack(input.sourcePath);
  const total = source.records.length;
  const converted = async function* (): AsyncGenerator<PackedRecord> {
    for (let done = 0; done < total; done++) {
      signal.throwIfAborted();
      progress({ done, total, unit: 'records', message: `Converting record ${done + 1} of ${total}` });
      const { id: _ofTheOldOne, ...record } = source.read(done);
      const made = madeOrReason(record, input.form);
      if (typeof made === 'string') skipped.push({ record: record.name, reason: made });
      else yield made;
      await setImmediate();
    }
  };
  try {
    const { records } = await writeRecordPack(input.packPath, converted());
    if (records === 0) throw new AppError('bad-input', `No record can be converted. ${skipped[0]?.reason ?? ''}`);
    return { records, skipped };
  } finally {
    source.close();
  }
}

function madeOrReason(record: PackedRecord, form: RecordForm): PackedRecord | string {
  try {
    const { leads, ...own } = record;
    const converted = convertRecord(own, form);
    if (leads === undefined) return converted;
    const others = leads.map((one) => convertRecord({ ...one, name: `lead ${one.lead} of ${record.name}` }, form));
    return { ...converted, leads: others.map(({ name: _, ...one }) => one) };
  } catch (error) {
    return AppError.from(error).message;
  }
}
