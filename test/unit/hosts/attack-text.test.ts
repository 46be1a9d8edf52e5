import { expect, it } from 'vitest';
import { attackText } from '../../../src-main/hosts/cli/output/attack-text.ts';
import type { JobResults } from '../../../src-shared/contract/job-results.ts';

const RESULT: JobResults['attack'] = {
  runId: 'r1',
  engine: 'TensorFlow 2.21.0',
  records: 50,
  originallyCorrect: 45,
  attackable: 40,
  fooled: 24,
  asr: 0.6,
  asrInterval: [0.446, 0.737],
  accuracyUnderAttack: 0.42,
  zeroGradient: 2,
  secondsPerRecord: 0.2213,
  noiseControl: { fooled: 1, rate: 0.025, interval: [0.004, 0.129] },
  queriesPerRecord: null,
  findings: [
    {
      code: 'zero-gradients',
      severity: 'warning',
      message: 'It stood still on 2 of 50.',
      cure: 'Use the margin loss.',
    },
  ],
};

it('what is printed of a run has the success, the noise beside it, and each finding with its cure', () => {
  expect(attackText(RESULT, 'sap.npz').split('\n')).toEqual([
    'Run r1',
    '50 records, 45 classified correctly before the attack',
    "5 of them had the target's class already and do not count in the success rate",
    'Attack success rate: 24 of 40 = 60.0 % (95 % 44.6 % to 73.7 %, Wilson)',
    'Noise of the same size and spectrum: 1 of 40 = 2.5 % (95 % 0.4 % to 12.9 %, Wilson)',
    'Accuracy under attack: 42.0 % of all 50 records',
    '0.22 s per record, with TensorFlow 2.21.0',
    'Written: sap.npz',
    '',
    'warning (zero-gradients): It stood still on 2 of 50.',
    '  Use the margin loss.',
  ]);
});

it('a black box tells its queries', () => {
  expect(attackText({ ...RESULT, queriesPerRecord: 812.4, findings: [] })).toContain('812 queries per record');
});
