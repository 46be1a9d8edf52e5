import type { SignalSamples } from '../../../src-main/ecg/formats/format.ts';
import { FORMATS } from '../../../src-main/ecg/formats/index.ts';
import type { DatasetSource } from '../../../src-main/ecg/source/open-dataset.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { Files } from '../folder-of.ts';
import { memorySource } from '../memory-source.ts';
import { mutated, randomNumbers } from './mutate.ts';

/** What became of a damaged dataset: how many signals were read, and how many refused in a clear way. */
export interface Outcome {
  read: number;
  refused: number;
}

/** What a reader may need besides ten times its input, in bytes: gaps, and level lines in FLAC, hold more than their files. */
const SPARE_BYTES = 16e6;

/** For files that say neither, such as tables. */
const SAID = { rateHz: 300, unit: 'mV' };

/**
 * Damages one of the files, the same way for the same seed, and reads all that every format finds. Throws an Error for
 * anything but a right answer or an AppError('damaged').
 */
export function readMutated(files: Files, seed: number): Outcome {
  const random = randomNumbers(seed);
  const damaged = random(files.length);
  const inputs = files.map(({ name, data }, i) => {
    return { name, data: i === damaged ? mutated(Buffer.from(data), random) : data };
  });
  const bytes = inputs.reduce((sum, { data }) => sum + data.length, 0);
  const outcome: Outcome = { read: 0, refused: 0 };
  const orRefused = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'damaged' && error.message !== '')) throw error;
      outcome.refused += 1;
    }
  };
  const readAll = (source: DatasetSource, file: string): void => {
    const format = FORMATS.find((one) => one.detect(file, source));
    const { records, unusable } = format?.list(source, [file], SAID) ?? { records: [], unusable: [] };
    outcome.refused += unusable.length;
    for (const listed of records) {
      orRefused(() => {
        for (const signal of listed.open().signals) {
          orRefused(() => {
            check(signal.read(), bytes);
            outcome.read += 1;
          });
        }
      });
    }
  };
  const source = memorySource(inputs);
  for (const file of source.files) orRefused(() => readAll(source, file));
  return outcome;
}

function check({ samples, samplingHz, unitsPerMv, missing }: SignalSamples, inputBytes: number): void {
  const isPositive = (value: number): boolean => value > 0 && Number.isFinite(value);
  if (samples.length === 0 || !isPositive(samplingHz) || !isPositive(unitsPerMv)) {
    throw new Error(`a signal of ${samples.length} samples, ${samplingHz} Hz and ${unitsPerMv} units per mV`);
  }
  if (samples.byteLength > 10 * inputBytes + SPARE_BYTES) {
    throw new Error(`${samples.byteLength} bytes of samples out of ${inputBytes} bytes`);
  }
  let last = -1;
  for (const { from, to } of missing) {
    if (!(from > last && to > from && to <= samples.length)) throw new Error(`a gap from ${from} to ${to}`);
    last = to;
  }
}
