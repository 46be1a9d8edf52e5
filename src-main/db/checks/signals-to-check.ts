import type { EcgRecord } from '../../../src-shared/ecg.ts';
import { readSamples } from '../datasets/samples.ts';
import { UNUSED_SIGNALS } from '../datasets/signals.ts';
import type { ReadableDB } from '../sqlite/connection.ts';

export function signalHashes(db: ReadableDB): string[] {
  return db.prepare<[], string>('SELECT sha256 FROM signals').pluck().all();
}

/** As it is stored: samples in ADC units. */
export function readSignal(db: ReadableDB, sha256: string): Pick<EcgRecord, 'samples' | 'samplingHz' | 'unitsPerMv'> {
  const found = db
    .prepare<[string], Pick<EcgRecord, 'samplingHz' | 'unitsPerMv'>>(
      'SELECT sampling_hz AS samplingHz, units_per_mv AS unitsPerMv FROM signals WHERE sha256 = ?',
    )
    .get(sha256);
  return { samplingHz: found?.samplingHz ?? 0, unitsPerMv: found?.unitsPerMv ?? 0, samples: readSamples(db, sha256) };
}

/** Some of the records, leads and examples that show it, in words. */
export function usersOfSignal(db: ReadableDB, sha256: string): string[] {
  return db
    .prepare<[{ sha256: string }], string>(
      `SELECT 'record ' || r.name FROM records r WHERE r.sha256 = @sha256
       UNION ALL
       SELECT 'lead ' || l.lead || ' of record ' || r.name
         FROM set_leads l JOIN records r ON r.leads_sha256 = l.set_sha256 WHERE l.sha256 = @sha256
       UNION ALL
       SELECT 'example ' || e.id || ' of run ' || e.run_id FROM examples e WHERE e.sha256 = @sha256
       LIMIT 3`,
    )
    .pluck()
    .all({ sha256 });
}

export function countUnusedSignals(db: ReadableDB): number {
  return db.prepare<[], number>(`SELECT count(*) FROM (${UNUSED_SIGNALS})`).pluck().get() ?? 0;
}
