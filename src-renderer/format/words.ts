import { attackOf, type AttackOptions } from '../../src-shared/attacks/index.ts';
import { className, type ClassList } from '../../src-shared/class-list.ts';
import type { Split } from '../../src-shared/ecg.ts';
import type { RunFilter } from '../../src-shared/contract/attacks.ts';
import type { Job } from '../../src-shared/contract/jobs.ts';

export const SPLIT_NAMES: Record<Split, string> = { train: 'Training', validation: 'Validation', test: 'Test' };

export const STATE_NAMES: Record<Job['state'], string> = {
  queued: 'Waiting',
  running: 'Running',
  done: 'Done',
  failed: 'Failed',
  cancelled: 'Stopped',
  interrupted: 'Interrupted',
};

/** 'SAP', 'SAP → Normal' for a targeted attack, 'SAP (AF → Normal)' where only AF is targeted. `classes`: of the model. */
export function attackName(options: AttackOptions, classes: ClassList): string {
  const name = attackOf(options.method).name;
  if (options.target === 'han2020') return `${name} (AF → Normal)`;
  return options.target === null ? name : `${name} → ${className(classes, options.target)}`;
}

/**
 * What an attack aims for: 'Untargeted', 'To AF', 'AF to Normal, others away'. `lists`: of the models that it may be against; where
 * they differ, every class that it can be.
 */
export function goalName(goal: NonNullable<RunFilter['goal']>, lists: readonly ClassList[]): string {
  if (goal === 'untargeted') return 'Untargeted';
  if (goal === 'han2020') return 'AF to Normal, others away';
  return `To ${[...new Set(lists.filter(({ length }) => goal < length).map((classes) => className(classes, goal)))].join(' or ')}`;
}

/** '20 + 40': the steps of each phase of an attack. */
export function stepsOf(options: AttackOptions): string {
  return attackOf(options.method).steps(options).join(' + ');
}

/** A key of JSON as words: 'learningRate' → 'Learning rate'. */
export function humanise(key: string): string {
  const words = key
    .replaceAll(/[_-]+/g, ' ')
    .replaceAll(/([a-z0-9])([A-Z])/g, (_, before: string, capital: string) => `${before} ${capital.toLowerCase()}`)
    .replaceAll(/([a-z]{2})(\d{4,})/g, '$1 $2');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
