import type { Origin } from '../../../src-shared/sources/index.ts';
import { plannedArms } from '../../../src-shared/study/planned-arms.ts';
import { armKey, type Protocol } from '../../../src-shared/study/protocol.ts';
import type { TrialFacts } from '../../db/studies/result-rows.ts';

/** A trial with what its protocol says of how its pair came about. */
export interface OriginatedTrial extends TrialFacts {
  source: Origin['kind'];
  /** What the protocol's list calls the pair. */
  pairName: string | null;
}

/** The trials of a study, each with the origin of its arm. */
export function withOrigins(
  trials: ReadonlyMap<string, TrialFacts>,
  { tasks }: Protocol,
): Map<string, OriginatedTrial> {
  const origins = new Map(
    tasks.flatMap((task) => plannedArms(task).map(({ name, origin }) => [armKey(task.id, name), origin] as const)),
  );
  const names = new Map<string, string | undefined>();
  for (const [arm, origin] of origins)
    if (origin.kind === 'pairs') for (const { real, pair } of origin.list ?? []) names.set(`${arm}/${real}`, pair);
  return new Map(
    [...trials].map(([id, trial]) => {
      const arm = armKey(trial.taskId, trial.arm);
      const source = origins.get(arm)?.kind ?? 'attack';
      return [id, { ...trial, source, pairName: names.get(`${arm}/${trial.record}`) ?? null }];
    }),
  );
}
