import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { LogitsCheck, ModelCard } from '../../../src-shared/models/model-card.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { readNpz } from '../../ecg/numpy/npz.ts';
import type { NpyArray } from '../../ecg/numpy/npy.ts';
import { readRecordPack } from '../../ecg/dataset/record-pack.ts';
import { loadClassifier, makeClassifier, type Classifier } from '../../ml/network/classifier.ts';
import { openEngine } from '../../ml/engine/engine.ts';
import { parseGraph } from '../../ml/network/graph.ts';
import { modelSize } from '../../ml/network/model-size.ts';
import { han2020FromArrays, isHan2020Array } from '../../ml/models/han2020-arrays.ts';
import { HAN2020_SAMPLES } from '../../ml/models/han2020.ts';
import { layoutOf } from '../../ml/network/parameters.ts';
import { predictRecords } from '../../ml/network/predict.ts';
import { classOf } from '../../numeric/logits.ts';
import { writeCard } from '../../ml/files/card-file.ts';
import { saveModel } from '../../ml/files/save-model.ts';
import type { TaskContext } from './context.ts';
import { tryModel } from '../../ml/network/try-model.ts';

export interface ImportModelInput {
  npzPath: string;
  /** Where the model goes: model.json, weights.bin and card.json. */
  outFolder: string;
  /** Kernels in half precision: half the bytes. */
  half: boolean;
  /** Records, and the logits that the model gave for them where it was trained, in order; null: do not check. */
  check: { packPath: string; logits: number[][] } | null;
  /** What else the card should say. */
  card: ModelCard;
}

export interface ImportModelOutput {
  engine: string;
  width: number;
  learnedParameters: number;
  check: LogitsCheck | null;
}

/** The largest difference that rounding may cause between two programs. */
const TOLERANCE = 1e-3;

/**
 * Stores the arrays of a han2020 that another program trained as a model with its card, after checking that it
 * gives the same logits. Throws AppError 'bad-input' and 'damaged' that name the file and the array, or the record.
 */
export async function importModelTask(input: ImportModelInput, { progress }: TaskContext): Promise<ImportModelOutput> {
  const { npzPath, outFolder, half, card } = input;
  const engine = await openEngine();
  const say = (done: number, message: string): void => progress({ done, total: 3, unit: 'steps', message });
  say(0, 'Reading the arrays');
  const { model, width } = han2020FromArrays(await arraysOf(npzPath), npzPath);
  await saveModel(outFolder, model, { float16: half });
  say(1, 'Comparing the logits');
  await tryModel(outFolder, HAN2020_SAMPLES);
  const check =
    input.check && (await compareLogits(makeClassifier(model), await loadClassifier(outFolder), input.check));
  say(2, 'Writing the card');
  const { parameters, gigaMacs } = modelSize(parseGraph(model.topology), model.weights, HAN2020_SAMPLES);
  const learnedParameters = layoutOf(model.weights).size;
  writeCard(outFolder, {
    architecture: 'han2020',
    width,
    parameters,
    learnedParameters,
    gigaMacsAt18000Samples: Number(gigaMacs.toFixed(3)),
    weights: half ? 'kernels in half precision, the rest in single' : 'single precision',
    importedSha256: createHash('sha256')
      .update(await readFile(npzPath))
      .digest('hex'),
    logitsCheck: check,
    ...card,
  });
  return { engine: engine.version, width, learnedParameters, check };
}

async function arraysOf(path: string): Promise<Record<string, NpyArray>> {
  try {
    return await readNpz(path, isHan2020Array);
  } catch (cause) {
    if (!(cause instanceof AppError) || cause.code !== 'bad-input') throw cause;
    throw new AppError('bad-input', `${path} is not a NumPy file of arrays (.npz): ${cause.message}`, undefined, {
      cause,
    });
  }
}

/** Throws AppError 'damaged' if the logits differ, or if half precision changes the class of a record. */
async function compareLogits(
  read: Classifier,
  stored: Classifier,
  { packPath, logits }: NonNullable<ImportModelInput['check']>,
): Promise<LogitsCheck> {
  try {
    const records = [...readRecordPack(packPath)];
    const samples = records.map((record) => record.samples);
    const own = await predictRecords((x) => read.logits(x), samples);
    const kept = await predictRecords((x) => stored.logits(x), samples);
    const differences = (found: Float32Array[]): number[] =>
      found.map((row, r) => Math.max(...(logits[r] ?? []).map((value, k) => Math.abs(value - (row[k] ?? NaN)))));
    const largestDifference = Math.max(...differences(own));
    if (!(largestDifference <= TOLERANCE)) {
      const worst = differences(own).indexOf(largestDifference);
      throw new AppError(
        'damaged',
        `The model does not give the logits that are written beside it: for record ${records[worst]?.name} they differ by ${largestDifference.toPrecision(3)}, but only ${TOLERANCE} is allowed. Do the arrays, the JSON file and the records belong to the same training?`,
      );
    }
    const changed = own.findIndex((row, r) => classOf(row) !== classOf(kept[r] as Float32Array));
    if (changed >= 0) {
      throw new AppError(
        'bad-input',
        `In half precision record ${records[changed]?.name} gets a different class. Import with --precision single.`,
      );
    }
    return { records: records.length, largestDifference, largestDifferenceStored: Math.max(...differences(kept)) };
  } finally {
    read.dispose();
    stored.dispose();
  }
}
