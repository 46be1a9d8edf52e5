import { writeNpz } from '../../ecg/numpy/npz.ts';
import { readRecordPack, type PackedRecord } from '../../ecg/dataset/record-pack.ts';
import type { TaskContext } from './context.ts';
import { classesOf, withClassifier } from './with-classifier.ts';

export interface ExportAttackInput {
  /** Two packs with the same records in the same order. */
  originalsPath: string;
  examplesPath: string;
  modelFolder: string;
  epsilonUnits: number;
  /** The model's classes at the run itself, in the order of the packs. */
  classes: { original: number[]; adversarial: number[] };
  outPath: string;
}

export interface ExportAttackOutput {
  records: number;
}

/**
 * Writes a run as NPZ for other programs (docs/file-formats.md): rows are zero-padded on both sides to the longest
 * record. `pred` and `pred_adv` are the classes of the rows as exported, padding included, so that another program can
 * check them; `pred_own` and `pred_adv_own` are those of the run, at each record's own length.
 */
export function exportAttackTask(
  input: ExportAttackInput,
  { signal, progress }: TaskContext,
): Promise<ExportAttackOutput> {
  return withClassifier(input.modelFolder, async (classifier) => {
    const originals = [...readRecordPack(input.originalsPath)];
    const width = Math.max(...originals.map(({ samples }) => samples.length));
    const x = pad(originals, width);
    const adversarial = pad([...readRecordPack(input.examplesPath)], width);
    const classify = async (rows: Int16Array[], offset: number): Promise<Int32Array> => {
      const onProgress = (done: number): void => {
        const total = 2 * originals.length;
        progress({ done: offset + done, total, unit: 'signals', message: 'Classifying the exported signals' });
      };
      return Int32Array.from(await classesOf(classifier, rows, { signal, onProgress }));
    };
    await writeNpz(input.outPath, {
      x: matrix(x, width),
      x_adv: matrix(adversarial, width),
      length: vector(Int32Array.from(originals, ({ samples }) => samples.length)),
      label: vector(Int32Array.from(originals, ({ label }) => label)),
      pred: vector(await classify(x, 0)),
      pred_adv: vector(await classify(adversarial, originals.length)),
      pred_own: vector(Int32Array.from(input.classes.original)),
      pred_adv_own: vector(Int32Array.from(input.classes.adversarial)),
      epsilon: { shape: [], data: Float64Array.of(input.epsilonUnits) },
    });
    return { records: originals.length };
  });
}

/** Each record in the middle of `width` samples, floor((width − length) / 2) zeros in front. */
function pad(records: readonly PackedRecord[], width: number): Int16Array[] {
  return records.map(({ samples }) => {
    const row = new Int16Array(width);
    row.set(samples, Math.floor((width - samples.length) / 2));
    return row;
  });
}

function matrix(rows: Int16Array[], width: number): { shape: number[]; data: Int16Array } {
  const data = new Int16Array(rows.length * width);
  rows.forEach((row, index) => data.set(row, index * width));
  return { shape: [rows.length, width], data };
}

const vector = (data: Int32Array): { shape: number[]; data: Int32Array } => ({ shape: [data.length], data });
