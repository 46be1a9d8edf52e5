import { AppError } from '../../../../src-shared/errors/app-error.ts';
import { decompressLzw } from './lzw.ts';

/** Size, a mark that is not needed, and the first difference. */
const HEADER_BYTES = 8;
/** Differences are stored with this added. */
const BIAS = 64;

/** Recorders end their data with a few bytes of 0. */
const SPARE_BYTES = 16;

/** A lead's compressed block. */
export interface XliBlock {
  /** The difference before the first that is stored. */
  start: number;
  compressed: Buffer;
}

/** The blocks of Philips's XLI compression, one a lead. Throws AppError('damaged') where one reaches beyond the end. */
export function xliBlocks(bytes: Buffer, where: string): XliBlock[] {
  const blocks: XliBlock[] = [];
  let at = 0;
  while (at + HEADER_BYTES <= bytes.length) {
    const size = bytes.readInt32LE(at);
    const from = at + HEADER_BYTES;
    if (size < 1 || from + size > bytes.length) {
      throw new AppError(
        'damaged',
        `${where}: the compressed block ${blocks.length + 1} has ${size} bytes, more or less than there are.`,
      );
    }
    blocks.push({ start: bytes.readInt16LE(at + 6), compressed: bytes.subarray(from, from + size) });
    at = from + size;
  }
  return blocks;
}

/**
 * The samples of a block, `count` of them: LZW gives the high bytes of all and then the low bytes; from the third on they are
 * second differences. Throws AppError('damaged') that begins with `where`.
 */
export function decodeXliBlock({ start, compressed }: XliBlock, count: number, where: string): Int32Array {
  const bytes = decompressLzw(compressed, 2 * count + SPARE_BYTES, where);
  if (bytes.length < 2 * count) {
    throw new AppError('damaged', `${where} unpacks to ${bytes.length} bytes instead of ${2 * count}.`);
  }
  const samples = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    samples[i] = ((((bytes[i] as number) << 8) | (bytes[count + i] as number)) << 16) >> 16;
  }
  let difference = start;
  for (let i = 2; i < count; i++) {
    const value = 2 * (samples[i - 1] as number) - (samples[i - 2] as number) - difference;
    if (value < -32768 || value > 32767) {
      throw new AppError('damaged', `${where}: sample ${i + 1} does not fit into 16 bits.`);
    }
    difference = (samples[i] as number) - BIAS;
    samples[i] = value;
  }
  return samples;
}
