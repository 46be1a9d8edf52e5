import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { keepBlob, putBlob } from '../../queue/blobs.ts';
import type { QueueConnection } from '../../queue/connect.ts';
import { CARD_FILE } from '../../ml/files/card-file.ts';
import { hashedFiles } from '../models/model-folder.ts';
import type { SweepWork } from './make-here.ts';
import { packPiece } from './pack-piece.ts';
import type { Order } from './piece.ts';
import type { PlannedPiece } from './plan-sweep.ts';

type SendPiece = (planned: PlannedPiece) => Promise<Order>;

/** Puts what a worker needs for a piece on the queue, and returns the order that names it. */
export function pieceSender({ redis }: QueueConnection, { db, workspace }: SweepWork['context']): SendPiece {
  const sent = new Map<string, Promise<Order['modelFiles']>>();
  const put = async (folder: string): Promise<Order['modelFiles']> => {
    // The card has the classes, and is no part of the model's hash.
    const names = [...hashedFiles(folder), CARD_FILE].filter((name) => existsSync(join(folder, name)));
    const files: Order['modelFiles'] = [];
    for (const name of names) files.push({ name, ...(await putBlob(redis, await readFile(join(folder, name)))) });
    return files;
  };
  const sendModel = async (folder: string): Promise<Order['modelFiles']> => {
    const before = sent.get(folder);
    if (before !== undefined) {
      const files = await before;
      const kept = await Promise.all(files.map((file) => keepBlob(redis, file)));
      if (kept.every(Boolean)) return files;
    }
    const sending = put(folder);
    sent.set(folder, sending);
    return sending;
  };
  return async (planned) => {
    const pack = await workspace.withTemporaryFolder(async (folder) => {
      const path = join(folder, 'records');
      await packPiece(db, planned, path);
      return putBlob(redis, await readFile(path));
    });
    return { piece: planned.piece, pack, modelFiles: await sendModel(planned.modelFolder) };
  };
}
