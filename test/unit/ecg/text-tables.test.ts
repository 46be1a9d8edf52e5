import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readDataset } from '../../../src-main/ecg/dataset/read-dataset.ts';
import { delimited } from '../../../src-main/ecg/formats/delimited.ts';
import { decodeDelimited } from '../../../src-main/ecg/formats/delimited/decode-delimited.ts';
import { openDataset } from '../../../src-main/ecg/source/open-dataset.ts';
import { openBareRecord } from '../../../src-main/ecg/formats/open-bare-record.ts';
import type { SaidOfSignals } from '../../../src-shared/datasets/said-of-signals.ts';
import { folderOf } from '../../helpers/folder-of.ts';
import { itWithShared } from '../../helpers/shared.ts';

function opened(bytes: Buffer, said: SaidOfSignals) {
  return openBareRecord(decodeDelimited(bytes, 'x.csv', said), said, 'x.csv');
}

/** Everything of a record that the importer looks at. */
function decoded(data: string | Buffer, said: SaidOfSignals = {}) {
  const record = opened(Buffer.from(data), said);
  const signals = record.signals.map(({ name, isVoltage, read }) => {
    if (!isVoltage) return { name, isVoltage };
    const { samples, samplingHz, unitsPerMv, missing } = read();
    return { name, samples: [...samples], samplingHz, unitsPerMv, missing };
  });
  return { ...record, signals };
}

const ONE = { samples: [-20, 30, 40], samplingHz: 500, unitsPerMv: 1000, missing: [] };
const RATE = { rateHz: 500 };

describe('a text table', () => {
  it.each([
    ['one column, which has no title', '-20\n30\n40\n', { ...RATE, unit: 'µV' }, undefined],
    ['a title with its unit', 'ECG (µV)\n-20\n30\n40\n', RATE, 'ECG'],
    ['a unit of millivolts', 'ECG [mV]\n-0.02\n0.03\n0.04\n', RATE, 'ECG'],
    ['decimal commas', 'ECG;\n-0,02;\n0,03;\n0,04;\n', { ...RATE, unit: 'mV' }, 'ECG'],
    ['spaces', 't ECG_mV\n0.000  -0.02\n0.002   0.03\n0.004   0.04\n', {}, 'ECG'],
    ['tabs and times in ms', 'time (ms)\tII [uV]\n0\t-20\n2\t30\n4\t40\n', {}, 'II'],
    ['an index', 'index,II\n7,-20\n8,30\n9,40\n', { ...RATE, unit: 'uV' }, 'II'],
    ['comments', '# Sampling Rate (Hz):= 500.00\n# unit: µV\n# Labels:= ECG\n-20\n30\n40\n', {}, 'ECG'],
    ['kilohertz in a remark', '% Sampling frequency: 0.5 kHz\n% Units = uV\n-20\n30\n40\n', {}, undefined],
    [
      "PhysioNet's ATM",
      "'Elapsed time','MLII'\n'mm:ss.mmm','mV'\n'0:00.000',-0.020\n'0:00.002',0.030\n'0:00.004',0.040\n",
      {},
      'MLII',
    ],
    ['UTF-16', Buffer.from('\ufeffECG (µV)\r\n-20\r\n30\r\n40\r\n', 'utf16le'), RATE, 'ECG'],
    ['Latin-1', Buffer.from('ECG (µV)\n-20\n30\n40\n', 'latin1'), RATE, 'ECG'],
    [
      'names that the person gives',
      '0,-20,1\n0.002,30,1\n0.004,40,1\n',
      { unit: 'µV', columns: ['time', 'V5', '-'] },
      'V5',
    ],
  ] as const)('is read with %s', (_, data, said, name) => {
    expect(decoded(data, said as SaidOfSignals).signals).toEqual([{ name, ...ONE }]);
  });

  it('gives every column as a signal, also one that is no voltage, and says where values are missing', () => {
    const { signals } = decoded('I (mV),Resp (Ohm),aVR (mV)\n0.1,5,\n0.2,5,NaN\n0.3,5,-0.25\n', RATE);
    expect(signals).toEqual([
      { ...ONE, name: 'I', samples: [100, 200, 300] },
      { name: 'Resp', isVoltage: false },
      { ...ONE, name: 'aVR', samples: [0, 0, -250], missing: [{ from: 0, to: 2 }] },
    ]);
  });

  it.each([
    [
      'Name,Ann Other\nDate of Birth,"Jan 1, 1980"\nRecorded Date,2020-02-05 09:14:40 -0400\nClassification,Sinus Rhythm\nSymptoms,\nSoftware Version,1.51\nDevice,"Watch5,4"\nSample Rate,512.844 hertz\n\n\nLead,Lead I\nUnit,µV\n\n-48.673\n-59.681\n7\n',
    ],
    [
      'Name,Ann Other\nGeburtsdatum,01.01.1980\nAufzeichnungsdatum,2020-02-05\nKlassifizierung,Sinusrhythmus\nSymptome,\nGerät,"Watch6,7"\nMessrate,"512,844 Hertz"\n\n\nAbleitung,Ableitung I\nEinheit,µV\n\n-48,673\n-59,681\n7\n',
    ],
  ])('is read as Apple Health exports it, in any language', (text) => {
    const record = decoded(text);
    expect(record.signals).toEqual([
      { name: 'I', samples: [-48_673, -59_681, 7000], samplingHz: 512.844, unitsPerMv: 1e6, missing: [] },
    ]);
    expect(record.sourceFormat).toBe('text table of Apple Health');
    expect(record.identifying).toEqual(["patient's name", 'date of birth', 'date of recording']);
  });

  it.each([
    ['UTC', (ms: number) => new Date(Date.UTC(2024, 1, 28, 23, 59, 59) + ms).toISOString()],
    ['a zone, and a space', (ms: number) => `2024-02-29 00:59:${(58 + ms / 1000).toFixed(4).padStart(7, '0')}+01:00`],
    ['no zone and microseconds', (ms: number) => `2024-02-29T01:00:00,${String(ms * 1000).padStart(6, '0')}`],
    ['the basic form', (ms: number) => `20240229T010000.${String(ms).padStart(3, '0')}-0330`],
  ])('takes the rate from dates with times, with %s', (_, write) => {
    const rows = (separator: string) =>
      Array.from({ length: 500 }, (__, i) => `${write(2 * i)}${separator}${(i % 50) / 10}`).join('\n');
    // Where no tab or semicolon separates, a comma is taken for what does.
    for (const separator of [';', '\t', ...(write(0).includes(',') ? [] : ['  '])]) {
      const record = decoded(`Date${separator}ECG_mV\n${rows(separator)}\n`);
      expect(record.signals).toMatchObject([{ name: 'ECG', samplingHz: 500 }]);
      expect(record.signals[0]?.samples).toHaveLength(500);
      expect(record.identifying).toEqual(['date of recording']);
    }
  });

  it('takes the rate from times that were rounded', () => {
    const times = Array.from({ length: 720 }, (_, i) => `${(i / 360).toFixed(3)},${i % 50}`).join('\n');
    expect(decoded(`time,ECG\n${times}\n`, { unit: 'µV' }).signals[0]?.samplingHz).toBe(360);
  });

  it.each([
    ['ECG\n1\n2\n4\n', {}, /x\.csv does not say its sampling rate: --rate <Hz>, nor its unit: --unit </],
    ['ECG (mV)\n1\n2\n4\n', {}, /does not say its sampling rate: --rate <Hz>$/],
    ['1,2\n2,1\n4,2\n', { rateHz: 1, unit: 'mV' }, /2 columns without titles: .*--columns time,ECG/],
    ['0,5\n1,7\n2,6\n', { rateHz: 1, unit: 'mV' }, /rises evenly; is it time or an index\?.*--columns time,/],
    ['# fs: 250 Hz\nECG (mV)\n1\n2\n4\n', RATE, /says 250 Hz itself, which contradicts --rate 500/],
    ['ECG (mV)\n1\n2\n4\n', { ...RATE, unit: 'µV' }, /says mV itself, which contradicts --unit µV/],
    ['ECG (mV)\n1\n2\n4\n', { ...RATE, columns: ['V1'] }, /calls its column 1 "ECG \(mV\)" itself, which contradicts/],
    ['ECG (mV)\n1\n2\n4\n', { ...RATE, columns: ['V1', 'V2'] }, /1 columns, but --columns names 2/],
    ['ECG\n1\n2\n4\n', { ...RATE, unit: 'mmHg' }, /--unit "mmHg" is no voltage/],
    [
      'time,ECG (mV)\n0,1\n0.002,2\n0.007,4\n',
      {},
      /evenly \(row 2 of the numbers comes 2.000 ms after .* it is 3.500 ms\)/,
    ],
    [
      'when,ECG (mV)\n2024-01-01T00:00:00Z,1\n2024-01-01T00:00:01Z,2\n2024-01-01T00:00:09Z,4\n',
      {},
      /evenly \(row 2 of the numbers comes 1,000.000 ms after .* it is 4,500.000 ms\)/,
    ],
    ['t,ECG (mV)\n2024-02-30T00:00:00Z,1\n2024-02-30T00:00:01Z,2\n', {}, /no rows of numbers/],
    ['ECG (mV)\n1\n2\n4\nx\n', RATE, /x\.csv, line 5, is no row of numbers/],
    ['a,b\nc,d\n', RATE, /no rows of numbers/],
  ])('is refused by name: %j with %j', (text, said, message) => {
    expect(() => decoded(text, said)).toThrow(message);
  });

  it('is taken for a record where it has rows of numbers, and labels are not', async () => {
    const numbers = 'ECG (mV)\n0.1\n0.2\n0.3\n0.1\n';
    const path = folderOf([
      { name: 'AF/a.csv', data: numbers },
      { name: 'N/b.txt', data: numbers },
      { name: 'README.txt', data: 'Recorded in 2020\nby 3 people.\n' },
      { name: 'people.csv', data: 'a,N\nb,A\n' },
    ]);
    const source = await openDataset(path);
    expect([...source.files].filter((file) => delimited.detect(file, source))).toEqual(['AF/a.csv', 'N/b.txt']);
    const reading = await readDataset(path, { said: { rateHz: 300 } });
    const read = [];
    for await (const { name, label, samples } of reading.records) read.push([name, label, [...samples]]);
    expect(read).toEqual([
      ['a', 1, [100, 200, 300, 100]],
      ['b', 0, [100, 200, 300, 100]],
    ]);
  });
});

describe('real text tables', () => {
  const FOLDER = 'data/formats/other';
  const expectedSchema = z.record(z.string(), z.array(z.looseObject({ sha256: z.string() })));

  itWithShared(
    [`${FOLDER}/contec-0000050.csv`, `${FOLDER}/expected.json`],
    'Contec’s, in µV and without titles, has the samples of its EDF twin',
    (csv, expected) => {
      const leads = ['I', 'II', 'III', 'aVR', 'aVL', 'aVF'];
      const { signals } = opened(readFileSync(csv ?? ''), {
        rateHz: 800,
        unit: 'µV',
        columns: leads,
      });
      const twin = expectedSchema.parse(JSON.parse(readFileSync(expected ?? '', 'utf8')))['contec-0000050.edf'];
      const hashes = signals.map(({ read }) =>
        createHash('sha256').update(Buffer.from(read().samples.buffer)).digest('hex'),
      );
      expect(hashes).toEqual(twin?.slice(0, 6).map(({ sha256 }) => sha256));
    },
  );

  itWithShared([`${FOLDER}/biosppy-ecg.txt`], 'BioSPPy’s says its rate and lead, and asks for the unit', (path) => {
    const bytes = readFileSync(path ?? '');
    expect(() => opened(bytes, {})).toThrow(/x\.csv does not say its unit: --unit/);
    const [signal] = opened(bytes, { unit: '200/mV' }).signals;
    expect(signal?.name).toBe('ECG');
    const { samples, samplingHz, unitsPerMv } = signal?.read() ?? {};
    expect([samples?.length, samples?.[0], samples?.[5], samplingHz, unitsPerMv]).toEqual([
      15_000, 2044, 2046, 1000, 200,
    ]);
  });
});
