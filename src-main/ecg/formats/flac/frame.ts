import { BitReader } from './bit-reader.ts';
import { crc16 } from './crc16.ts';
import { FlacError } from './flac-error.ts';
import { readSubframe } from './subframe.ts';

export interface FlacStream {
  channels: number;
  bitsPerSample: number;
}

export interface FlacFrame {
  /** Samples by channel. */
  channels: Int32Array[];
  /** Bytes up to the next frame. */
  end: number;
}

const SYNC = 0b11_1111_1111_1110;
const SAMPLE_SIZES = [undefined, 8, 12, undefined, 16, 20, 24, 32];
const [LEFT_SIDE, SIDE_RIGHT, MID_SIDE] = [8, 9, 10];

/** The frame that begins at byte `start` (RFC 9639, 9), its checksum checked. Throws FlacError, or RangeError at the end. */
export function readFrame(bytes: Uint8Array, start: number, stream: FlacStream): FlacFrame {
  const bits = new BitReader(bytes, start);
  const { blockSize, assignment } = readHeader(bits, stream);
  const channels = Array.from({ length: stream.channels }, (_, channel) => {
    const samples = new Int32Array(blockSize);
    const isSide = channel === (assignment === SIDE_RIGHT ? 0 : 1) && assignment >= LEFT_SIDE;
    readSubframe(bits, samples, stream.bitsPerSample + (isSide ? 1 : 0));
    return samples;
  });
  const [first, second] = channels;
  if (assignment >= LEFT_SIDE && first !== undefined && second !== undefined) joinStereo(first, second, assignment);
  bits.alignToByte();
  const end = bits.position;
  if (bits.unsigned(16) !== crc16(bytes.subarray(start, end))) throw new FlacError('the checksum of a frame is wrong');
  return { channels, end: end + 2 };
}

function readHeader(bits: BitReader, stream: FlacStream): { blockSize: number; assignment: number } {
  if (bits.unsigned(14) !== SYNC) throw new FlacError('a frame does not begin where one should');
  bits.unsigned(2);
  const sizeCode = bits.unsigned(4);
  const rateCode = bits.unsigned(4);
  const assignment = bits.unsigned(4);
  const sampleSizeCode = bits.unsigned(3);
  bits.unsigned(1);
  skipFrameNumber(bits);
  const blockSize = readBlockSize(bits, sizeCode);
  if (rateCode === 12) bits.unsigned(8);
  if (rateCode === 13 || rateCode === 14) bits.unsigned(16);
  bits.unsigned(8);
  const channels = assignment < LEFT_SIDE ? assignment + 1 : 2;
  if (assignment > MID_SIDE || channels !== stream.channels) {
    throw new FlacError('a frame has another number of channels than its stream');
  }
  if (sampleSizeCode !== 0 && SAMPLE_SIZES[sampleSizeCode] !== stream.bitsPerSample) {
    throw new FlacError('a frame has samples of another size than its stream');
  }
  return { blockSize, assignment };
}

/** It is written as UTF-8 writes a character: the ones that it begins with count its bytes. */
function skipFrameNumber(bits: BitReader): void {
  const first = bits.unsigned(8);
  let more = 0;
  for (let mask = 0x40; first >= 0xc0 && (first & mask) !== 0; mask >>= 1) more += 1;
  for (let i = 0; i < more; i++) bits.unsigned(8);
}

function readBlockSize(bits: BitReader, code: number): number {
  if (code === 0) throw new FlacError('a frame is of a reserved length');
  if (code === 1) return 192;
  if (code <= 5) return 576 * 2 ** (code - 2);
  if (code === 6) return bits.unsigned(8) + 1;
  if (code === 7) return bits.unsigned(16) + 1;
  return 256 * 2 ** (code - 8);
}

/** Undoes the coding of two channels as one of them, or their mean, and their difference. */
function joinStereo(first: Int32Array, second: Int32Array, assignment: number): void {
  for (let i = 0; i < first.length; i++) {
    const [a, b] = [first[i] as number, second[i] as number];
    if (assignment === LEFT_SIDE) second[i] = a - b;
    else if (assignment === SIDE_RIGHT) first[i] = a + b;
    else {
      // The mean lost its last bit, which is that of the difference.
      const twice = 2 * a + (b & 1);
      first[i] = (twice + b) / 2;
      second[i] = (twice - b) / 2;
    }
  }
}
