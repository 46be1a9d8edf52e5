import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { parseJson } from '../../../src-shared/errors/parse-json.ts';
import { NETWORK_FORMS, networkInputSchema, networkOutputSchema } from '../../../src-shared/models/network-ports.ts';
import { readRegular } from '../../ecg/source/regular-file.ts';

/** Lies beside the files of an imported network and says how a record goes in and what comes out. */
export const NETWORK_FILE = 'network.json';
const MAX_BYTES = 2 ** 20;

const networkFileSchema = z.object({
  version: z.literal(1),
  form: z.enum(NETWORK_FORMS),
  /** The network itself, unchanged, and the files that it names; the first is the one to open. */
  files: z.array(z.string().min(1)).min(1),
  input: networkInputSchema,
  output: networkOutputSchema,
  /** Of the records that it classifies. */
  unitsPerMv: z.number().positive(),
  classes: z.int().min(2),
  /** Numbers in its weights. */
  parameters: z.int().nonnegative(),
  /** True: it could not be translated, and is computed without gradients. */
  blackBox: z.boolean(),
  /** Numbers that a forward pass keeps for each sample of a signal, as measured at import. */
  activationsPerSample: z.number().positive(),
});
/** Everything that determines what an imported network computes of a record, besides its own files. */
export type NetworkDescription = z.infer<typeof networkFileSchema>;

/** Undefined in the folder of a model of the program's own. Throws AppError 'damaged' that names file and field. */
export function readNetworkFile(folder: string): NetworkDescription | undefined {
  const path = join(folder, NETWORK_FILE);
  if (!existsSync(path)) return undefined;
  return parseJson(readRegular(path, MAX_BYTES).toString('utf8'), networkFileSchema, {
    kind: 'description of a network',
    where: path,
    cure: 'Import the network again.',
  });
}

export function writeNetworkFile(folder: string, description: NetworkDescription): void {
  writeFileSync(join(folder, NETWORK_FILE), `${JSON.stringify(description, null, 2)}\n`);
}
