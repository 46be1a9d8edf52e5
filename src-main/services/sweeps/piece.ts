import { createHash } from 'node:crypto';
import { z } from 'zod';
import { attackOptionsSchema } from '../../../src-shared/attacks/index.ts';
import { classIndexSchema } from '../../../src-shared/ecg.ts';
import { canonicalJson } from '../../../src-shared/format/canonical-json.ts';

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);
const MOST_BYTES = 1024 ** 3;
const MOST_PATTERN = 1024 ** 2;
const blobSchema = z.strictObject({ sha256: sha256Schema, bytes: z.int().min(0).max(MOST_BYTES) });

/** With what a piece is computed: the same gives the same bytes. */
const arithmeticSchema = z.strictObject({
  program: z.string().max(100),
  /** 'TensorFlow 2.21.0', 'TensorFlow 2.21.0 with WebGPU (Apple M2)' */
  engine: z.string().max(200),
  /** See machineArithmetic. */
  machine: sha256Schema,
});
export type Arithmetic = z.infer<typeof arithmeticSchema>;

/** Whether a machine with this arithmetic names its engine so: without a graphics processor, where that cannot run a model. */
export function isEngineOf(arithmetic: Arithmetic, engine: string): boolean {
  return arithmetic.engine === engine || arithmetic.engine.startsWith(`${engine} with `);
}

/** Some records, attacked in one way: everything that determines the result, and nothing else. */
const pieceSchema = z.strictObject({
  arithmetic: arithmeticSchema,
  /** SHA-256 of the model's files. */
  model: sha256Schema,
  /** With the budget. */
  options: attackOptionsSchema,
  /** Of a universal attack: δ as float64, little-endian, in base64. */
  pattern: z.base64().max(MOST_PATTERN).optional(),
  /** In this order, which decides what shares a batch. Labels are positions in the model's list. */
  records: z
    .array(z.strictObject({ sha256: sha256Schema, label: classIndexSchema }))
    .min(1)
    .max(1000),
});
export type Piece = z.output<typeof pieceSchema>;

/** SHA-256 of the piece as canonical JSON. */
export function idOfPiece(piece: Piece): string {
  return digest(piece);
}

/** The queue on which this kind of work is: workers that would give other bytes look elsewhere. */
export function queueOf(arithmetic: Arithmetic): string {
  return `pieces-${digest(arithmetic).slice(0, 16)}`;
}

function digest(value: object): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

/** The perturbation of a universal attack as a piece has it. */
export function patternText(pattern: Float64Array): string {
  const bytes = Buffer.alloc(8 * pattern.length);
  pattern.forEach((value, i) => bytes.writeDoubleLE(value, 8 * i));
  return bytes.toString('base64');
}

export function patternFrom(text: string): Float64Array {
  const bytes = Buffer.from(text, 'base64');
  return Float64Array.from({ length: Math.floor(bytes.length / 8) }, (_, i) => bytes.readDoubleLE(8 * i));
}

/** What a worker is given: the piece and where its parts are found. */
export const orderSchema = z.strictObject({
  piece: pieceSchema,
  /** A pack of the records, in their order. */
  pack: blobSchema,
  modelFiles: z
    .array(blobSchema.extend({ name: z.string().regex(/^[\w-][\w.-]{0,199}$/) }))
    .min(1)
    .max(1000),
});
export type Order = z.output<typeof orderSchema>;

/** What comes back: where the result is found, and how it was made. */
export const receiptSchema = z.strictObject({
  result: blobSchema,
  arithmetic: arithmeticSchema,
  worker: z.strictObject({ id: z.uuid(), name: z.string().max(300) }).nullable(),
  seconds: z.number().min(0),
});
export type Receipt = z.output<typeof receiptSchema>;
