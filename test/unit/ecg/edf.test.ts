import { describe, expect, it } from 'vitest';
import { edfFile } from '../../helpers/ecg-files/edf-file.ts';
import { openFile, readSignal } from '../../helpers/ecg-files/open-record.ts';

const II = { label: 'ECG II', perRecord: 3, values: [1, -2, 3, 4, 5, -6] };

/** A file of one signal with a field overwritten. */
function withField(at: number, text: string): Buffer {
  const file = edfFile({ signals: [II] });
  file.write(text.padEnd(at === 252 ? 4 : 8), at, 'latin1');
  return file;
}

describe('EDF', () => {
  it('gives every signal with its own rate and unit, and leaves annotations out', async () => {
    const record = await openFile(
      'a.edf',
      edfFile({
        recordSeconds: '0.01',
        reserved: 'EDF+C',
        annotations: ['+0\x14\x14\0', '+0.01\x14\x14\0+0.01\x14Mrs Doe fainted\x14\0'],
        patient: 'X F X X',
        recording: 'Startdate X X X X',
        signals: [II, { label: 'Resp', unit: 'Ohm', perRecord: 1, values: [7, 8] }],
      }),
    );
    expect(record.signals.map(({ name, isVoltage }) => [name, isVoltage])).toEqual([
      ['ECG II', true],
      ['Resp', false],
    ]);
    const { samples, samplingHz, unitsPerMv, missing } = readSignal(record, 'ECG II');
    expect([[...samples], samplingHz, unitsPerMv, missing]).toEqual([[1, -2, 3, 4, 5, -6], 300, 1000, []]);
    expect(readSignal(record, 'Resp').samplingHz).toBe(100);
    expect(record.sourceFormat).toBe('EDF+');
    expect(record.identifying).toEqual(['sex', 'comment']);
  });

  it.each([
    ['uV', ['-32768', '32767'], 1000],
    ['µV', ['-32768', '32767'], 1000],
    ['Âµv', ['-32768', '32767'], 1000],
    ['V', ['-32.768', '32.767'], 1],
    ['mV', ['-3,2768', '3,2767'], 10_000],
  ] as const)('reads limits in %s, with a comma too', async (unit, physical, unitsPerMv) => {
    const signal = readSignal(await openFile('a.edf', edfFile({ signals: [{ ...II, unit, physical }] })), 'ECG II');
    expect(signal.unitsPerMv).toBeCloseTo(unitsPerMv, 9);
    expect([...signal.samples]).toEqual(II.values);
    expect(signal.remarks).toEqual([]);
  });

  it('subtracts a zero that is not at 0, turns over limits that are turned over, and says where zero is between two steps', async () => {
    const read = async (physical: [string, string], digital: [string, string]) =>
      readSignal(await openFile('a.edf', edfFile({ signals: [{ ...II, physical, digital }] })), 'ECG II');
    expect([...(await read(['0', '4.095'], ['-2048', '2047'])).samples]).toEqual([2049, 2046, 2051, 2052, 2053, 2042]);
    const over = await read(['32.768', '-32.767'], ['-32768', '32767']);
    expect([[...over.samples], over.unitsPerMv]).toEqual([[-1, 2, -3, -4, -5, 6], 1000]);
    const between = await read(['-5', '5'], ['-2048', '2047']);
    expect([[...between.samples], between.unitsPerMv]).toEqual([II.values, 409.5]);
    expect(between.remarks?.map((remark) => remark(2))).toEqual([
      expect.stringMatching(/2 records have physical zero between two steps .* shifted/),
    ]);
  });

  it('reads the 24 bits of BDF', async () => {
    const values = [1, -2, 8_388_607, -8_388_608, 5, -6];
    const digital = ['-8388608', '8388607'] as const;
    const spec = { ...II, values, unit: 'nV', physical: ['-8388608', '8388607'] as const, digital };
    const record = await openFile('a.bdf', edfFile({ bdf: true, signals: [spec] }));
    const { samples, unitsPerMv } = readSignal(record, 'ECG II');
    expect([...samples]).toEqual(values);
    expect(unitsPerMv).toBe(1e6);
    expect(record.sourceFormat).toBe('BDF');
  });

  it('calls what lies between the records of a discontinuous file missing', async () => {
    const discontinuous = (second: string) =>
      openFile(
        'a.edf',
        edfFile({ recordSeconds: '1', reserved: 'EDF+D', annotations: ['+10\x14\x14', second], signals: [II] }),
      );
    const { samples, missing } = readSignal(await discontinuous('+12.0001\x14\x14'), 'ECG II');
    expect([...samples]).toEqual([1, -2, 3, 0, 0, 0, 4, 5, -6]);
    expect(missing).toEqual([{ from: 3, to: 6 }]);
    const long = await discontinuous('+999999\x14\x14');
    expect(() => readSignal(long, 'ECG II')).toThrow(/2 s of signal over more than 4 times as long: split the file/);
    const back = await discontinuous('+9\x14\x14');
    expect(() => readSignal(back, 'ECG II')).toThrow(/data record 2 begins before the one before it ends/);
    await expect(discontinuous('nothing')).rejects.toThrow(/data record 2 does not say when it begins/);
  });

  it('loses no other signal to one whose limits are no numbers', async () => {
    const broken = { ...II, label: 'I', physical: ['low', 'high'] as const };
    const record = await openFile('a.edf', edfFile({ signals: [broken, II] }));
    expect(() => readSignal(record, 'I')).toThrow(/a\.edf, signal 1: the physical minimum "low" is not a number/);
    expect([...readSignal(record, 'ECG II').samples]).toEqual(II.values);
  });

  it.each([
    ['a cut-off header', edfFile({ signals: [II] }).subarray(0, 300), /ends within its header/],
    [
      'fewer records than announced',
      edfFile({ signals: [II], recordCount: '3' }),
      /holds 2 data records, but its header announces 3/,
    ],
    ['no signal', edfFile({ signals: [], annotations: ['+0\x14\x14'] }), /annotations only/],
    ['no numbers', edfFile({ signals: [II], recordCount: 'many' }), /number of data records "many" is not a number/],
    ['more signals than fit', withField(252, '9999'), /ends within its header, which is for 9999 signals/],
    ['fewer signals than none', withField(252, '-5'), /says that it has -5 signals/],
    ['samples without end', withField(256 + 216, '99999999'), /holds 0 data records, but its header announces 2/],
    ['fewer samples than none', withField(256 + 216, '-3'), /-3 samples in a data record are not possible/],
    ['another file', Buffer.from('hello'), /does not begin as an EDF or BDF file/],
  ])('refuses %s', async (_, file, message) => {
    await expect(openFile('a.edf', file)).rejects.toThrow(message);
  });

  it('is known by its content too, reads a recording that was not closed, and says where a file is longer than it announces', async () => {
    const record = await openFile('a', Buffer.concat([edfFile({ signals: [II], recordCount: '-1' }), Buffer.alloc(1)]));
    expect(record.format.name).toBe('EDF');
    expect([...readSignal(record, 'ECG II').samples]).toEqual(II.values);
    expect(record.remarks.map((remark) => remark(1))).toEqual([expect.stringMatching(/1 record holds more bytes/)]);
  });
});
