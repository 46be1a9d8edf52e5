import type { RecordId } from '../../../src-shared/record-id.ts';
import { recordFormText, type RecordForm } from '../../../src-shared/datasets/record-form.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { ModelRow } from '../../db/models/models.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import { datasetsOfRecords } from '../../db/datasets/labels.ts';
import { listRecordsOfOtherForm } from '../../db/datasets/records.ts';
import { classesInWords, classesOfCard, indexOfClass, sameClasses } from '../../../src-shared/class-list.ts';
import type { LeftOut } from '../../../src-shared/models/left-out.ts';

/** The form that a model was trained on, and so the only one that it can classify. */
const DEFAULT_INPUT: RecordForm = { samplingHz: 300, unitsPerMv: 1000 };

type Reader = Pick<ModelRow, 'name' | 'card'>;

/**
 * Refuses records that the model was not made for: at a different sampling rate a rhythm has a different speed, at a
 * different gain a beat has a different height, and a budget of 10 units is no longer 10 µV. The model's card may name
 * `samplingHz` and `unitsPerMv`; without a model or without them they are those of CinC 2017. Every class of their
 * datasets must be one of the model's. Throws AppError 'bad-input' that names the first such record by name, its values
 * and the cure, or the classes that do not fit.
 */
export function checkModelInput(db: ReadableDB, recordIds: readonly RecordId[], model?: Reader): void {
  if (model) checkClasses(db, recordIds, model);
  const [other] = listRecordsOfOtherForm(db, recordIds, formOf(model));
  if (other) throw refusal(other, model);
}

/** The records that the model was made for, in the same order, and the others; throws as `checkModelInput` if none is left. */
export function recordsForModel(
  db: ReadableDB,
  recordIds: readonly RecordId[],
  model?: Reader,
): { recordIds: RecordId[]; leftOut: LeftOut } {
  if (model) checkClasses(db, recordIds, model);
  const others = listRecordsOfOtherForm(db, recordIds, formOf(model));
  const [first] = others;
  if (first && others.length === recordIds.length) throw refusal(first, model);
  const outside = new Set(others.map(({ id }) => id));
  return {
    recordIds: recordIds.filter((id) => !outside.has(id)),
    leftOut: others.map(({ name, samplingHz, unitsPerMv }) => ({ record: name, samplingHz, unitsPerMv })),
  };
}

/** The form of records that a model reads. */
export function formOf(model?: Reader): RecordForm {
  const { samplingHz = DEFAULT_INPUT.samplingHz, unitsPerMv = DEFAULT_INPUT.unitsPerMv } = model?.card ?? {};
  return { samplingHz, unitsPerMv };
}

/** Throws AppError 'bad-input' unless an output of one model means the same as that of every other. */
export function checkSameClasses([first, ...others]: readonly Reader[]): void {
  const other = first && others.find(({ card }) => !sameClasses(classesOfCard(card), classesOfCard(first.card)));
  if (!first || !other) return;
  const [ours, theirs] = [first, other].map(({ card }) => classesInWords(classesOfCard(card)));
  throw new AppError(
    'bad-input',
    `The models "${first.name}" and "${other.name}" have different classes: ${ours}, and ${theirs}. Choose models with the same ones in the same order.`,
  );
}

function checkClasses(db: ReadableDB, recordIds: readonly RecordId[], { name, card }: Reader): void {
  const known = classesOfCard(card);
  for (const dataset of datasetsOfRecords(db, recordIds)) {
    const strange = dataset.classes.filter(({ code }) => indexOfClass(known, code) < 0);
    if (strange.length === 0) continue;
    throw new AppError(
      'bad-input',
      `The dataset "${dataset.name}" has ${strange.length === 1 ? 'a class' : 'classes'} that the model "${name}" does not know: ${classesInWords(strange)}. The model's are ${classesInWords(known)}. Import the records again and say which of these each label stands for (--classes 'LABEL=CLASS,…', - for those to leave out), or choose a model of the dataset's classes.`,
      { dataset: dataset.name, classes: strange.map(({ code }) => code) },
    );
  }
}

function refusal(other: RecordForm & { name: string }, model?: Reader): AppError {
  const { name, samplingHz, unitsPerMv } = other;
  const user = model ? `the model "${model.name}" needs` : 'models are trained at';
  return new AppError(
    'bad-input',
    `Record ${name} has ${recordFormText(other)}; ${user} ${recordFormText(formOf(model))}. Convert the dataset (equipoise convert <dataset> --rate ${formOf(model).samplingHz} --gain ${formOf(model).unitsPerMv}, or “Convert” in Datasets) and choose the new one.`,
    { record: name, samplingHz, unitsPerMv },
  );
}
