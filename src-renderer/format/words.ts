import type { AttackMethod, AttackOptions } from '../../src-shared/attack-options.ts';
import { CLASS_CODES, CLASS_NAMES, type ClassIndex, type Split } from '../../src-shared/ecg.ts';
import type { Job } from '../../src-shared/contract/jobs.ts';

export const METHOD_NAMES: Record<AttackMethod, string> = {
  fgsm: 'FGSM',
  pgd: 'PGD',
  'smoothed-pgd': 'Smoothed PGD',
  sap: 'SAP',
};

export const METHOD_SENTENCES: Record<AttackMethod, string> = {
  fgsm: 'One step of the full budget along the sign of the gradient.',
  pgd: 'Many small steps along the sign of the gradient, kept within the budget. The result looks jagged.',
  'smoothed-pgd': 'PGD, then smoothed with the Gaussian kernels once, without a further search.',
  sap: 'Smooth adversarial perturbation: starts from PGD, then searches among smooth perturbations only.',
};

export const SPLIT_NAMES: Record<Split, string> = { train: 'Training', validation: 'Validation', test: 'Test' };

export const QUESTION_NAMES = {
  'which-is-real': 'Which one of the pair is the real ECG?',
  'same-class': 'Are the two ECGs of the same class?',
} as const;

export const STATE_NAMES: Record<Job['state'], string> = {
  queued: 'Waiting',
  running: 'Running',
  done: 'Done',
  failed: 'Failed',
  cancelled: 'Stopped',
};

/** 'Normal', 'AF', 'Other', 'Noise'. */
export function className(index: ClassIndex): string {
  return CLASS_NAMES[CLASS_CODES[index]];
}

/** 'SAP', or 'SAP → Normal' for a targeted attack. */
export function attackName(options: AttackOptions): string {
  const name = METHOD_NAMES[options.method];
  return options.target === null ? name : `${name} → ${className(options.target)}`;
}

/** 'n.o. steps' of an attack in words. */
export function stepsOf(options: AttackOptions): string {
  if (options.method === 'fgsm') return '1';
  return options.method === 'sap' ? `${options.pgdSteps} + ${options.sapSteps}` : String(options.pgdSteps);
}

/** A key of JSON as words: 'learningRate' → 'Learning rate'. */
export function humanise(key: string): string {
  const words = key
    .replaceAll(/[_-]+/g, ' ')
    .replaceAll(/([a-z0-9])([A-Z])/g, (_, before: string, capital: string) => `${before} ${capital.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
