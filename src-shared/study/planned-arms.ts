import type { AttackOptions } from '../attacks/index.ts';
import type { Origin } from '../sources/index.ts';
import { quotaCounts, type SizeLimits } from './criteria.ts';
import { CATCH_ARM } from './design-fields.ts';
import { armKey, type Protocol, type ProtocolTask } from './protocol.ts';

/** An arm for which records are chosen. */
export interface PlannedArm {
  name: string;
  kind: 'main' | 'catch';
  origin: Origin;
  /** Pairs of one record, or of a real and a made one. */
  pairs: number;
  /** Pairs of two records of different classes. */
  foils: number;
  /** How many pairs of each class; null where classes come as they are. */
  quotas: ReadonlyMap<string, number> | null;
  size: SizeLimits | undefined;
}

/** The arms of a task in the order of the protocol, its catch trials last. */
export function plannedArms(task: ProtocolTask): PlannedArm[] {
  const planned = (
    kind: PlannedArm['kind'],
    { name, pairs, foils = 0, size, quotas = task.quotas, ...shown }: ProtocolTask['arms'][number],
  ): PlannedArm => {
    const origin = originOf(shown);
    const counts = quotas && origin.kind !== 'pairs' ? quotaCounts(quotas, pairs) : null;
    return { name, kind, origin, pairs, foils, size, quotas: counts };
  };
  const arms = task.arms.map((arm) => planned('main', arm));
  return task.catch ? [...arms, planned('catch', { ...task.catch, name: CATCH_ARM })] : arms;
}

/** Those whose second tracings an attack makes. */
export function attackedArms(task: ProtocolTask): (PlannedArm & { attack: AttackOptions })[] {
  return plannedArms(task).flatMap((arm) =>
    arm.origin.kind === 'attack' ? [{ ...arm, attack: arm.origin.attack }] : [],
  );
}

/** Whether any pair of this study is made by an attack, and so with a model. */
export function needsModel({ tasks }: Protocol): boolean {
  return tasks.some((task) => attackedArms(task).length > 0);
}

/** How a study comes by its real records: `chosen` by its seed from a split, `listed` by its protocol; or both, arm by arm. */
export function recordsBy({ tasks }: Pick<Protocol, 'tasks'>): { chosen: boolean; listed: boolean } {
  const isListed = tasks.flatMap((task) => plannedArms(task).map(({ origin }) => origin.kind === 'pairs'));
  return { chosen: isListed.includes(false), listed: isListed.includes(true) };
}

/** The schema lets exactly one of the two be there. */
function originOf({ attack, source }: Pick<ProtocolTask['arms'][number], 'attack' | 'source'>): Origin {
  if (source) return source;
  if (attack) return { kind: 'attack', attack };
  throw new Error('An arm has neither an attack nor a source, which its schema does not let through.');
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
