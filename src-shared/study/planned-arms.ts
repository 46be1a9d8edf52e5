import type { AttackOptions } from '../attacks/index.ts';
import { CATCH_ARM } from './design-fields.ts';
import { armKey, type Protocol, type ProtocolTask } from './protocol.ts';

/** An arm for which records are chosen. */
export interface PlannedArm {
  name: string;
  kind: 'main' | 'catch';
  attack: AttackOptions;
  /** Pairs of one record. */
  pairs: number;
  /** Pairs of two records of different classes. */
  foils: number;
}

/** The arms of a task in the order of the protocol, its catch trials last. */
export function plannedArms(task: ProtocolTask): PlannedArm[] {
  const arms = task.arms.map(({ foils = 0, ...arm }) => ({ ...arm, foils, kind: 'main' as const }));
  if (!task.catch) return arms;
  return [...arms, { ...task.catch, name: CATCH_ARM, kind: 'catch', foils: task.catch.foils ?? 0 }];
}

/** How many main trials an arm has in one round, by armKey. */
export function plannedTrials({ tasks }: Protocol): Map<string, number> {
  return new Map(
    tasks.flatMap((task) => plannedArms(task).map((arm) => [armKey(task.id, arm.name), arm.pairs + arm.foils])),
  );
}

/** How many trials a reader of this study sees, those of every kind and round. */
export function totalTrials({ tasks, rounds = 1 }: Protocol): number {
  return tasks.reduce((total, task) => {
    const shown = plannedArms(task).reduce((sum, { pairs, foils }) => sum + pairs + foils, task.repeats ?? 0);
    return total + rounds * shown + (task.practice ?? 0);
  }, 0);
}
