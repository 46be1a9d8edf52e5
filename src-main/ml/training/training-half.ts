import type { ClassIndex, Split } from '../../../src-shared/ecg.ts';
import { below, generatorFor, shuffled } from '../../numeric/random.ts';

/** The properties of a record that the division depends on. */
interface Divided {
  label: ClassIndex;
  split: Split;
  /** Hash of the recording: the same recording goes to one half, however often it is listed. */
  sha256: string;
}

/** Trainings on the two halves must divide the records in the same way, whatever their own seeds. */
const SEED_OF_HALVES = 1;

/**
 * One of two halves of the training records, which share no recording: for a surrogate that has seen nothing that its
 * target was trained on. Stratified by class, in the same order; validation records stay in both.
 */
export function trainingHalf<T extends Divided>(records: readonly T[], half: 1 | 2): T[] {
  const chosen = new Set<string>();
  const labels = new Set(records.map(({ label }) => label));
  for (const label of [...labels].sort((a, b) => a - b)) {
    const ofClass = records.filter((record) => record.split === 'train' && record.label === label);
    const recordings = shuffled(
      [...new Set(ofClass.map(({ sha256 }) => sha256))],
      generatorFor(SEED_OF_HALVES, label),
      below,
    );
    // The odd record goes to the first half in every other class and to the second in the rest.
    const middle = label % 2 === 0 ? Math.ceil(recordings.length / 2) : Math.floor(recordings.length / 2);
    for (const sha256 of half === 1 ? recordings.slice(0, middle) : recordings.slice(middle)) chosen.add(sha256);
  }
  return records.filter(({ split, sha256 }) => split !== 'train' || chosen.has(sha256));
}
