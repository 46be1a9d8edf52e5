import type { RecordId } from '../../../src-shared/record-id.ts';
import type { ReadableDB, WritableDB } from '../sqlite/connection.ts';
import { prepared, preparedWrite } from '../sqlite/prepared.ts';
import { readSamples } from './samples.ts';

/** The leads of a record besides the one that is read, in the order of its file; their signals are stored. */
export interface LeadSet {
  sha256: string;
  leads: readonly { lead: string; sha256: string }[];
}

export interface StoredLead {
  lead: string;
  samplingHz: number;
  unitsPerMv: number;
  /** ADC units. */
  samples: Int16Array;
}

/** Sets that no record has. */
const UNUSED_SETS = 'NOT EXISTS (SELECT 1 FROM records WHERE leads_sha256 = lead_sets.sha256)';

/** Stores sets durably; those that exist already are left unchanged. Returns the hashes of those that were not there. */
export function insertLeadSets(db: WritableDB, sets: readonly LeadSet[]): string[] {
  const insert = preparedWrite(db, 'INSERT OR IGNORE INTO lead_sets (sha256, names) VALUES (?, ?)');
  const add = preparedWrite(db, 'INSERT INTO set_leads (set_sha256, position, lead, sha256) VALUES (?, ?, ?, ?)');
  return db.transaction(() =>
    sets
      .filter(({ sha256: set, leads }) => {
        if (insert.run(set, JSON.stringify(leads.map(({ lead }) => lead))).changes === 0) return false;
        for (const [position, { lead, sha256 }] of leads.entries()) add.run(set, position, lead, sha256);
        return true;
      })
      .map(({ sha256 }) => sha256),
  )();
}

/** Deletes those of these sets that no record has. */
export function deleteUnusedLeadSets(db: WritableDB, hashes: readonly string[]): void {
  const remove = preparedWrite(db, `DELETE FROM lead_sets WHERE sha256 = ? AND ${UNUSED_SETS}`);
  db.transaction(() => {
    for (const sha256 of hashes) remove.run(sha256);
  }).immediate();
}

/** Deletes the sets that no record has; their signals stay. */
export function deleteAllUnusedLeadSets(db: WritableDB): void {
  db.prepare(`DELETE FROM lead_sets WHERE ${UNUSED_SETS}`).run();
}

/** The other leads of a record with `count` of their samples from the given one on: all of them if it is left out. */
export function getOtherLeads(db: ReadableDB, id: RecordId, from = 0, count?: number): StoredLead[] {
  return prepared<[RecordId], Omit<StoredLead, 'samples'> & { sha256: string }>(
    db,
    `SELECT l.lead, l.sha256, s.sampling_hz AS samplingHz, s.units_per_mv AS unitsPerMv
     FROM records r JOIN set_leads l ON l.set_sha256 = r.leads_sha256 JOIN signals s ON s.sha256 = l.sha256
     WHERE r.id = ? ORDER BY l.position`,
  )
    .all(id)
    .map(({ sha256, ...lead }) => ({ ...lead, samples: readSamples(db, sha256, from, count) }));
}
