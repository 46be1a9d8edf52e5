import { describe, expect, it } from 'vitest';
import { dicomFile } from '../../helpers/ecg-files/dicom-file.ts';
import { openFile, readSignal } from '../../helpers/ecg-files/open-record.ts';

const II = { label: 'Lead II', values: [1, -2, 300, 4] };

describe('a DICOM waveform', () => {
  it.each(['little', 'big', 'deflated'] as const)('is read, %s', async (syntax) => {
    const groups = [
      {
        channels: [
          { label: 'Lead I', values: [9, 8, 7, 6] },
          { ...II, sensitivity: '2.5', correction: '0.5', baseline: '12.5' },
        ],
      },
      { label: 'MEDIAN BEAT', samplingHz: '1000', channels: [II] },
    ];
    const record = await openFile('a.dcm', dicomFile({ groups, syntax, patient: [[0x00100010, 'PN', 'Doe^Jane']] }));
    expect(record.signals.map(({ name, isVoltage }) => [name, isVoltage])).toEqual([
      ['Lead I', true],
      ['Lead II', true],
      ['MEDIAN BEAT: Lead II', true],
    ]);
    // 12.5 µV are ten steps of 1.25 µV.
    const { samples, samplingHz, unitsPerMv } = readSignal(record, 'Lead II');
    expect([[...samples], samplingHz, unitsPerMv]).toEqual([[11, 8, 310, 14], 500, 800]);
    expect(readSignal(record, 'MEDIAN BEAT: Lead II').samplingHz).toBe(1000);
    expect(record.sourceFormat).toBe('DICOM 12-lead ECG');
    expect(record.identifying).toEqual(["patient's name"]);
  });

  it('has samples of 8 and 16 bits, and missing ones where the padding value is', async () => {
    const read = async (interpretation: 'SB' | 'UB' | 'US', values: readonly number[], padding?: number) => {
      const group = {
        interpretation,
        channels: [{ label: 'II', values }],
        ...(padding === undefined ? {} : { padding }),
      };
      return readSignal(await openFile('a.dcm', dicomFile({ groups: [group] })), 'II');
    };
    expect([...(await read('SB', [-128, 127])).samples]).toEqual([-128, 127]);
    expect([...(await read('UB', [0, 255])).samples]).toEqual([0, 255]);
    const { samples, missing } = await read('US', [1, 65_535, 65_535, 4, 65_535, 60_000], 65_535);
    expect([...samples]).toEqual([1, 0, 0, 4, 0, 60_000]);
    expect(missing).toEqual([
      { from: 1, to: 3 },
      { from: 4, to: 5 },
    ]);
  });

  it('loses no other channel to one without a sensitivity, and tells what is no voltage', async () => {
    const channels = [{ ...II, label: 'I', sensitivity: '' }, { ...II, unit: 'mm[Hg]', label: 'ABP' }, II];
    const record = await openFile('a.dcm', dicomFile({ groups: [{ channels }] }));
    expect(() => readSignal(record, 'I')).toThrow(/group 1, channel 1 does not say its sensitivity/);
    expect(record.signals.map(({ isVoltage }) => isVoltage)).toEqual([true, false, true]);
    expect([...readSignal(record, 'Lead II').samples]).toEqual(II.values);
  });

  it.each([
    ['of a telephone', { groups: [{ interpretation: 'MB', channels: [II] }] }, /samples are MB of 8 bits/],
    ['without a rate', { groups: [{ samplingHz: '0', channels: [II] }] }, /at 0 Hz are not possible/],
    [
      'of another time than any',
      { groups: [{ samplingHz: 'fast', channels: [II] }] },
      /sampling frequency "fast" is not a number/,
    ],
  ] as const)('%s is refused', async (_, spec, message) => {
    const record = await openFile('a.dcm', dicomFile(spec));
    expect(() => readSignal(record, 'Lead II')).toThrow(message);
  });

  it('is refused where it announces more samples than there are', async () => {
    const file = dicomFile({ groups: [{ channels: [II] }] });
    file.writeUInt32LE(1e9, file.indexOf(Buffer.from([0x3a, 0, 0x10, 0])) + 8);
    const record = await openFile('a.dcm', file);
    expect(() => readSignal(record, 'Lead II')).toThrow(/its data are 8 bytes instead of the 2000000000/);
  });

  it('is named where there is none: a PDF inside, an image, another file, one that is cut off', async () => {
    const pdf = dicomFile({ groups: [], sopClass: '1.2.840.10008.5.1.4.1.1.104.1' });
    await expect(openFile('a.dcm', pdf)).rejects.toThrow(
      /a PDF inside of a DICOM file: a picture of an ECG has no microvolts/,
    );
    await expect(openFile('a.dcm', dicomFile({ groups: [] }))).rejects.toThrow(/without a waveform/);
    await expect(openFile('a.dcm', 'hello')).rejects.toThrow(/does not begin as a DICOM file/);
    const whole = dicomFile({ groups: [{ channels: [II] }] });
    await expect(openFile('a', whole.subarray(0, 300))).rejects.toThrow(
      /a is (?:not a readable DICOM file|a DICOM file without)/,
    );
  });
});
