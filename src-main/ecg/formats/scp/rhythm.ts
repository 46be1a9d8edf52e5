import { AppError } from '../../../../src-shared/errors/app-error.ts';
import type { SignalSamples } from '../record/opened-record.ts';
import { centredOnZero } from '../record/physical-zero.ts';
import { decodeHuffman } from './huffman.ts';
import type { ScpLead } from './leads.ts';

/** The rhythm data of section 6, before any lead is decoded. */
export interface ScpRhythm {
  /** In nV per unit. */
  stepNv: number;
  samplingHz: number;
  /** 0 for the samples themselves, 1 for first differences, 2 for second ones. */
  differences: number;
  isBimodal: boolean;
  isHuffman: boolean;
  /** The bytes of each lead. */
  data: readonly Buffer[];
}

const HEADER_BYTES = 6;

/** Takes section 6 apart. Throws AppError('damaged') where it is cut off or its numbers are not possible. */
export function scpRhythm(section: Buffer, leads: number, isHuffman: boolean, fileName: string): ScpRhythm {
  let at = HEADER_BYTES + 2 * leads;
  if (section.length < at) throw new AppError('damaged', `${fileName}: its section 6 is cut off.`);
  const stepNv = section.readUInt16LE(0);
  const intervalUs = section.readUInt16LE(2);
  const differences = section[4] as number;
  if (stepNv === 0 || intervalUs === 0 || differences > 2) {
    const text = `${stepNv} nV, ${intervalUs} µs and differences of order ${differences} are not possible`;
    throw new AppError('damaged', `${fileName}: its section 6 contradicts the standard (${text}).`);
  }
  const data = Array.from({ length: leads }, (_, i) => {
    const bytes = section.readUInt16LE(HEADER_BYTES + 2 * i);
    at += bytes;
    return section.subarray(at - bytes, at);
  });
  if (at > section.length) throw new AppError('damaged', `${fileName}: its section 6 is shorter than its leads.`);
  return { stepNv, samplingHz: 1e6 / intervalUs, differences, isBimodal: section[5] === 1, isHuffman, data };
}

/** The samples of one lead. Throws AppError('damaged') that begins with `where`. */
export function readScpLead(rhythm: ScpRhythm, lead: ScpLead, index: number, where: string): SignalSamples {
  const data = rhythm.data[index] ?? Buffer.alloc(0);
  const count = lead.samples;
  if (count < 1) throw new AppError('damaged', `${where} has ${count} samples.`);
  const numbers = rhythm.isHuffman ? decodeHuffman(data, count) : plainNumbers(data, count);
  if (numbers === undefined) {
    throw new AppError('damaged', `${where}: its data end before its ${count} samples. The file is cut off.`);
  }
  for (let i = rhythm.differences; rhythm.differences > 0 && i < count; i++) {
    const before = numbers[i - 1] as number;
    const value =
      (numbers[i] as number) + (rhythm.differences === 1 ? before : 2 * before - (numbers[i - 2] as number));
    if (value < -32768 || value > 32767) {
      throw new AppError('damaged', `${where}: sample ${i + 1} does not fit into 16 bits. Its data are damaged.`);
    }
    numbers[i] = value;
  }
  const scale = { unitsPerMv: 1e6 / rhythm.stepNv, zero: 0, missing: [] };
  return { ...centredOnZero(numbers, scale, where), samplingHz: rhythm.samplingHz };
}

function plainNumbers(data: Buffer, count: number): Int32Array | undefined {
  if (data.length < 2 * count) return undefined;
  return Int32Array.from({ length: count }, (_, i) => data.readInt16LE(2 * i));
}
