import { describe, expect, it } from 'vitest';
import { convertRecord } from '../../../src-main/ecg/dataset/convert-record.ts';

const record = {
  name: 'A1',
  samplingHz: 500,
  unitsPerMv: 200,
  samples: Int16Array.from({ length: 1000 }, (_, i) => Math.round(200 * Math.sin((2 * Math.PI * 5 * i) / 500))),
};

describe('a record in the form that a model needs', () => {
  it('has the new rate and gain, the same length in seconds and the same millivolts', () => {
    const made = convertRecord(record, { samplingHz: 300, unitsPerMv: 1000 });
    expect(made).toMatchObject({ name: 'A1', samplingHz: 300, unitsPerMv: 1000 });
    expect(made.samples).toHaveLength(600);
    const wrong = made.samples
      .subarray(30, -30)
      .map((value, i) => Math.abs(value - 1000 * Math.sin((2 * Math.PI * 5 * (i + 30)) / 300)));
    expect(Math.max(...wrong)).toBeLessThan(5); // the old step was 5 units
  });

  it('keeps its samples where only the gain changes', () => {
    const made = convertRecord(record, { samplingHz: 500, unitsPerMv: 1000 });
    expect(made.samples).toEqual(record.samples.map((value) => value * 5));
  });

  it('is refused where it does not fit into 16 bits', () => {
    expect(() => convertRecord(record, { samplingHz: 500, unitsPerMv: 100_000 })).toThrow(
      /A1 reaches -?[\d.]+ mV, which does not fit into 16 bits at 100000 units per mV/,
    );
  });
});
