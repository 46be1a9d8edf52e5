import { createHash } from 'node:crypto';
import { AppError } from '../../../../src-shared/errors/app-error.ts';
import { FlacError } from './flac-error.ts';
import { readFrame, type FlacFrame, type FlacStream } from './frame.ts';
import { GrowingSamples } from './growing-samples.ts';

export interface DecodedFlac {
  bitsPerSample: number;
  /** By channel, all of one length. */
  channels: (Int16Array | Int32Array)[];
}

interface StreamInfo extends FlacStream {
  /** Per channel; 0 where the stream does not say. */
  totalSamples: number;
  md5: Buffer;
}

const MARKER = 'fLaC';
const STREAM_INFO_BYTES = 34;
const UNKNOWN_MD5 = Buffer.alloc(16);
/**
 * A line that stays level shrinks to almost nothing, so that a small file could fill the memory. All channels together may
 * unpack to so many samples, or to so many for each byte.
 */
const MAX_SAMPLES = 4e6;
const MAX_SAMPLES_PER_BYTE = 5;

/**
 * Decodes a FLAC stream (RFC 9639) to whole numbers, exactly: the checksum of every frame and the MD5 of all samples are
 * checked. Throws AppError('damaged') that names `fileName`.
 */
export function decodeFlac(bytes: Buffer, fileName: string): DecodedFlac {
  try {
    return decode(bytes);
  } catch (cause) {
    if (!(cause instanceof FlacError || cause instanceof RangeError)) throw cause;
    throw new AppError('damaged', `${fileName} is not a FLAC stream that can be read: ${cause.message}.`, undefined, {
      cause,
    });
  }
}

function decode(bytes: Buffer): DecodedFlac {
  const { info, start } = readMetadata(bytes);
  const channels = Array.from({ length: info.channels }, () => new GrowingSamples(info.bitsPerSample));
  const most = Math.max(MAX_SAMPLES, MAX_SAMPLES_PER_BYTE * bytes.length) / info.channels;
  const md5 = createHash('md5');
  let count = 0;
  let at = start;
  while (at < bytes.length && (info.totalSamples === 0 || count < info.totalSamples)) {
    const frame = readFrame(bytes, at, info);
    frame.channels.forEach((samples, i) => channels[i]?.append(samples));
    md5.update(interleaved(frame, info.bitsPerSample));
    count += frame.channels[0]?.length ?? 0;
    if (count > most) throw new FlacError('it unpacks to far more than its size');
    at = frame.end;
  }
  if (count < info.totalSamples) throw new FlacError(`it ends after ${count} of ${info.totalSamples} samples`);
  if (!info.md5.equals(UNKNOWN_MD5) && !md5.digest().equals(info.md5)) {
    throw new FlacError('its samples are not those that were stored (their MD5 differs)');
  }
  return { bitsPerSample: info.bitsPerSample, channels: channels.map((one) => one.all()) };
}

function readMetadata(bytes: Buffer): { info: StreamInfo; start: number } {
  if (bytes.toString('latin1', 0, 4) !== MARKER) throw new FlacError(`it does not begin with ${MARKER}`);
  let info: StreamInfo | undefined;
  let at = 4;
  for (let isLast = false; !isLast;) {
    if (at + 4 > bytes.length) throw new FlacError('its description is incomplete');
    const head = bytes.readUInt8(at);
    const length = bytes.readUIntBE(at + 1, 3);
    isLast = head >= 0x80;
    if (head % 0x80 === 0 && length === STREAM_INFO_BYTES)
      info = readStreamInfo(bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  if (info === undefined || at > bytes.length) throw new FlacError('its description is incomplete');
  return { info, start: at };
}

/** Throws RangeError where it is cut short. */
function readStreamInfo(block: Buffer): StreamInfo {
  const packed = block.readUInt32BE(10);
  return {
    channels: ((packed >>> 9) & 7) + 1,
    bitsPerSample: ((packed >>> 4) & 31) + 1,
    totalSamples: (packed & 15) * 2 ** 32 + block.readUInt32BE(14),
    md5: block.subarray(18, STREAM_INFO_BYTES),
  };
}

/** The samples of a frame as their MD5 is computed: little-endian, channel by channel for each moment. */
function interleaved({ channels }: FlacFrame, bitsPerSample: number): Buffer {
  const width = Math.ceil(bitsPerSample / 8);
  const length = channels[0]?.length ?? 0;
  const out = Buffer.alloc(length * channels.length * width);
  let at = 0;
  for (let i = 0; i < length; i++) {
    for (const samples of channels) {
      const value = samples[i] as number;
      for (let byte = 0; byte < width; byte++) out[at++] = (value >> (8 * byte)) & 0xff;
    }
  }
  return out;
}
