import { describe, expect, it } from 'vitest';
import { runFacts } from '../../../src-renderer/views/attacks/runs/run-facts.ts';
import { ATTACK_METHODS, attackOptionsSchema, type AttackMethod } from '../../../src-shared/attacks/index.ts';
import { CINC_2017_CLASSES } from '../../../src-shared/class-list.ts';
import type { AttackRun } from '../../../src-shared/contract/attacks.ts';
import { SUMMARY } from '../attacks/linted-runs.ts';

const runOf = (method: AttackMethod, summary: Partial<AttackRun['summary']>): AttackRun => ({
  ...{ id: 'a', createdAt: '2026-11-28T18:12:00.000Z', dataset: 'cinc', model: 'tiny', split: 'test' },
  ...{ classes: [...CINC_2017_CLASSES], engine: 'TensorFlow 2.21.0' },
  options: attackOptionsSchema.parse({ method }),
  summary: { ...SUMMARY, ...summary },
});
/** Everything that a run's page can tell at once. */
const ALL: Partial<AttackRun['summary']> = {
  leftOut: [{ record: 'A00003', samplingHz: 500, unitsPerMv: 1000 }],
  foundOn: { split: 'validation', records: 100, attackable: 88, fooled: 1 },
  parts: [
    { attack: 'apgd-ce', tried: 10, fooled: 4 },
    { attack: 'square', tried: 6, fooled: 0 },
  ],
};

describe('the facts of a run', () => {
  // Two of one name would leave its page without any of them.
  it.each(ATTACK_METHODS)('of %s have a name each', (method) => {
    const names = runFacts(runOf(method, ALL), 1000, undefined).map(({ name }) => name);
    expect(names.length).toBeGreaterThan(6);
    expect(new Set(names).size).toBe(names.length);
  });

  it('say once where a universal perturbation was found', () => {
    const told = runFacts(runOf('universal', ALL), 1000, {
      createdAt: '2026-11-28T18:12:00.000Z',
      result: { intact: true },
    });
    const found = told.filter(({ name }) => name === 'Found on').map(({ value }) => value);
    expect(found).toEqual(['100 validation records, of which it fools 1 of 88 (1.1 %) that could be fooled']);
    expect(told.at(-1)?.value).toMatch(/^yes, /);
  });
});
