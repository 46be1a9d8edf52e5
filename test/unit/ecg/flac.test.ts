import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeFlac } from '../../../src-main/ecg/formats/flac/decode-flac.ts';

const golden = (name: string): Buffer => readFileSync(join(import.meta.dirname, '../../golden/ecg', name));

/** As make-flac.py beside the files computes them. */
function flacSamples(count: number, seed: number, top: number, noise: number): number[] {
  let state = seed;
  return Array.from({ length: count }, (_, i) => {
    state = (state * 48_271) % 2_147_483_647;
    const phase = i % 50;
    return Math.floor((top * (phase < 25 ? phase : 50 - phase)) / 25) - top / 2 + (state % noise);
  });
}

describe('FLAC', () => {
  it.each([
    ['flac8.flac', 8, [flacSamples(300, 1, 100, 3)]],
    ['flac16.flac', 16, [0, 1].map((c) => flacSamples(700, 2, 20_000, 40).map((v, i) => v + c * (5 + (i % 3))))],
    ['flac24.flac', 24, [flacSamples(300, 4, 16e6, 9), flacSamples(300, 5, 16e6, 900), Array(300).fill(-(2 ** 23))]],
  ])('%s comes back to the last of its %i bits, in every channel', (name, bits, channels) => {
    const decoded = decodeFlac(golden(name), name);
    expect(decoded.bitsPerSample).toBe(bits);
    expect(decoded.channels.map((samples) => [...samples])).toEqual(channels);
  });

  it('is refused by name where a bit of it was changed, or its end is missing', () => {
    const whole = golden('flac16.flac');
    for (const at of [0, 30, whole.length - 300, whole.length - 1]) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => decodeFlac(changed, 'x.d0'), `byte ${at}`).toThrow(/^x\.d0 is not a FLAC stream that can be read: /);
    }
    for (const length of [0, 3, 20, 60, whole.length - 1]) {
      expect(() => decodeFlac(whole.subarray(0, length), 'x.d0')).toThrow(/x\.d0 is not a FLAC stream/);
    }
  });
});
