import { describe, expect, it } from 'vitest';
import { closeGaps, cutTo } from '../../../src-main/ecg/dataset/close-gaps.ts';
import { fitInto16Bits } from '../../../src-main/ecg/dataset/fit-16-bits.ts';
import { digitise } from '../../../src-main/ecg/formats/digitise.ts';

const gap = (values: number[], ...missing: [number, number][]) => ({
  samples: Int16Array.from(values),
  samplingHz: 100,
  unitsPerMv: 1000,
  missing: missing.map(([from, to]) => ({ from, to })),
});

describe('missing samples', () => {
  const inside = gap([1, 0, 0, 7, 8, 9, 0], [1, 3], [6, 7]);

  it('are refused with their place and the cure', () => {
    const text = /3 of its 7 samples are missing, the first for 0.02.? s at 0.01.? s; .*--gaps/;
    expect(() => closeGaps(inside, { kind: 'refuse' })).toThrow(text);
  });

  it('leave the longest stretch', () => {
    expect(closeGaps(inside, { kind: 'longest' })).toMatchObject({ samples: Int16Array.of(7, 8, 9) });
    expect(() => closeGaps(gap([0, 0], [0, 2]), { kind: 'longest' })).toThrow('all of its samples are missing');
  });

  it('are bridged by a straight line up to a length, never at an end', () => {
    expect([...closeGaps(gap([1, 0, 0, 7], [1, 3]), { kind: 'interpolate', mostMs: 20 }).samples]).toEqual([
      1, 3, 5, 7,
    ]);
    for (const signal of [inside, gap([1, 0, 0, 0, 7], [1, 4])]) {
      expect(() => closeGaps(signal, { kind: 'interpolate', mostMs: 20 })).toThrow(/up to 20 ms within the record/);
    }
  });

  it('are none of a whole record', () => {
    const whole = gap([1, 2]);
    for (const kind of ['refuse', 'longest'] as const) expect(closeGaps(whole, { kind }).samples).toBe(whole.samples);
  });
});

describe('physical values', () => {
  it('become whole steps of 1 µV, or of what is finer, and gaps where they are no numbers', () => {
    const coarse = digitise([0.001, -1.5, Number.NaN, Number.NaN, 2, Number.POSITIVE_INFINITY]);
    expect(coarse).toEqual({
      samples: Int32Array.of(1, -1500, 0, 0, 2000, 0),
      unitsPerMv: 1000,
      missing: [
        { from: 2, to: 4 },
        { from: 5, to: 6 },
      ],
    });
    expect(digitise([0.00025, -0.1])).toMatchObject({ samples: Int32Array.of(25, -10_000), unitsPerMv: 100_000 });
    expect(digitise([1 / 3])).toMatchObject({ samples: Int32Array.of(333), unitsPerMv: 1000 });
    expect(digitise([0.4], 5)).toMatchObject({ samples: Int32Array.of(2), unitsPerMv: 5 });
  });
});

describe('values of more than 16 bits', () => {
  it('are kept where they fit, and divided by a power of two with their gain where they do not', () => {
    const fits = fitInto16Bits({ samples: Int32Array.of(-32_768, 32_767), unitsPerMv: 1000 });
    expect(fits).toEqual({ samples: Int16Array.of(-32_768, 32_767), unitsPerMv: 1000, scaled: false });
    const large = fitInto16Bits({ samples: Int32Array.of(-4, 32_768, 65_533), unitsPerMv: 8000 });
    expect(large).toEqual({ samples: Int16Array.of(-2, 16_384, 32_767), unitsPerMv: 4000, scaled: true });
  });

  it('are refused where no ECG reaches so far', () => {
    const wild = { samples: Int32Array.of(2 ** 30), unitsPerMv: 1000 };
    expect(() => fitInto16Bits(wild)).toThrow('its values reach 1073742 mV, which no ECG does');
  });
});

describe('a part of a signal', () => {
  it('has those gaps that are in it, from its own start', () => {
    const signal = gap([1, 2, 0, 0, 5, 6, 0, 8], [2, 4], [6, 7]);
    expect(cutTo(signal, { from: 3, to: 6 })).toMatchObject({
      samples: Int16Array.of(0, 5, 6),
      missing: [{ from: 0, to: 1 }],
    });
    expect(cutTo(signal, { from: 4, to: 6 }).missing).toEqual([]);
  });
});
