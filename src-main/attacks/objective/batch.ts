import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { ClassIndex } from '../../../src-shared/ecg.ts';

/** Where a record lies in its zero-padded signal: samples start … end − 1. */
export interface ValidRange {
  start: number;
  end: number;
}

export interface AttackBatch {
  /** Signals of one length, ADC units, padding included if there is any. */
  x: Float32Array[];
  /** The samples of each record that are not padding; all of them if left out. */
  valid?: ValidRange[] | undefined;
  /**
   * y, the class that an untargeted attack leads away from: the record's true label, as in the paper. For originally
   * correct records it is also the model's class. Leading the other records away from their wrong class would correct
   * some of them and overstate the accuracy under attack.
   */
  labels: ArrayLike<ClassIndex>;
  /** The class that each record is led to, null for away from its label; as the options say if left out. */
  targets?: ArrayLike<ClassIndex | null> | undefined;
  /** Of the records; that of CinC 2017 if left out. Only devices that a perturbation is to survive depend on it. */
  samplingHz?: number | undefined;
  /** Of a universal attack: what was found for all records, ADC units. */
  pattern?: Float64Array | undefined;
}

/** Throws AppError 'bad-input' that names the record's index in the batch and what is wrong with it. */
export function checkBatch(batch: AttackBatch, classCount: number): void {
  const { x, valid, labels, targets } = batch;
  const samples = x[0]?.length ?? 0;
  if (samples === 0)
    throw new AppError('bad-input', 'There is nothing to attack: give at least one record with samples.');
  for (const [name, list] of Object.entries({ valid, labels, targets })) {
    if (list !== undefined && list.length !== x.length) {
      throw new AppError('bad-input', `${x.length} records, but ${list.length} ${name}: give one for each record.`);
    }
  }
  x.forEach((signal, i) => {
    const wrong = (what: string): AppError => new AppError('bad-input', `Record ${i} of the batch ${what}`);
    if (signal.length !== samples)
      throw wrong(`has ${signal.length} samples, the first ${samples}: batch equal lengths.`);
    if (!signal.every(Number.isFinite)) throw wrong('has a sample that is not a finite number; leave it out.');
    const range = valid?.[i];
    if (range !== undefined && !(0 <= range.start && range.start < range.end && range.end <= samples)) {
      throw wrong(`is declared to lie at ${range.start} … ${range.end} of ${samples} samples, which is impossible.`);
    }
    for (const value of [labels[i], targets?.[i] ?? null]) {
      if (value !== null && !(Number.isInteger(value) && value! >= 0 && value! < classCount)) {
        throw wrong(`has class ${value}; this model has the classes 0 to ${classCount - 1}.`);
      }
    }
  });
}

/** The records at these indices of a batch, as a batch of their own. */
export function selectBatch(
  { x, valid, labels, targets, samplingHz, pattern }: AttackBatch,
  indices: readonly number[],
): AttackBatch {
  return {
    x: indices.map((i) => x[i]!),
    valid: valid && indices.map((i) => valid[i]!),
    labels: indices.map((i) => labels[i]!),
    targets: targets && indices.map((i) => targets[i]!),
    samplingHz,
    pattern,
  };
}

/** Which samples of (batch, samples) are inside their record: 1 there and 0 on padding; undefined if all are. */
export function validMask(batch: AttackBatch): Float32Array | undefined {
  const samples = batch.x[0]!.length;
  if (batch.valid === undefined || batch.valid.every(({ start, end }) => start === 0 && end === samples))
    return undefined;
  const mask = new Float32Array(batch.x.length * samples);
  batch.valid.forEach(({ start, end }, i) => mask.fill(1, i * samples + start, i * samples + end));
  return mask;
}
