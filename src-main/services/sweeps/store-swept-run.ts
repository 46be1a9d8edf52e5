import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { AttackSummary } from '../../../src-shared/contract/attacks.ts';
import type { RecordId } from '../../../src-shared/record-id.ts';
import { getRecord, type StoredRecord } from '../../db/datasets/records.ts';
import { sumOf } from '../../numeric/sums.ts';
import { storeAttackRun, type AttackedRecords } from '../attacks/store-attack-run.ts';
import type { ServiceContext } from '../workspace/context.ts';
import type { SweepWork } from './make-here.ts';
import type { PieceStore } from './piece-store.ts';
import type { PlannedPiece, PlannedRun } from './plan-sweep.ts';
import { decodeResult, type PieceResult } from './result.ts';

/** Stores a run whose pieces are all there, as if its records had been attacked in so many shares on this machine. */
export function storeSweptRun(
  { store, job }: Pick<SweepWork, 'store' | 'job'>,
  context: Pick<ServiceContext, 'db' | 'version'>,
  run: PlannedRun,
  pieces: readonly PlannedPiece[],
  foundOn: AttackedRecords['foundOn'],
): Promise<{ runId: string; engine: string } & AttackSummary> {
  const parts = pieces.map((planned) => {
    const { engine, outputs, examples, seconds } = resultOf(store, planned);
    // The signals of a run do not all fit into memory: they are read again.
    return {
      engine,
      outputs,
      seconds,
      examples: examples.map(({ at, samples: _, ...rest }) => ({ ...rest, id: idAt(planned, at) })),
    };
  });
  const signals = function* (): Generator<StoredRecord> {
    for (const planned of pieces) {
      for (const { at, samples } of resultOf(store, planned).examples) {
        const record = getRecord(context.db, idAt(planned, at));
        if (!record) throw new AppError('damaged', 'A record disappeared from the workspace while it was needed.');
        yield { ...record, samples };
      }
    }
  };
  const attacked: AttackedRecords = {
    examples: parts.flatMap(({ examples }) => examples),
    signals: signals(),
    engine: parts[0]?.engine ?? '',
    outputs: {
      vary: parts.some(({ outputs }) => outputs.vary),
      areProbabilities: parts.every(({ outputs }) => outputs.areProbabilities),
    },
    foundOn,
    shares: run.shares.length,
    // Of all pieces together: how long a run took from its first to its last depends on what was made beside it.
    seconds: sumOf(parts, ({ seconds }) => seconds),
  };
  return storeAttackRun(context, job.signal, run, attacked);
}

function idAt({ recordIds }: PlannedPiece, at: number): RecordId {
  return recordIds[at]!;
}

function resultOf(store: PieceStore, { id, piece, sampleCounts }: PlannedPiece): PieceResult & { seconds: number } {
  const kept = store.read(id);
  if (!kept) throw new AppError('damaged', 'A finished piece disappeared from the workspace. Start the sweep again.');
  return { ...decodeResult(kept.bytes, piece, sampleCounts), seconds: kept.receipt.seconds };
}
