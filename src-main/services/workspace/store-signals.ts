import { setImmediate } from 'node:timers/promises';
import type { EcgRecord } from '../../../src-shared/ecg.ts';
import type { WritableDB } from '../../db/sqlite/connection.ts';
import { deleteUnusedSignals, insertSignalPieces, signalPieces, type SignalPiece } from '../../db/datasets/signals.ts';
import { storeWhenFree } from '../../db/sqlite/when-free.ts';
import { recordHashInPieces } from '../../ecg/dataset/record-hash.ts';
import { inPieces } from './in-pieces.ts';

/** Enough that a transaction is worth it, and little enough that main responds within 50 ms. */
const PIECES_AT_ONCE = 64;
const BYTES_AT_ONCE = 2 * 1024 ** 2;

/**
 * Stores the signals of many records piece by piece, letting main respond in between, then calls `record`, whose single
 * transaction makes a dataset or a run that refers to them. Until then they are invisible, so being killed midway
 * leaves nothing half recorded; if anything fails (or is stopped) on the way, those that this call added are deleted
 * again. Calls `onStored` for each record with its hash.
 */
export async function storeSignals<T extends EcgRecord, R>(
  db: WritableDB,
  records: Iterable<T>,
  onStored: (record: T, sha256: string) => void,
  signal: AbortSignal,
  record: () => R,
): Promise<R> {
  const added: string[] = [];
  let batch: SignalPiece[] = [];
  let bytes = 0;
  const flush = async (): Promise<void> => {
    added.push(...(await storeWhenFree(db, () => insertSignalPieces(db, batch))));
    batch = [];
    bytes = 0;
    await setImmediate();
    signal.throwIfAborted();
  };
  try {
    for (const one of records) {
      if (one.samples.byteLength > BYTES_AT_ONCE) await setImmediate(); // reading it took a while
      const sha256 = await inPieces(recordHashInPieces(one));
      const { samples, samplingHz, unitsPerMv } = one;
      for (const piece of signalPieces({ samples, samplingHz, unitsPerMv, sha256 })) {
        batch.push(piece);
        bytes += piece.samples.byteLength;
        if (batch.length === PIECES_AT_ONCE || bytes >= BYTES_AT_ONCE) await flush();
      }
      onStored(one, sha256);
    }
    await flush();
    return await storeWhenFree(db, record);
  } catch (error) {
    await discard(db, added);
    throw error;
  }
}

async function discard(db: WritableDB, hashes: readonly string[]): Promise<void> {
  for (let at = 0; at < hashes.length; at += PIECES_AT_ONCE) {
    try {
      deleteUnusedSignals(db, hashes.slice(at, at + PIECES_AT_ONCE));
    } catch {
      // A full disk allows no deletion either. Nothing refers to what remains, and the first failure is the one
      // reported.
      return;
    }
    await setImmediate();
  }
}
