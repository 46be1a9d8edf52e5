import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { readNpz } from '../../../src-main/ecg/numpy/npz.ts';
import { han2020FromArrays, type Han2020Arrays } from '../../../src-main/ml/models/han2020-arrays.ts';

export const HAN2020_GOLDEN = resolve(import.meta.dirname, '../../golden/ml/han2020');
export const MAKE_HAN2020 = resolve(import.meta.dirname, '../../golden/ml/make_han2020.py');

const LENGTHS = [2715, 9000, 17_999, 18_000, 18_286];

/** The signals that make_han2020.py gave to PyTorch, ADC units. */
export function goldenSignals(): Int16Array[] {
  return LENGTHS.map((samples, r) =>
    Int16Array.from({ length: samples }, (_, i) => ((7 * i * i + 13 * i + 101 * r) % 401) - 200),
  );
}

export interface GoldenHan2020 extends Han2020Arrays {
  logits: number[][];
}

export async function readGolden(folder = HAN2020_GOLDEN): Promise<GoldenHan2020> {
  const path = join(folder, 'han2020.npz');
  const text = await readFile(join(folder, 'han2020.json'), 'utf8');
  const { firstFiveLogits: logits } = JSON.parse(text) as { firstFiveLogits: number[][] };
  return { ...han2020FromArrays(await readNpz(path), path), logits };
}
