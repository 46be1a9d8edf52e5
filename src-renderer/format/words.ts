import { attackOf, type AttackOptions } from '../../src-shared/attacks/index.ts';
import { className, type Split } from '../../src-shared/ecg.ts';
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

/** 'SAP', 'SAP → Normal' for a targeted attack, 'SAP (AF → Normal)' where only AF is targeted. */
export function attackName(options: AttackOptions): string {
  const name = attackOf(options.method).name;
  if (options.target === 'han2020') return `${name} (AF → Normal)`;
  return options.target === null ? name : `${name} → ${className(options.target)}`;
}

/** What an attack aims for: 'Untargeted', 'To AF', 'AF to Normal, others away'. */
export function goalName(goal: NonNullable<RunFilter['goal']>): string {
  if (goal === 'untargeted') return 'Untargeted';
  return goal === 'han2020' ? 'AF to Normal, others away' : `To ${className(goal)}`;
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
