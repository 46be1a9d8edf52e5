import { describe, expect, it } from 'vitest';
import { atcFile } from '../../helpers/ecg-files/atc-file.ts';
import { openFile, readSignal } from '../../helpers/ecg-files/open-record.ts';

const WAVE = [0, -297, 393, 4893];

describe('an ATC file of Kardia', () => {
  it('gives its leads in units of 500 nV, without its average beats', async () => {
    const bytes = atcFile({ 'ecg ': WAVE, ecg2: [1, 2, 3, 4], ecgc: [5, 6, 7, 8], 'avg ': [9, 9] });
    const record = await openFile('r.atc', bytes);
    expect(record.signals.map(({ name }) => name)).toEqual(['I', 'II', 'V6']);
    expect(record).toMatchObject({
      sourceFormat: 'Kardia ATC',
      identifying: ['date of recording', "recording's number"],
    });
    const { samples, samplingHz, unitsPerMv } = readSignal(record, 'I');
    expect([[...samples], samplingHz, unitsPerMv]).toEqual([WAVE, 300, 2000]);
  });

  it('is refused with a wrong checksum, cut off, or without a rate', async () => {
    const bytes = atcFile({ 'ecg ': WAVE });
    const broken = Buffer.from(bytes);
    broken.writeInt16LE(7, bytes.length - 8);
    await expect(openFile('r.atc', broken)).rejects.toThrow('r.atc has a wrong checksum in its block "ecg"');
    await expect(openFile('r.atc', bytes.subarray(0, -5))).rejects.toThrow('r.atc is truncated');
    await expect(openFile('r.atc', atcFile({ 'ecg ': WAVE }, 0))).rejects.toThrow('states a sampling rate of 0 Hz');
  });
});

describe('a recording of the Kardia API', () => {
  const raw = {
    frequency: 300,
    mainsFrequency: 50,
    samples: { leadI: WAVE, AVR: [1, 2, 3, 4] },
    amplitudeResolution: 500,
  };
  const recording = { id: 'x', patientID: 'p', recordedAt: '2021-04-16T15:19:09+05:30', data: { raw } };

  it('gives the unfiltered leads, by the names that others use', async () => {
    const record = await openFile('r.json', JSON.stringify(recording));
    expect(record.signals.map(({ name }) => name)).toEqual(['I', 'aVR']);
    expect(record.identifying).toEqual(["patient's number", 'date of recording']);
    const { samples, samplingHz, unitsPerMv } = readSignal(record, 'I');
    expect([[...samples], samplingHz, unitsPerMv]).toEqual([WAVE, 300, 2000]);
  });

  it('is refused where it is of twelve leads, which is laid out otherwise, or cut off', async () => {
    const twelve = JSON.stringify({ recordedAt: 'x', data12L: {} });
    await expect(openFile('r.json', twelve)).rejects.toThrow('r.json has no data.raw with samples');
    const cut = JSON.stringify(recording).slice(0, -9);
    await expect(openFile('r.json', cut)).rejects.toThrow('r.json is no whole JSON document');
    await expect(openFile('r.json', '{"a": 1}')).rejects.toThrow('no format takes r.json');
  });
});
