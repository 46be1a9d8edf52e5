import type { AttackOptions } from '../../../src-shared/attacks/index.ts';
import { targetOf } from '../../../src-shared/attacks/options.ts';
import type { PartOutcome } from '../../../src-shared/contract/part-outcome.ts';
import type { ClassIndex } from '../../../src-shared/ecg.ts';
import { noiseSignals, type ControlDraws } from '../../attacks/outcome/noise-control.ts';
import type { NpyArray } from '../../ecg/numpy/npy.ts';
import { npyTexts } from '../../ecg/numpy/npy-texts.ts';
import { writeNpz } from '../../ecg/numpy/npz.ts';
import { readRecordPack, type PackedRecord } from '../../ecg/dataset/record-pack.ts';
import type { TaskContext } from './context.ts';
import { classesOf, withClassifier } from './with-classifier.ts';

export interface ExportAttackInput {
  /** Two packs with the same records in the same order. */
  originalsPath: string;
  examplesPath: string;
  modelFolder: string;
  options: AttackOptions;
  /** How the run drew its noise control. */
  control: ControlDraws;
  /** What the run stored of each record, in the order of the packs. */
  outcomes: ExportedOutcome[];
  /** What the run was made from and by, as JSON. */
  about: string;
  outPath: string;
}

export interface ExportedOutcome {
  record: string;
  lead: string | null;
  originalClass: ClassIndex;
  adversarialClass: ClassIndex;
  fooled: boolean;
  noiseFooled: boolean | null;
  probabilitiesBefore: number[];
  probabilitiesAfter: number[];
  keptStart: number | null;
  parts: PartOutcome[] | null;
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
    const examples = [...readRecordPack(input.examplesPath)];
    const adversarial = pad(examples, width);
    const { options, outcomes } = input;
    const noise = noiseSignals(
      originals.map(({ samples }, index) => ({ original: samples, adversarial: examples[index]!.samples })),
      options,
      input.control,
    ).map((samples) => padded(samples, width));
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
      pred_own: vector(Int32Array.from(outcomes, ({ originalClass }) => originalClass)),
      pred_adv_own: vector(Int32Array.from(outcomes, ({ adversarialClass }) => adversarialClass)),
      prob_own: probabilities(outcomes.map(({ probabilitiesBefore }) => probabilitiesBefore)),
      prob_adv_own: probabilities(outcomes.map(({ probabilitiesAfter }) => probabilitiesAfter)),
      target: vector(Int32Array.from(originals, ({ label }) => targetOf(options, label) ?? NONE)),
      fooled: vector(Int32Array.from(outcomes, ({ fooled }) => Number(fooled))),
      x_noise: matrix(noise, width),
      noise_fooled: vector(
        Int32Array.from(outcomes, ({ noiseFooled }) => (noiseFooled === null ? NONE : Number(noiseFooled))),
      ),
      kept_start: vector(Int32Array.from(outcomes, ({ keptStart }) => keptStart ?? NONE)),
      ...partArrays(outcomes),
      record: npyTexts(
        [outcomes.length],
        outcomes.map(({ record }) => record),
      ),
      lead: npyTexts(
        [outcomes.length],
        outcomes.map(({ lead }) => lead ?? ''),
      ),
      epsilon: { shape: [], data: Float64Array.of(options.epsilonUnits) },
      about: npyTexts([], [input.about]),
    });
    return { records: originals.length };
  });
}

/** Of an attack that is several in turn: their names, and what each reached with each record. */
function partArrays(outcomes: readonly ExportedOutcome[]): Record<string, NpyArray> {
  const names = [...new Set(outcomes.flatMap(({ parts }) => parts ?? []).map(({ attack }) => attack))];
  if (names.length === 0) return {};
  const shape = [outcomes.length, names.length];
  const each = outcomes.flatMap(({ parts }) => names.map((name) => parts?.find(({ attack }) => attack === name)));
  return {
    attacks: npyTexts([names.length], names),
    reached: { shape, data: Int32Array.from(each, (part) => (part ? Number(part.reached) : NONE)) },
    advantage: { shape, data: Float32Array.from(each, (part) => part?.advantage ?? Number.NaN) },
  };
}

/** Stands for a value that there is not. */
const NONE = -1;

/** Each record in the middle of `width` samples, floor((width − length) / 2) zeros in front. */
function pad(records: readonly PackedRecord[], width: number): Int16Array[] {
  return records.map(({ samples }) => padded(samples, width));
}

function padded(samples: Int16Array, width: number): Int16Array {
  const row = new Int16Array(width);
  row.set(samples, Math.floor((width - samples.length) / 2));
  return row;
}

/** Single precision, (records, classes). */
function probabilities(rows: number[][]): { shape: number[]; data: Float32Array } {
  return { shape: [rows.length, rows[0]?.length ?? 0], data: Float32Array.from(rows.flat()) };
}

function matrix(rows: Int16Array[], width: number): { shape: number[]; data: Int16Array } {
  const data = new Int16Array(rows.length * width);
  rows.forEach((row, index) => data.set(row, index * width));
  return { shape: [rows.length, width], data };
}

const vector = (data: Int32Array): { shape: number[]; data: Int32Array } => ({ shape: [data.length], data });
