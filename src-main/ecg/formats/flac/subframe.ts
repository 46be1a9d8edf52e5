import type { BitReader } from './bit-reader.ts';
import { FlacError } from './flac-error.ts';

const FIXED_COEFFICIENTS: readonly (readonly number[])[] = [[], [1], [2, -1], [3, -3, 1], [4, -6, 4, -1]];
const LONGEST_RICE_VALUE = 2 ** 32;

/** The samples of one channel in one frame (RFC 9639, 9.2), written over `samples`. Throws FlacError. */
export function readSubframe(bits: BitReader, samples: Int32Array, bitsPerSample: number): void {
  if (bits.unsigned(1) !== 0) throw new FlacError('a subframe begins with a bit that must be 0');
  const type = bits.unsigned(6);
  const wasted = bits.unsigned(1) === 0 ? 0 : bits.unary() + 1;
  const width = bitsPerSample - wasted;
  if (width < 1) throw new FlacError('a subframe has no bits for its samples');
  if (type === 0) samples.fill(bits.signed(width));
  else if (type === 1) for (let i = 0; i < samples.length; i++) samples[i] = bits.signed(width);
  else if (type >= 8 && type <= 12) readFixed(bits, samples, width, type - 8);
  else if (type >= 32) readPredicted(bits, samples, width, type - 31);
  else throw new FlacError(`a subframe is of the reserved type ${type}`);
  if (wasted > 0) for (let i = 0; i < samples.length; i++) samples[i] = (samples[i] as number) << wasted;
}

function readFixed(bits: BitReader, samples: Int32Array, width: number, order: number): void {
  readWarmUp(bits, samples, width, order);
  readResidual(bits, samples, order);
  addPrediction(samples, FIXED_COEFFICIENTS[order] ?? [], 0);
}

function readPredicted(bits: BitReader, samples: Int32Array, width: number, order: number): void {
  readWarmUp(bits, samples, width, order);
  const precision = bits.unsigned(4) + 1;
  const shift = bits.signed(5);
  if (precision === 16 || shift < 0) throw new FlacError('a linear predictor is not valid');
  const coefficients = Array.from({ length: order }, () => bits.signed(precision));
  readResidual(bits, samples, order);
  addPrediction(samples, coefficients, shift);
}

function readWarmUp(bits: BitReader, samples: Int32Array, width: number, order: number): void {
  if (order > samples.length) throw new FlacError('a predictor is longer than its frame');
  for (let i = 0; i < order; i++) samples[i] = bits.signed(width);
}

/** What the prediction leaves over, in Rice codes by partition, from sample `order` on. */
function readResidual(bits: BitReader, samples: Int32Array, order: number): void {
  const method = bits.unsigned(2);
  if (method > 1) throw new FlacError('a residual is coded in a reserved way');
  const parameterBits = method === 0 ? 4 : 5;
  const escape = 2 ** parameterBits - 1;
  const partitionOrder = bits.unsigned(4);
  const size = samples.length >> partitionOrder;
  if (size << partitionOrder !== samples.length || size < order) {
    throw new FlacError('a residual is divided into parts that do not fit');
  }
  for (let start = 0; start < samples.length; start += size) {
    const parameter = bits.unsigned(parameterBits);
    const rawWidth = parameter === escape ? bits.unsigned(5) : undefined;
    for (let i = Math.max(start, order); i < start + size; i++) {
      samples[i] = rawWidth === undefined ? riceValue(bits, parameter) : bits.signed(rawWidth);
    }
  }
}

/** A signed value: folded so that even numbers are positive, divided by 2 to the parameter. */
function riceValue(bits: BitReader, parameter: number): number {
  const quotient = bits.unary();
  const folded = quotient * 2 ** parameter + bits.unsigned(parameter);
  if (folded >= LONGEST_RICE_VALUE) throw new FlacError('a residual is larger than any sample');
  return folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2;
}

/**
 * Sums are exact in 64-bit floating point: at most 32 products of 15 and 25 bits are 45 bits wide.
 * @param samples the first ones as they are, the others what the prediction leaves over
 */
function addPrediction(samples: Int32Array, coefficients: readonly number[], shift: number): void {
  const order = coefficients.length;
  const divisor = 2 ** shift;
  for (let i = order; i < samples.length; i++) {
    let sum = 0;
    for (let j = 0; j < order; j++) sum += (coefficients[j] as number) * (samples[i - 1 - j] as number);
    samples[i] = (samples[i] as number) + Math.floor(sum / divisor);
  }
}
