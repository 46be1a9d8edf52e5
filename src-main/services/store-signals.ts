import { setImmediate } from 'node:timers/promises';
import type { EcgRecord } from '../../src-shared/ecg.ts';
import type { Db } from '../db/open.ts';
import { insertSignals, type Signal } from '../db/signals.ts';
import { recordHash } from '../ecg/record-hash.ts';

/** So many that a transaction is worth it, and few enough that main answers within 50 ms. */
const SIGNALS_AT_ONCE = 64;

/**
 * Stores the signals of many records piece by piece, letting main answer in between. They are invisible until a
 * dataset or a run names them, so being killed in the middle leaves nothing half-recorded.
 * Calls `onStored` for each record with its hash.
 */
export async function storeSignals<T extends EcgRecord>(
  db: Db,
  records: Iterable<T>,
  onStored: (record: T, sha256: string) => void,
  signal: AbortSignal,
): Promise<void> {
  let batch: Signal[] = [];
  const flush = async (): Promise<void> => {
    insertSignals(db, batch);
    batch = [];
    await setImmediate();
    signal.throwIfAborted();
  };
  for (const record of records) {
    const sha256 = recordHash(record);
    batch.push({ samples: record.samples, samplingHz: record.samplingHz, unitsPerMv: record.unitsPerMv, sha256 });
    onStored(record, sha256);
    if (batch.length === SIGNALS_AT_ONCE) await flush();
  }
  await flush();
}
