import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { z } from 'zod';
import { readRegular } from '../../ecg/source/regular-file.ts';
import { parseJson } from '../../../src-shared/errors/parse-json.ts';
import type { ModelCard } from '../../../src-shared/models/model-card.ts';
import type { ModelRow } from '../../db/models/models.ts';

const MAX_SIDECAR_BYTES = 64 * 1024 ** 2;

const epochSchema = z.looseObject({
  epoch: z.int(),
  loss: z.number(),
  validationMeanF1: z.number(),
  validationAccuracy: z.number(),
});

/** What another program writes beside the arrays of a han2020 that it trained; anything else in it is left alone. */
const sidecarSchema = z.looseObject({
  /** Names of the records, and the logits that the model gave for them there: they show that the arrays are read right. */
  firstFiveTestRecords: z.array(z.string()).min(1).optional(),
  firstFiveLogits: z.array(z.array(z.number()).length(4)).optional(),
  epochs: z.int().optional(),
  seconds: z.number().optional(),
  device: z.string().optional(),
  test: z.looseObject({}).optional(),
  history: z.array(epochSchema).optional(),
});
export type Sidecar = z.infer<typeof sidecarSchema>;

/** The JSON file of the same name as the arrays (.npz), beside them. */
export function sidecarPath(npzPath: string): string {
  return `${npzPath.replace(/\.npz$/i, '')}.json`;
}

/** Undefined where there is none. Throws AppError 'damaged' that names the fields. */
export function readSidecar(path: string): Sidecar | undefined {
  if (!existsSync(path)) return undefined;
  return parseJson(readRegular(path, MAX_SIDECAR_BYTES).toString('utf8'), sidecarSchema, {
    kind: 'sidecar of a han2020',
    where: path,
    cure: 'Write it again, or move it away to import the arrays without a check.',
  });
}

/** What the card of the imported model says of its training. `checkedOn`: the dataset of the records of the check. */
export function importedCard(npzPath: string, sidecar: Sidecar | undefined, checkedOn: string | null): ModelCard {
  const { epochs, seconds, device, test } = sidecar ?? {};
  return {
    importedFrom: basename(npzPath),
    checkedOn,
    ...(epochs === undefined ? {} : { epochs }),
    ...(seconds === undefined ? {} : { seconds }),
    ...(device === undefined ? {} : { device }),
    // Computed elsewhere, perhaps in lower precision: `evaluate` gives what this program finds.
    ...(test === undefined ? {} : { testAsReported: test }),
  };
}

export function importedHistory(sidecar: Sidecar | undefined): ModelRow['history'] {
  return (sidecar?.history ?? []).map(({ epoch, loss, validationMeanF1, validationAccuracy }) => ({
    epoch,
    loss,
    meanF1: validationMeanF1,
    accuracy: validationAccuracy,
  }));
}
