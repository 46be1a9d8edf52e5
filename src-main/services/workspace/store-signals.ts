import { setImmediate } from 'node:timers/promises';
import type { EcgRecord } from '../../../src-shared/ecg.ts';
import type { WritableDB } from '../../db/sqlite/connection.ts';
import { deleteUnusedLeadSets, insertLeadSets, type LeadSet } from '../../db/datasets/lead-sets.ts';
import { deleteUnusedSignals, insertSignalPieces, signalPieces, type SignalPiece } from '../../db/datasets/signals.ts';
import { storeAhead, storeWhenFree } from '../../db/sqlite/when-free.ts';
import type { KeptLead } from '../../ecg/dataset/keep-leads.ts';
import { leadSetHash, recordHashInPieces } from '../../ecg/dataset/record-hash.ts';
import { inPieces } from './in-pieces.ts';

/** Enough that a transaction is worth it, and little enough that main responds within 50 ms. */
const PIECES_AT_ONCE = 64;
const BYTES_AT_ONCE = 2 * 1024 ** 2;

/** What else is stored bit by bit, before the transaction that makes it visible. */
export interface StoredAhead {
  /** Called in each transaction, perhaps twice; the signals of what was told before are stored. Returns what follows once it is committed. */
  store(): () => void;
  /** Deletes it again, piece by piece. */
  discard(): Promise<void>;
}

type WithLeads = EcgRecord & { leads?: readonly KeptLead[] };

/**
 * Stores the signals of many records, and of their other leads, piece by piece, letting main respond in between, then calls
 * `record`, whose single transaction makes a dataset or a run that refers to them. Until then they are invisible, so being
 * killed midway leaves nothing half recorded; if anything fails (or is stopped) on the way, those that this call added are
 * deleted again. Calls `onStored` for each record with its hash and that of the set of its other leads (null without), and stores
 * with them what is `ahead`.
 */
export async function storeSignals<T extends WithLeads, R>(
  db: WritableDB,
  records: Iterable<T>,
  onStored: (record: T, sha256: string, leadsSha256: string | null) => void,
  signal: AbortSignal,
  record: () => R,
  ahead?: StoredAhead,
): Promise<R> {
  const added: string[] = [];
  const addedSets: string[] = [];
  let batch: SignalPiece[] = [];
  let sets: LeadSet[] = [];
  let bytes = 0;
  const flush = async (): Promise<void> => {
    const stored = await storeAhead(db, () => ({
      signals: insertSignalPieces(db, batch),
      sets: insertLeadSets(db, sets),
      follow: ahead?.store(),
    }));
    stored.follow?.();
    added.push(...stored.signals);
    addedSets.push(...stored.sets);
    batch = [];
    bytes = 0;
    sets = [];
    await setImmediate();
    signal.throwIfAborted();
  };
  const store = async (one: Pick<EcgRecord, 'samples' | 'samplingHz' | 'unitsPerMv'>): Promise<string> => {
    if (one.samples.byteLength > BYTES_AT_ONCE) await setImmediate(); // reading it took a while
    const sha256 = await inPieces(recordHashInPieces(one));
    const { samples, samplingHz, unitsPerMv } = one;
    for (const piece of signalPieces({ samples, samplingHz, unitsPerMv, sha256 })) {
      batch.push(piece);
      bytes += piece.samples.byteLength;
      if (batch.length === PIECES_AT_ONCE || bytes >= BYTES_AT_ONCE) await flush();
    }
    return sha256;
  };
  try {
    for (const one of records) {
      const sha256 = await store(one);
      const leads = [];
      for (const other of one.leads ?? []) leads.push({ lead: other.lead, sha256: await store(other) });
      const set = leads.length === 0 ? undefined : { sha256: leadSetHash(leads), leads };
      if (set !== undefined) sets.push(set);
      onStored(one, sha256, set?.sha256 ?? null);
    }
    await flush();
    return await storeWhenFree(db, record);
  } catch (error) {
    // As below: the first failure is the one reported.
    await ahead?.discard().catch(() => undefined);
    await discard(db, addedSets, deleteUnusedLeadSets);
    await discard(db, added, deleteUnusedSignals);
    throw error;
  }
}

async function discard(
  db: WritableDB,
  hashes: readonly string[],
  deleteUnused: (db: WritableDB, hashes: readonly string[]) => void,
): Promise<void> {
  for (let at = 0; at < hashes.length; at += PIECES_AT_ONCE) {
    try {
      deleteUnused(db, hashes.slice(at, at + PIECES_AT_ONCE));
    } catch {
      // A full disk allows no deletion either. Nothing refers to what remains, and the first failure is the one
      // reported.
      return;
    }
    await setImmediate();
  }
}
