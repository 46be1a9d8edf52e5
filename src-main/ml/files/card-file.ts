import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRegular } from '../../ecg/source/regular-file.ts';
import { parseJson } from '../../../src-shared/errors/parse-json.ts';
import { modelCardSchema, type ModelCard } from '../../../src-shared/models/model-card.ts';

/** Lies beside the topology and the weights of a model. */
export const CARD_FILE = 'card.json';
const MAX_CARD_BYTES = 16 * 1024 ** 2;

/** The card in a model's folder; an empty one if there is none. Throws AppError 'damaged' that names file and field. */
export function readCard(folder: string): ModelCard {
  return readCardFile(join(folder, CARD_FILE)) ?? {};
}

/** A card by the path of its file; undefined if there is none. Throws AppError 'damaged'. */
export function readCardFile(path: string): ModelCard | undefined {
  if (!existsSync(path)) return undefined;
  return parseJson(readRegular(path, MAX_CARD_BYTES).toString('utf8'), modelCardSchema, {
    kind: 'model card',
    where: path,
    cure: 'Correct the file, or restore the folder of the model.',
  });
}

export function writeCard(folder: string, card: ModelCard): void {
  writeFileSync(join(folder, CARD_FILE), `${JSON.stringify(card, null, 2)}\n`);
}
