import type { RecordId } from '../../../src-shared/record-id.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { ModelRow } from '../../db/models/models.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import { findRecordOfOtherForm } from '../../db/datasets/records.ts';

/** The form that a model was trained on, and so the only one that it can classify. */
const DEFAULT_INPUT = { samplingHz: 300, unitsPerMv: 1000 };

/**
 * Refuses records that the model was not made for: at a different sampling rate a rhythm has a different speed, at a
 * different gain a beat has a different height, and a budget of 10 units is no longer 10 µV. The model's card may name
 * `samplingHz` and `unitsPerMv`; without a model or without them they are those of CinC 2017. Throws AppError
 * 'bad-input' that names the first such record by name, its values and the cure.
 */
export function checkModelInput(
  db: ReadableDB,
  recordIds: readonly RecordId[],
  model?: Pick<ModelRow, 'name' | 'card'>,
): void {
  const { samplingHz = DEFAULT_INPUT.samplingHz, unitsPerMv = DEFAULT_INPUT.unitsPerMv } = model?.card ?? {};
  const needed = { samplingHz, unitsPerMv };
  const other = findRecordOfOtherForm(db, recordIds, needed);
  if (!other) return;
  const user = model ? `the model "${model.name}" needs` : 'models are trained at';
  throw new AppError(
    'bad-input',
    `Record ${other.name} has ${form(other)}; ${user} ${form(needed)}. Resample and rescale the records, import them under another name (--name <name>) and choose that dataset.`,
    { record: other.name, samplingHz: other.samplingHz, unitsPerMv: other.unitsPerMv },
  );
}

function form({ samplingHz, unitsPerMv }: typeof DEFAULT_INPUT): string {
  return `${samplingHz} Hz and ${unitsPerMv} units per mV`;
}
