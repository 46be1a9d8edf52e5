import { describe, expect, it } from 'vitest';
import { findCalibration, keepCalibration, PX_PER_MM_KEY } from '../../../src-renderer/ecg/px-per-mm.ts';

const CARD = { pxPerMm: 4.25, at: '2026-11-02T08:00:00.000Z', by: 'card' } as const;

function memory(first?: string) {
  const values = new Map(first === undefined ? [] : [[PX_PER_MM_KEY, first]]);
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
  };
}

describe('the calibration of displays', () => {
  it('is kept for each display', () => {
    const storage = memory();
    const ruler = { pxPerMm: 8, at: '2026-11-03T08:00:00.000Z', by: 'ruler' } as const;
    keepCalibration('a', CARD, storage);
    keepCalibration('b', ruler, storage);
    expect([findCalibration('a', storage), findCalibration('b', storage)]).toEqual([CARD, ruler]);
    expect(findCalibration('c', storage)).toBeNull();
  });

  it.each([
    'wide',
    '4.25',
    '{"a":4.25}',
    JSON.stringify({ a: { ...CARD, pxPerMm: 0 } }),
    JSON.stringify({ a: { ...CARD, pxPerMm: 1e9 } }),
    JSON.stringify({ a: { ...CARD, at: 'yesterday' } }),
  ])('counts as none where the window holds %s', (text) => {
    expect(findCalibration('a', memory(text))).toBeNull();
  });

  it('holds for the page in a browser that keeps nothing', () => {
    const refusing = {
      getItem: () => null,
      setItem: () => {
        throw new Error('The quota has been exceeded.');
      },
    };
    keepCalibration('page only', CARD, refusing);
    expect(findCalibration('page only', refusing)).toEqual(CARD);
  });
});
