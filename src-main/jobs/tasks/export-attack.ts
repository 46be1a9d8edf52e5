import { writeNpz } from '../../ecg/numpy/npz.ts';
import { openRecordPack, type RecordPack } from '../../ecg/dataset/record-pack.ts';
import { loadClassifier, type Classifier } from '../../ml/network/classifier.ts';
import { openEngine } from '../../ml/engine/engine.ts';
import { predictRecords } from '../../ml/network/predict.ts';
import { classOf } from '../../numeric/logits.ts';
import type { TaskContext } from './context.ts';

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
 * record. `pred` and `pred_adv` are the classes of the rows as they stand there, padding included, so that another
 * program can check them; `pred_own` and `pred_adv_own` are those of the run, at each record's own length.
 */
export async function exportAttackTask(
  input: ExportAttackInput,
  { signal, progress }: TaskContext,
): Promise<ExportAttackOutput> {
  await openEngine();
  const classifier = await loadClassifier(input.modelFolder);
  const originals = openRecordPack(input.originalsPath);
  const examples = openRecordPack(input.examplesPath);
  try {
    const records = originals.records;
    const width = Math.max(...records.map(({ sampleCount }) => sampleCount));
    const x = pad(originals, width);
    const adversarial = pad(examples, width);
    const classify = async (rows: Int16Array[], offset: number): Promise<Int32Array> =>
      Int32Array.from(
        await classes(classifier, rows, signal, (done) => {
          progress({
            done: offset + done,
            total: 2 * records.length,
            unit: 'signals',
            message: 'Classifying what is exported',
          });
        }),
      );
    await writeNpz(input.outPath, {
      x: matrix(x, width),
      x_adv: matrix(adversarial, width),
      length: vector(Int32Array.from(records, ({ sampleCount }) => sampleCount)),
      label: vector(Int32Array.from(records, ({ label }) => label)),
      pred: vector(await classify(x, 0)),
      pred_adv: vector(await classify(adversarial, records.length)),
      pred_own: vector(Int32Array.from(input.classes.original)),
      pred_adv_own: vector(Int32Array.from(input.classes.adversarial)),
      epsilon: { shape: [], data: Float64Array.of(input.epsilonUnits) },
    });
    return { records: records.length };
  } finally {
    originals.close();
    examples.close();
    classifier.dispose();
  }
}

/** Each record in the middle of `width` samples, floor((width − length) / 2) zeros in front. */
function pad(pack: RecordPack, width: number): Int16Array[] {
  return pack.records.map(({ sampleCount }, place) => {
    const row = new Int16Array(width);
    row.set(pack.read(place).samples, Math.floor((width - sampleCount) / 2));
    return row;
  });
}

async function classes(
  classifier: Classifier,
  rows: Int16Array[],
  signal: AbortSignal,
  onProgress: (done: number) => void,
): Promise<number[]> {
  const logits = await predictRecords((batch) => classifier.logits(batch), rows, { signal, onProgress });
  return logits.map(classOf);
}

function matrix(rows: Int16Array[], width: number): { shape: number[]; data: Int16Array } {
  const data = new Int16Array(rows.length * width);
  rows.forEach((row, index) => data.set(row, index * width));
  return { shape: [rows.length, width], data };
}

const vector = (data: Int32Array): { shape: number[]; data: Int32Array } => ({ shape: [data.length], data });
