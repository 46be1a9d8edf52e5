import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect } from 'vitest';
import { z } from 'zod';
import type { SignalSamples } from '../../../src-main/ecg/formats/format.ts';
import { openDataset } from '../../../src-main/ecg/source/open-dataset.ts';
import { openIn, readSignal } from '../../helpers/ecg-files/open-record.ts';
import { itWithShared } from '../../helpers/shared.ts';

const OTHER = 'data/formats/other';
const expectedSignals = z.record(
  z.string(),
  z.array(
    z.object({
      name: z.string(),
      hz: z.number(),
      unitsPerMv: z.number().nullable(),
      count: z.number(),
      sha256: z.string(),
    }),
  ),
);

/** Of all samples as 32 bits, which are those before zero is subtracted, as zero is at 0 in all of these files. */
function sha256(samples: SignalSamples['samples']): string {
  return createHash('sha256')
    .update(new Uint8Array(Int32Array.from(samples).buffer))
    .digest('hex');
}

describe('files of other programs', () => {
  const files = [
    'contec-0000050.edf',
    'dicom-waveform_ecg.dcm',
    'hl7-example-aecg.xml',
    'philips-1.03.xml',
    'philips-1.04.xml',
  ];

  itWithShared([OTHER], 'come back sample for sample as an independent program reads them', async (folder) => {
    const expected = expectedSignals.parse(JSON.parse(readFileSync(`${folder}/expected.json`, 'utf8')));
    expect(Object.keys(expected).sort()).toEqual(files);
    const source = await openDataset(folder);
    for (const [file, signals] of Object.entries(expected)) {
      const record = openIn(source, file);
      expect(record.signals.length, file).toBe(signals.length);
      record.signals.forEach((signal, i) => {
        const own = signal.read();
        const theirs = signals[i];
        const where = `${file}, ${signal.name}`;
        expect(signal.name?.endsWith(theirs?.name ?? ''), where).toBe(true);
        expect([own.samples.length, own.samplingHz, sha256(own.samples)], where).toEqual([
          theirs?.count,
          theirs?.hz,
          theirs?.sha256,
        ]);
        // Philips says 5 µV, which the independent reader does not give.
        expect(own.unitsPerMv, where).toBe(theirs?.unitsPerMv ?? 200);
      });
    }
  });

  itWithShared([OTHER], 'are one recording as SCP-ECG and as HL7 aECG', async (folder) => {
    const source = await openDataset(folder);
    const [scp, aecg] = [openIn(source, 'Example.scp'), openIn(source, 'hl7-example-aecg.xml')];
    expect(scp.signals.length).toBe(12);
    for (const { name } of scp.signals) {
      const own = readSignal(scp, name ?? '');
      const theirs = readSignal(aecg, `MDC_ECG_LEAD_${name?.toUpperCase()}`);
      expect([own.samplingHz, own.unitsPerMv, sha256(own.samples)]).toEqual([
        theirs.samplingHz,
        theirs.unitsPerMv,
        sha256(theirs.samples),
      ]);
    }
    expect(scp.remarks).toEqual([]);
  });
});
