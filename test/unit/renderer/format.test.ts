import { CINC_2017_CLASSES } from '../../../src-shared/class-list.ts';
import { describe, expect, it } from 'vitest';
import type { JobKind } from '../../../src-shared/contract/job-results.ts';
import type { Job, JobOf } from '../../../src-shared/contract/jobs.ts';
import { attackOptionsSchema } from '../../../src-shared/attacks/index.ts';
import { shellWord } from '../../../src-renderer/format/command.ts';
import { enclosingTicks } from '../../../src-figures/index.ts';
import { attackName, goalName, humanise, stepsOf } from '../../../src-renderer/format/words.ts';
import { placeOfResult } from '../../../src-renderer/state/job-result.ts';

describe('words and commands', () => {
  it('quotes what a shell would take apart, and nothing else', () => {
    expect(shellWord('/data/training2017.zip')).toBe('/data/training2017.zip');
    expect(shellWord('My study; rm -rf *')).toBe("'My study; rm -rf *'");
    expect(shellWord("Anna's")).toBe("'Anna'\\''s'");
    expect(shellWord('')).toBe("''");
  });

  it('names a goal by the classes that it can be among those of several models', () => {
    const five = ['MI', 'NORM', 'STTC', 'CD', 'HYP'].map((code) => ({ code, name: code }));
    expect(goalName(1, [CINC_2017_CLASSES])).toBe('To AF');
    expect(goalName(1, [CINC_2017_CLASSES, five])).toBe('To AF or NORM');
    expect(goalName(4, [CINC_2017_CLASSES, five])).toBe('To HYP');
    expect(goalName('untargeted', [])).toBe('Untargeted');
  });

  it('names an attack by its method, its target and its steps', () => {
    const sap = attackOptionsSchema.parse({ method: 'sap', target: 0 });
    expect(attackName(sap, CINC_2017_CLASSES)).toBe('SAP → Normal');
    expect(stepsOf(sap)).toBe('20 + 40');
    const fgsm = attackOptionsSchema.parse({ method: 'fgsm' });
    expect([attackName(fgsm, CINC_2017_CLASSES), stepsOf(fgsm)]).toEqual(['FGSM', '1']);
    expect(stepsOf(attackOptionsSchema.parse({ method: 'spsa' }))).toBe('100');
    expect(stepsOf(attackOptionsSchema.parse({ method: 'ecgadv' }))).toBe('600');
  });

  it('reads the keys of JSON as words', () => {
    expect(['learningRate', 'meanF1', 'gigaMacsAt9000Samples', 'train-half'].map(humanise)).toEqual([
      'Learning rate',
      'Mean f1',
      'Giga macs at 9000 samples',
      'Train half',
    ]);
  });

  it('spans a range with round ticks', () => {
    expect(enclosingTicks(0.42, 1.17, 4)).toEqual([0.4, 0.6, 0.8, 1, 1.2]);
    expect(enclosingTicks(1, 24, 5)).toEqual([0, 5, 10, 15, 20, 25]);
    expect(enclosingTicks(Infinity, -Infinity, 5)).toEqual([]);
  });
});

describe('where the result of a job is looked at', () => {
  const job = <K extends JobKind>(kind: K, result: JobOf<K>['result']) => ({ kind, result }) as Job;

  it('is the thing that it made', () => {
    expect(placeOfResult(job('attack', { runId: 'r1' }))?.to).toEqual(['attacks', 'r1']);
    const compared = { comparisonId: 'c1', datasetId: 'd1' };
    expect(placeOfResult(job('compare', compared))?.to).toEqual(['models', 'comparisons', 'c1']);
    expect(placeOfResult(job('rehearse', { studyId: 's1' }))?.to).toEqual(['results', 's1']);
    expect(placeOfResult(job('import', { datasetId: 'd1' }))?.to).toEqual(['datasets', 'd1']);
    expect(placeOfResult(job('train', { modelId: 'm1' }))?.to).toEqual(['models', 'm1']);
  });

  it('is the list where the result names nothing', () => {
    expect(placeOfResult(job('build-study', null))?.to).toEqual(['studies']);
    expect(placeOfResult(job('train', {}))?.to).toEqual(['models']);
    expect(placeOfResult(job('export', {}))).toBeUndefined();
  });
});
