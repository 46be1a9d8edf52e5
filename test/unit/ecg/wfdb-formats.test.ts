import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { OpenedRecord } from '../../../src-main/ecg/formats/format.ts';
import { wfdb } from '../../../src-main/ecg/formats/wfdb.ts';
import { openDataset, type DatasetSource } from '../../../src-main/ecg/source/open-dataset.ts';
import type { Files } from '../../helpers/folder-of.ts';
import { memorySource } from '../../helpers/memory-source.ts';
import { itWithShared } from '../../helpers/shared.ts';

function list(source: DatasetSource) {
  return wfdb.list(source, [...source.files]).records;
}

function open(...files: Files): OpenedRecord {
  const source = memorySource(files);
  const [record, ...others] = list(source);
  if (record === undefined || others.length > 0) throw new Error('There should be one record.');
  return record.open();
}

const hea = (name: string, ...lines: string[]) => ({ name: `${name}.hea`, data: `${lines.join('\r\n')}\r\n` });
const int16 = (...values: number[]): Buffer => Buffer.from(Int16Array.from(values).buffer);

describe('each WFDB format', () => {
  it.each([
    ['8', 'r 1 100 4', 'r.dat 8 200 8 0 10', [0, 5, -128, 127], [10, 15, -113, 14], []],
    ['16', 'r 1 100 3', 'r.dat 16', [1, 0, 0xff, 0xff, 0, 0x80], [1, -1, 0], [2]],
    ['24', 'r 1 100 3', 'r.dat 24', [1, 0, 0x40, 0xff, 0xff, 0xff, 0, 0, 0x80], [0x400001, -1, 0], [2]],
    ['32', 'r 1 100 3', 'r.dat 32', [1, 0, 0, 0x40, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0x80], [2 ** 30 + 1, -1, 0], [2]],
    ['61', 'r 1 100 3', 'r.dat 61', [0, 1, 0xff, 0xff, 0x80, 0], [1, -1, 0], [2]],
    ['80', 'r 1 100 3', 'r.dat 80', [129, 127, 0], [1, -1, 0], [2]],
    ['160', 'r 1 100 3', 'r.dat 160', [1, 0x80, 0xff, 0x7f, 0, 0], [1, -1, 0], [2]],
    ['212', 'r 1 100 3', 'r.dat 212', [1, 0xf0, 0xff, 0, 8], [1, -1, 0], [2]],
    // Words 0x5003 and 0xf802: 1 and 1 in their bits 1 to 10, and 0b01010 with 0b11111 above it.
    ['310', 'r 1 100 4', 'r.dat 310', [3, 0x50, 2, 0xf8, 0, 4], [1, 1, -22, 0], [3]],
    // 1, −1 and 5 in ten bits each; then the lowest value.
    ['311', 'r 1 100 4', 'r.dat 311', [1, 0xfc, 0x5f, 0, 0, 2], [1, -1, 5, 0], [3]],
  ])('%s is read with its lowest value for missing', (_, record, signal, bytes, samples, missing) => {
    const read = open(hea('r', record, signal), { name: 'r.dat', data: Buffer.from(bytes) }).signals[0]?.read();
    expect([...(read?.samples ?? [])]).toEqual(samples);
    expect(read?.missing).toEqual(missing.map((from) => ({ from, to: from + 1 })));
  });

  it('508, 516 and 524 are read out of FLAC, with several samples per frame', () => {
    const files = [8, 16, 24].map((bits) => {
      const data = readFileSync(join(import.meta.dirname, `../../golden/ecg/flac${bits}.flac`));
      return { name: `r.d${bits}`, data };
    });
    const lines = ['r.d8 508', 'r.d16 516', 'r.d16 516'].map((line) => line.replace(/(\d+)$/, '$1x2'));
    const { signals } = open(hea('r', 'r 3 100', ...lines), ...files);
    expect(
      signals.map((signal) => signal.read()).map(({ samples, samplingHz }) => [samples.length, samplingHz]),
    ).toEqual([
      [300, 200],
      [700, 200],
      [700, 200],
    ]);
    const { signals: deep } = open(hea('r', 'r 3 100', 'r.d24 524', 'r.d24 524', 'r.d24 524'), ...files);
    expect(deep[0]?.read().samples).toBeInstanceOf(Int32Array);
    expect(() => deep[2]?.read()).toThrow('r.d24 holds missing samples only');
    const wrong = open(hea('r', 'r 1 100', 'r.d16 516'), ...files).signals[0];
    expect(() => wrong?.read()).toThrow('r.d16 has 2 channels, but the header describes 1 signals');
  });
});

describe('a WFDB record', () => {
  it('has signals in several files and folders, behind offsets, and one that is broken does not lose the others', () => {
    const header = hea(
      'set/r',
      '# before',
      'r 4 100 3 0:00 1/2/2003',
      'signals/a.dat 16+2 200(5)/µV 16 0 0 0 0 I',
      '# between',
      '../b.dat 16 much/mV 16 0 0 0 0 II',
      '../c.dat 16x2 1(0)/mmHg 16 0 0 0 0 ABP',
      '../../d.dat 16 200 16 0 0 0 0 V1',
      '# <age>: 25  <sex>: M',
    );
    const files = [
      { name: 'set/signals/a.dat', data: int16(99, 6, 7, 8) },
      { name: 'c.dat', data: int16(1, 2, 3, 4, 5, 6) },
    ];
    const { signals, identifying, sourceFormat } = open(header, ...files);
    expect(identifying).toEqual(['date of recording', 'age', 'sex', 'comment']);
    expect(sourceFormat).toBe('WFDB format 16');
    expect(signals.map(({ name, isVoltage }) => [name, isVoltage])).toEqual([
      ['I', true],
      ['II', false],
      ['ABP', false],
      ['V1', true],
    ]);
    expect(signals[0]?.read()).toMatchObject({ samples: Int16Array.of(1, 2, 3), unitsPerMv: 200_000 });
    expect(() => signals[1]?.read()).toThrow('"much/mV" is not a gain');
    expect(signals[2]?.read()).toMatchObject({ samples: Int16Array.of(1, 2, 3, 4, 5, 6), samplingHz: 200 });
    expect(() => signals[3]?.read()).toThrow('"../../d.dat", which lies outside the dataset');
  });

  it('names its units in Latin-1 or in words, and says where it states no gain', () => {
    const lines = ['r 4 100 2', 'r.dat 16 2/\xb5V', 'r.dat 16 2(0)/microvolts', 'r.dat 16 2/NV', 'r.dat 16 0/mV'];
    const header = { name: 'r.hea', data: Buffer.from(lines.join('\n'), 'latin1') };
    const { signals } = open(header, { name: 'r.dat', data: int16(1, 2, 3, 4, 5, 6, 7, 8) });
    expect(signals.map(({ isVoltage }) => isVoltage)).toEqual([true, true, false, true]);
    const read = signals.map((signal) => signal.read());
    expect(read.map(({ unitsPerMv }) => unitsPerMv)).toEqual([2000, 2000, 2, 200]);
    expect(read[3]?.remarks?.map((remark) => remark(2))).toEqual([
      '2 records have no gain in the header: 200 units per mV were taken, as WFDB does.',
    ]);
  });

  it('undoes skew, in frames, and leaves a gap at the end', () => {
    const header = hea('r', 'r 2 100 3', 'r.dat 16 200 16 0 1 12', 'r.dat 16x2:1 200 16 0 10 240');
    const { signals } = open(header, { name: 'r.dat', data: int16(1, 10, 20, 5, 30, 40, 6, 60, 80) });
    expect(signals[0]?.read()).toMatchObject({ samples: Int16Array.of(1, 5, 6), missing: [] });
    expect(signals[1]?.read()).toMatchObject({
      samples: Int16Array.of(30, 40, 60, 80, 0, 0),
      missing: [{ from: 4, to: 6 }],
    });
  });

  it('may be shorter than its file where its checksum tells which samples are meant', () => {
    const data = int16(1, 2, 3);
    const read = open(hea('r', 'r 1 300 2', 'r.dat 16 200 16 0 1 3'), { name: 'r.dat', data }).signals[0]?.read();
    expect(read?.samples).toEqual(Int16Array.of(1, 2));
  });
});

describe('a WFDB record of segments', () => {
  const parts: Files = [
    hea('s/a', 'a 2 100 2', 'a.dat 16 200(1)/mV 16 0 2 5 0 I', 'a.dat 16 100/mV 16 0 20 50 0 V'),
    { name: 's/a.dat', data: int16(2, 20, 3, 30) },
    hea('s/b', 'b 1 100 3', 'b.dat 16 100/mV 16 0 4 15 0 V'),
    { name: 's/b.dat', data: int16(4, 5, 6) },
  ];

  it('of variable layout has the signals of its layout, with gaps where they were not recorded', () => {
    const layout = hea('s/l', 'l 2 100 0', '~ 0 200(1)/mV 16 0 0 0 0 I', '~ 0 200/mV 16 0 0 0 0 V');
    const record = open(hea('s/r', 'r/4 2 100 7', 'l 0', 'a 2', '~ 2', 'b 3'), layout, ...parts);
    expect(record.sourceFormat).toBe('WFDB format 16, 4 segments');
    expect(record.signals.map(({ name }) => name)).toEqual(['I', 'V']);
    expect(record.signals[0]?.read()).toMatchObject({
      samples: Int16Array.of(1, 2, 0, 0, 0, 0, 0),
      missing: [{ from: 2, to: 7 }],
    });
    // Its segments have half the gain that the layout states.
    expect(record.signals[1]?.read()).toMatchObject({
      samples: Int16Array.of(40, 60, 0, 0, 8, 10, 12),
      missing: [{ from: 2, to: 4 }],
      unitsPerMv: 200,
    });
  });

  it('of fixed layout has the signals of its first segment, which the others must have too', () => {
    const twice = open(hea('s/r', 'r/3 2 100 5', 'a 2', '~ 1', 'a 2'), ...parts.slice(0, 2));
    expect(twice.signals[0]?.read()).toMatchObject({
      samples: Int16Array.of(1, 2, 0, 1, 2),
      missing: [{ from: 2, to: 3 }],
    });
    const other = open(hea('s/r', 'r/2 2 100 5', 'a 2', 'b 3'), ...parts);
    expect(() => other.signals[0]?.read()).toThrow('segment b has another list of signals');
  });

  it('is refused where a segment is missing or of another length, or where gaps have no end', () => {
    const [a, data] = parts as [Files[0], Files[0]];
    const signal = (...lines: string[]) => open(hea('s/r', ...lines), a, data).signals[0];
    expect(() => signal('r/2 2 100 5', 'a 2', 'z 3')?.read()).toThrow('its segment z.hea is missing');
    expect(() => signal('r/1 2 100 5', 'a 3')?.read()).toThrow('its segment a has another length');
    expect(() => signal('r/2 2 100 5', 'a 2', '~ 999999999999')?.read()).toThrow('its gaps are too long');
  });
});

const expectedSchema = z.array(
  z.object({
    record: z.string(),
    frameHz: z.number(),
    signals: z.array(
      z.object({
        ...{ name: z.string(), format: z.string(), samplesPerFrame: z.int(), gain: z.number(), baseline: z.int() },
        ...{ units: z.string(), sha256: z.string() },
      }),
    ),
  }),
);
/** Bits of a sample, by format, which tell what wfdb-python gives for a missing one. */
const BITS = new Map([
  ...['80', '508'].map((format): [string, number] => [format, 8]),
  ...['310', '311'].map((format): [string, number] => [format, 10]),
  ['212', 12],
  ...['16', '61', '160', '516'].map((format): [string, number] => [format, 16]),
  ...['24', '524'].map((format): [string, number] => [format, 24]),
  ['32', 32],
]);

describe('real files', () => {
  itWithShared(
    ['data/formats/wfdb/expected.json'],
    'come back as wfdb-python reads them, sample for sample',
    async (file) => {
      const source = await openDataset(dirname(file));
      const records = new Map(list(source).map((record) => [record.file, record]));
      const expected = expectedSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
      // The records of segments are there, their segments are not.
      expect([...records.keys()].sort()).toEqual(expected.map(({ record }) => `${record}.hea`).sort());
      for (const { record, frameHz, signals } of expected) {
        const opened = records.get(`${record}.hea`)?.open();
        expect(opened?.signals.map(({ name }) => name)).toEqual(signals.map(({ name }) => name));
        for (const [i, signal] of signals.entries()) {
          const read = opened?.signals[i]?.read();
          const raw = Int32Array.from(read?.samples ?? [], (value) => value + signal.baseline);
          const lowest = -(2 ** ((BITS.get(signal.format) ?? 0) - 1));
          for (const { from, to } of read?.missing ?? []) raw.fill(lowest, from, to);
          const sha256 = createHash('sha256').update(Buffer.from(raw.buffer)).digest('hex');
          expect(sha256, `${record} ${signal.name}`).toBe(signal.sha256);
          expect(read?.samplingHz).toBe(frameHz * signal.samplesPerFrame);
          if (signal.units === 'mV') expect(read?.unitsPerMv).toBe(signal.gain);
        }
      }
    },
  );
});
