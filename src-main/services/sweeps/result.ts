import { z } from 'zod';
import { perturbationMetricsSchema } from '../../../src-shared/contract/attacks.ts';
import { partOutcomeSchema } from '../../../src-shared/contract/part-outcome.ts';
import { classIndexSchema } from '../../../src-shared/ecg.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { readRecordPack } from '../../ecg/dataset/record-pack.ts';
import type { TaskResult } from '../../jobs/tasks/index.ts';
import { int16FromBytes, int16ToBytes } from '../../numeric/int16-bytes.ts';
import { isEngineOf, type Piece } from './piece.ts';

const probabilities = z.array(z.number());
const position = z.int().min(0);

const headSchema = z.strictObject({
  /** What computed it, of the piece's arithmetic. */
  engine: z.string(),
  outputs: z.strictObject({ vary: z.boolean(), areProbabilities: z.boolean() }),
  examples: z.array(
    z.strictObject({
      /** Position of its record in the piece. */
      at: position,
      sampleCount: position,
      label: classIndexSchema,
      originalClass: classIndexSchema,
      adversarialClass: classIndexSchema,
      probabilitiesBefore: probabilities,
      probabilitiesAfter: probabilities,
      originallyCorrect: z.boolean(),
      fooled: z.boolean(),
      stillCorrect: z.boolean(),
      noiseFooled: z.boolean(),
      zeroGradient: z.boolean(),
      perturbsPadding: z.boolean(),
      queries: z.int().nullable(),
      starts: z.int().nullable(),
      keptStart: z.int().nullable(),
      parts: z.array(partOutcomeSchema).nullable(),
      metrics: perturbationMetricsSchema,
    }),
  ),
});
type Head = z.infer<typeof headSchema>;

/** The result of a piece: its examples in the order in which they were made. */
export interface PieceResult extends Pick<Head, 'engine' | 'outputs'> {
  examples: (Omit<Head['examples'][number], 'sampleCount'> & { samples: Int16Array })[];
}

/**
 * What an attack has given for a piece, whose records have their positions as ids, as bytes that depend on the piece alone:
 * a line of JSON, and the attacked signals as int16, little-endian, in the order of its examples.
 */
export function encodeResult({ engine, outputs, examples }: TaskResult<'attack'>, examplesPath: string): Buffer {
  const signals = [...readRecordPack(examplesPath)].map(({ samples }) => samples);
  const head: Head = {
    engine,
    outputs,
    examples: examples.map(({ id, ...example }, i) => ({ at: id, sampleCount: signals[i]?.length ?? 0, ...example })),
  };
  return Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), ...signals.map(int16ToBytes)]);
}

/** Reads it again. Throws AppError 'damaged' unless it is a result of exactly this piece. */
export function decodeResult(bytes: Buffer, piece: Piece, sampleCounts: readonly number[]): PieceResult {
  const end = bytes.indexOf('\n');
  const parsed = headSchema.safeParse(jsonOf(bytes.subarray(0, Math.max(0, end)).toString('utf8')));
  if (!parsed.success) throw damaged('it is not the description of examples');
  const { engine, outputs, examples } = parsed.data;
  if (!isEngineOf(piece.arithmetic, engine)) throw damaged('another engine computed it');
  const isOfPiece = examples.every(({ at, label, sampleCount }) => {
    return piece.records[at]?.label === label && sampleCounts[at] === sampleCount;
  });
  const places = new Set(examples.map(({ at }) => at));
  if (!isOfPiece || places.size !== examples.length || places.size !== piece.records.length)
    throw damaged('its examples are not those of the records');
  let from = end + 1;
  const withSamples = examples.map(({ sampleCount, ...example }) => {
    const samples = new Int16Array(sampleCount);
    Buffer.from(samples.buffer).set(bytes.subarray(from, (from += 2 * sampleCount)));
    int16FromBytes(samples);
    return { ...example, samples };
  });
  if (from !== bytes.length) throw damaged('its signals have another length');
  return { engine, outputs, examples: withSamples };
}

function damaged(why: string): AppError {
  return new AppError('damaged', `This is no result of the piece: ${why}.`);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
