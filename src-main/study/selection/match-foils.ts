import { AppError } from '../../../src-shared/errors/app-error.ts';
import { isOfLength } from '../../../src-shared/study/criteria.ts';
import { plannedArms } from '../../../src-shared/study/planned-arms.ts';
import { armKey, type Protocol } from '../../../src-shared/study/protocol.ts';
import { distinctScope } from './distinct-scope.ts';
import type { StimulusCandidate } from './select-stimuli.ts';

/** What an arm shows: the attacked tracing, and the original of another record where the pair is a foil. */
export interface ChosenPair<Candidate> {
  shown: Candidate;
  /** Null where the original is of the same record. */
  other: Candidate | null;
}

/** Within how many beats per minute two rates count as alike. */
const SAME_RATE_BPM = 5;

/**
 * Gives every foil the record of its original tracing: of another class, of the same sampling rate, and of the records
 * that no pair of the same scope has (`distinctRecords`) the one whose length and heart rate are nearest; matched arms of a task
 * have the same for the same record. The foils of an
 * arm are the last of its choice. Of records that are alike the first by name is taken. `rateOf`: heart rate, bpm; null
 * where it has none. Throws AppError 'bad-input' that says which arm lacks one.
 */
export function matchFoils<Candidate extends StimulusCandidate>(
  protocol: Protocol,
  chosen: ReadonlyMap<string, readonly string[]>,
  candidates: ReadonlyMap<string, readonly Candidate[]>,
  rateOf: (candidate: Candidate) => number | null,
): Map<string, ChosenPair<Candidate>[]> {
  const scopeOf = distinctScope(protocol);
  const used = new Map<string, Set<string>>();
  const matched = protocol.options.distinctRecords === 'matched';
  /** Of each task: record → that of its foil, in matched arms. */
  const foilOf = new Map<string, Map<string, string>>(protocol.tasks.map(({ id }) => [id, new Map()]));
  const arms = protocol.tasks.flatMap((task) =>
    plannedArms(task).map((arm) => {
      const key = armKey(task.id, arm.name);
      const pool = candidates.get(key) ?? [];
      const byId = new Map(pool.map((candidate) => [candidate.stimulusId, candidate]));
      const shown = (chosen.get(key) ?? []).flatMap((id) => byId.get(id) ?? []);
      const taken = used.get(scopeOf(task.id, key)) ?? new Set();
      for (const { record } of shown) taken.add(record);
      used.set(scopeOf(task.id, key), taken);
      const known = matched && arm.kind === 'main' ? foilOf.get(task.id) : undefined;
      return {
        key,
        known,
        pairs: arm.pairs,
        pool: [...pool].sort((a, b) => (a.record < b.record ? -1 : 1)),
        shown,
        taken,
      };
    }),
  );
  return new Map(
    arms.map(({ key, known, pairs, pool, shown, taken }) => [
      key,
      shown.map((candidate, i) => {
        if (i < pairs) return { shown: candidate, other: null };
        const before = known?.get(candidate.record);
        const other =
          pool.find(({ record }) => record === before) ??
          nearest(candidate, admitted(protocol, pool, candidate, taken), rateOf);
        if (!other) throw tooFew(key, candidate);
        taken.add(other.record);
        known?.set(candidate.record, other.record);
        return { shown: candidate, other };
      }),
    ]),
  );
}

function admitted<Candidate extends StimulusCandidate>(
  { stimuli }: Protocol,
  pool: readonly Candidate[],
  { label, samplingHz }: Candidate,
  taken: ReadonlySet<string>,
): Candidate[] {
  return pool.filter(
    (each) =>
      each.label !== label &&
      each.samplingHz === samplingHz &&
      each.split === stimuli.split &&
      isOfLength(stimuli, each.durationMs) &&
      !taken.has(each.record),
  );
}

/** The shortest difference of length first, then the nearest heart rate. */
function nearest<Candidate extends StimulusCandidate>(
  to: Candidate,
  among: readonly Candidate[],
  rateOf: (candidate: Candidate) => number | null,
): Candidate | undefined {
  const lengthApart = ({ durationMs }: Candidate): number => Math.abs(durationMs - to.durationMs);
  const least = Math.min(...among.map(lengthApart));
  const rate = rateOf(to);
  let best: { candidate: Candidate; apart: number } | undefined;
  for (const candidate of among.filter((each) => lengthApart(each) === least)) {
    const own = rateOf(candidate);
    const apart = rate === null || own === null ? Infinity : Math.abs(own - rate);
    if (!best || apart < best.apart) best = { candidate, apart };
    if (best.apart <= SAME_RATE_BPM) break;
  }
  return best?.candidate;
}

function tooFew(arm: string, { record }: StimulusCandidate): AppError {
  return new AppError(
    'bad-input',
    `Arm ${arm} needs a foil for record ${record}, and no record of another class and the same sampling rate is left: ` +
      `take a dataset with more of them, more "classes", or lower "foils".`,
    { arm },
  );
}
