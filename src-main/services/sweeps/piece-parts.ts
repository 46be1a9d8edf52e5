import { mkdir, rename, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { recordHash } from '../../ecg/dataset/record-hash.ts';
import { readRecordPack } from '../../ecg/dataset/record-pack.ts';
import { getBlob, type Blob } from '../../queue/blobs.ts';
import type { QueueConnection } from '../../queue/connect.ts';
import { hashModel } from '../models/model-folder.ts';
import type { PieceAtHand } from './compute-piece.ts';
import { idOfPiece, orderSchema, type Order } from './piece.ts';

/**
 * What was ordered as a piece, checked. Throws AppError 'refused' for what is no order of this program's, or not of the piece whose
 * id it has.
 */
export function readOrder(id: string, order: unknown): Order {
  const parsed = orderSchema.safeParse(order);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new AppError(
      'refused',
      `This is no order that this program understands (${issue?.path.join('.')}: ${issue?.message}).`,
    );
  }
  if (idOfPiece(parsed.data.piece) !== id)
    throw new AppError('refused', 'The order is not that of the piece whose id it has.');
  return parsed.data;
}

/**
 * Fetches the records and the model of a piece into a folder; what is there already stays. Everything is checked against its hash,
 * the records and the model against those of the piece. Throws AppError: not-found, refused.
 */
export async function fetchParts(
  connection: QueueConnection,
  id: string,
  { piece, pack, modelFiles }: Order,
  folder: string,
): Promise<PieceAtHand> {
  const packPath = join(folder, `${id}.records`);
  await writeFile(packPath, await fetched(connection, pack));
  const records = [...readRecordPack(packPath)];
  const areThose = records.every((record, at) => {
    const wanted = piece.records[at];
    return record.id === at && recordHash(record) === wanted?.sha256 && record.label === wanted.label;
  });
  if (!areThose || records.length !== piece.records.length)
    throw new AppError('refused', 'The records are not those of the piece.');
  const modelFolder = join(folder, piece.model);
  if (!existsSync(modelFolder)) {
    const partial = join(folder, `${id}.model`);
    await mkdir(partial, { recursive: true });
    for (const { name, ...blob } of modelFiles) await writeFile(join(partial, name), await fetched(connection, blob));
    if (hashModel(partial) !== piece.model) throw new AppError('refused', 'The model is not that of the piece.');
    // Two pieces may fetch the same model at the same time.
    await rename(partial, modelFolder).catch((error: unknown) => {
      if (!existsSync(modelFolder)) throw error;
    });
  }
  return { id, piece, packPath, modelFolder };
}

async function fetched({ redis }: QueueConnection, blob: Blob): Promise<Buffer> {
  const bytes = await getBlob(redis, blob);
  if (bytes) return bytes;
  throw new AppError(
    'not-found',
    'What the piece needs is not on the queue any more. Give the queue more memory, and maxmemory-policy noeviction.',
  );
}
