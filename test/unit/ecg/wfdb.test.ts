import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readMatlab4 } from '../../../src-main/ecg/formats/wfdb/matlab4.ts';
import { parseWfdbHeader } from '../../../src-main/ecg/formats/wfdb/header.ts';
import type { OpenedRecord, SignalSamples } from '../../../src-main/ecg/formats/format.ts';
import { wfdb } from '../../../src-main/ecg/formats/wfdb.ts';
import { memorySource } from '../../helpers/memory-source.ts';
import { writeMatlab4 } from '../../helpers/write-matlab4.ts';

const golden = join(import.meta.dirname, '../../golden/ecg');

/** The record of the first header among these files. */
function open(...files: { name: string; data: string | Buffer }[]): OpenedRecord {
  const source = memorySource(files);
  const record = wfdb.list(source, [...source.files]).records[0];
  if (record === undefined) throw new Error('no record');
  return record.open();
}

/** A signal of a header that names one file; without its position the first in volts. */
function decode(header: string, data: Buffer, position?: number): SignalSamples {
  const name = /^\S+\.\w+/m.exec(header)?.[0] ?? '';
  const { signals } = open({ name: 'x.hea', data: header }, { name, data });
  const signal = position === undefined ? signals.find(({ isVoltage }) => isVoltage) : signals[position];
  if (signal === undefined) throw new Error('no such signal');
  return signal.read();
}

function decodeGolden(name: string, data: string, index?: number): SignalSamples {
  return decode(readFileSync(join(golden, `${name}.hea`), 'utf8'), readFileSync(join(golden, data)), index);
}

describe('WFDB header', () => {
  it('reads a CinC 2017 header with its byte offset', () => {
    const header = parseWfdbHeader(readFileSync(join(golden, 'gmat.hea'), 'utf8'), 'gmat.hea');
    expect(header).toEqual({
      recordName: 'gmat',
      samplingHz: 300,
      frameCount: 6,
      hasDate: true,
      comments: [],
      signals: [
        {
          fileName: 'gmat.mat',
          format: 16,
          samplesPerFrame: 1,
          skew: 0,
          byteOffset: 24,
          gain: 1000,
          isCalibrated: true,
          units: 'mV',
          baseline: 0,
          adcZero: 0,
          initialValue: -127,
          checksum: undefined,
          description: 'ECG',
        },
      ],
    });
  });

  it('fills in the defaults of the format: 250 Hz, gain 200 for none or 0, mV, baseline from ADC zero', () => {
    const header = parseWfdbHeader('# note\nr 2\n# more\nr.dat 212\nr.dat 16 0 12 -5\n', 'r.hea');
    expect(header).toMatchObject({ samplingHz: 250, frameCount: undefined, comments: ['note', 'more'] });
    expect(header.signals).toMatchObject([
      { gain: 200, units: 'mV', baseline: 0, initialValue: undefined, checksum: undefined },
      { gain: 200, units: 'mV', baseline: -5 },
    ]);
  });

  it('keeps gain, baseline and unit apart', () => {
    const header = parseWfdbHeader('r 1 360.5 10\nr.dat 16x4:7+30 200.5(-12)/uV 11 0 1 -2 0 a b\n', 'r.hea');
    expect(header.samplingHz).toBe(360.5);
    const expected = {
      samplesPerFrame: 4,
      skew: 7,
      byteOffset: 30,
      gain: 200.5,
      baseline: -12,
      units: 'uV',
      checksum: -2,
    };
    expect(header.signals[0]).toMatchObject({ ...expected, description: 'a b' });
  });

  it.each([
    ['', /r\.hea is empty/],
    ['r x 300', /line 1 is no record line/],
    ['r 1 fast 10\nr.dat 16', /line 1.*sampling rate "fast"/],
    ['r 1 -300 10\nr.dat 16', /line 1.*sampling rate "-300"/],
    ['r 1 300 ten\nr.dat 16', /line 1.*number of samples "ten"/],
    ['r 2 300 10\nr.dat 16', /announces 2 signals but describes 1/],
    ['r 0 300 10', /no signals/],
    ['r/3 1 300 10\nr_1 10', /announces 3 segments but describes 1/],
    ['#c\nr 1 300 10\nr.dat sixteen', /line 3: "sixteen"/],
    ['r 1 300 10\nr.dat 16 lots/mV', /line 2: "lots\/mV"/],
    ['r 1 300 10\nr.dat 16 -1/mV', /line 2.*-1/],
    ['r 1 300 10\nr.dat 16 1/mV 16 zero', /line 2.*ADC zero "zero"/],
  ])('refuses %j and names line and value', (text, message) => {
    expect(() => {
      const problem = parseWfdbHeader(text, 'r.hea').signals[0]?.problem;
      if (problem !== undefined) throw new Error(problem);
    }).toThrow(message);
  });
});

describe('WFDB signals', () => {
  it('unpacks two interleaved channels of format 212 and takes the baseline off', () => {
    const at = (values: number[]): number[] => values.map((value) => value - 1024);
    const first = decodeGolden('g212', 'g212.dat');
    expect([...first.samples]).toEqual(at([995, 1000, 1011, 2047, 3, 1024, 990]));
    expect(first).toMatchObject({ samplingHz: 360, unitsPerMv: 200 });
    const second = decodeGolden('g212', 'g212.dat', 1);
    expect([...second.samples]).toEqual(at([1011, 1008, 1000, 7, 2040, 1024, 1013]));
  });

  it('unpacks an odd number of samples of format 212 with their signs', () => {
    expect([...decodeGolden('g212odd', 'g212odd.dat').samples]).toEqual([-2047, 2047, -1, 0, 1]);
  });

  it('takes the first signal in volts, behind an offset, with two samples per frame, and turns its gain into units per mV', () => {
    const ecg = decodeGolden('g16', 'g16.dat');
    expect([...ecg.samples]).toEqual([-30000, -29990, 12, 40, 2767, -5].map((value) => value - 100));
    expect(ecg).toMatchObject({ samplingHz: 300, unitsPerMv: 2000, remarks: [] });
  });

  it('reads the int16 matrix of a CinC 2017 record', () => {
    const ecg = decodeGolden('gmat', 'gmat.mat');
    expect([...ecg.samples]).toEqual([-127, -162, 0, 32767, -32767, 8]);
    expect(ecg).toMatchObject({ samplingHz: 300, unitsPerMv: 1000 });
  });

  it('takes a row of a matrix with several leads', () => {
    const values = Int16Array.from([1, 10, 2, 20, 3, 30]);
    const file = writeMatlab4({ name: 'val', rows: 2, columns: 3, values });
    const text = 'm 2 500 3\nm.mat 16+24 1000/mV\nm.mat 16+24 1000/mV\n';
    expect([...decode(text, file, 1).samples]).toEqual([10, 20, 30]);
  });

  const raw = (values: number[]): Buffer => Buffer.from(Int16Array.from(values).buffer);
  it.each([
    ['truncated', 'r 1 300 4\nr.dat 16 1000', raw([1, 2, 3]), /truncated: 3 of 4/],
    ['too long', 'r 1 300 2\nr.dat 16 1000', raw([1, 2, 3]), /holds 3 samples, but the header says 2/],
    ['empty', 'r 1 300 2\nr.dat 16 1000', raw([]), /no samples/],
    ['a flat line', 'r 1 300 3\nr.dat 16 1000', raw([7, 7, 7]), /flat line: every sample is 7/],
    ['missing', 'r 1 300 3\nr.dat 16 1000', raw([-32768, -32768, -32768]), /holds missing samples only/],
    ['of another sum', 'r 1 300 3\nr.dat 16 1000 16 0 1 5', raw([1, 2, 3]), /checksum 6, but the header says 5/],
    [
      'of an unknown format',
      'r 1 300 3\nr.dat 17 1000',
      raw([1, 2, 3]),
      /format 17; those that are read are 8, 16, .*524/,
    ],
  ])('refuses a signal that is %s', (_what, header, file, message) => {
    expect(() => decode(`${header}\n`, file)).toThrow(message);
  });

  it('takes what is no number in a floating-point matrix for missing, and refuses what is not whole', () => {
    const text = 'm 1 300 3\nm.mat 16+24 1000/mV\n';
    const file = (values: number[]): Buffer =>
      writeMatlab4({ name: 'val', rows: 1, columns: 3, values: Float64Array.from(values) });
    const gap = decode(text, file([1, Number.NaN, 2]));
    expect(gap).toMatchObject({ samples: Int16Array.of(1, 0, 2), missing: [{ from: 1, to: 2 }] });
    expect(() => decode(text, file([1, 2, Number.POSITIVE_INFINITY]))).toThrow(/sample 2: Infinity/);
    expect(() => decode(text, file([1, 0.5, 2]))).toThrow(/not a whole number of 32 bits \(sample 1: 0.5/);
    expect(() => decode(text, file([1, 2 ** 32, 2]))).toThrow(/not a whole number of 32 bits/);
    expect(decode(text, file([1, 40000, 2])).samples).toEqual(Int32Array.of(1, 40000, 2));
    expect([...decode(text, file([1, -3, 2])).samples]).toEqual([1, -3, 2]);
  });
});

describe('MATLAB version 4', () => {
  it.each([Float64Array, Float32Array, Int32Array, Int16Array, Uint16Array, Uint8Array])('reads back %o', (type) => {
    const values = type.from([1, 2, 3, 4, 5, 250]);
    const bytes = writeMatlab4({ name: 'abc', rows: 2, columns: 3, values });
    expect(readMatlab4(bytes, 'x.mat')).toEqual({ name: 'abc', rows: 2, columns: 3, values, dataOffset: 24 });
  });

  it('refuses what is truncated, complex or of another version', () => {
    const good = writeMatlab4({ name: 'val', rows: 1, columns: 3, values: Int16Array.of(1, 2, 3) });
    expect(() => readMatlab4(good.subarray(0, 28), 'x.mat')).toThrow(/1 × 3 values announced, 2 present/);
    expect(() => readMatlab4(good.subarray(0, 10), 'x.mat')).toThrow(/too short/);
    const complex = Buffer.from(good);
    complex.writeUInt32LE(1, 12);
    expect(() => readMatlab4(complex, 'x.mat')).toThrow(/complex/);
    expect(() => readMatlab4(Buffer.from('MATLAB 5.0 MAT-file, Platform'), 'x.mat')).toThrow(/not a MATLAB version 4/);
  });
});
