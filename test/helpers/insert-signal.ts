import { insertSignalPieces, signalPieces } from '../../src-main/db/datasets/signals.ts';
import type { WritableDB } from '../../src-main/db/sqlite/connection.ts';

/** Stores a signal with all of its pieces. */
export function insertSignal(db: WritableDB, signal: Parameters<typeof signalPieces>[0]): void {
  insertSignalPieces(db, [...signalPieces(signal)]);
}
