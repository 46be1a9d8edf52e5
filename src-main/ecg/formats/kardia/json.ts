import { z } from 'zod';
import { AppError } from '../../../../src-shared/errors/app-error.ts';
import type { KardiaRecording } from './recording.ts';

const schema = z.object({
  recordedAt: z.string().optional(),
  patientID: z.string().optional(),
  data: z.object({
    raw: z.object({
      frequency: z.number().positive(),
      amplitudeResolution: z.number().positive(),
      samples: z.record(
        z.string(),
        z.array(
          z
            .int()
            .min(-(2 ** 31))
            .max(2 ** 31 - 1),
        ),
      ),
    }),
  }),
});

/** Whether a text begins as a recording of the Kardia API does: its keys come in any order. */
export function isKardiaJson(start: Buffer): boolean {
  const text = start.toString('latin1');
  return /^(?:ï»¿)?\s*\{/.test(text) && /"(?:recordedAt|amplitudeResolution|algorithmDetermination)"\s*:/.test(text);
}

/**
 * The unfiltered leads of a recording as the Kardia API gives it (AliveCor, "Single ECG"): `amplitudeResolution` is in nanovolts. Throws
 * AppError('damaged') that names the file.
 */
export function readKardiaJson(bytes: Buffer, fileName: string): KardiaRecording {
  const found = schema.safeParse(parsed(bytes, fileName));
  if (!found.success) {
    const text =
      'has no data.raw with samples, frequency and amplitudeResolution, as recordings of the Kardia API of one and six leads do';
    throw new AppError('damaged', `${fileName} ${text}`);
  }
  const { recordedAt, patientID, data } = found.data;
  const { frequency: samplingHz, amplitudeResolution: nanovolts, samples } = data.raw;
  return {
    samplingHz,
    nanovolts,
    leads: Object.entries(samples).map(([name, values]) => ({
      lead: name.replace(/^lead/, '').replace(/^AV([RLF])$/, 'aV$1'),
      samples: Int32Array.from(values),
    })),
    identifying: [
      ...(patientID === undefined ? [] : (["patient's number"] as const)),
      ...(recordedAt === undefined ? [] : (['date of recording'] as const)),
    ],
    sourceFormat: 'Kardia JSON',
  };
}

function parsed(bytes: Buffer, fileName: string): unknown {
  try {
    return JSON.parse(bytes.toString('utf8').replace(/^\ufeff/, ''));
  } catch (cause) {
    throw new AppError('damaged', `${fileName} is no whole JSON document`, undefined, { cause });
  }
}
