import { CINC_2017_CLASSES } from '../../../src-shared/class-list.ts';
import { describe, expect, it } from 'vitest';
import { selectStimuli } from '../../../src-main/study/selection/select-stimuli.ts';
import type { StimulusCandidate } from '../../../src-main/study/selection/select-stimuli.ts';
import { quotaCounts, quotaWords, type Quotas, type SizeLimits } from '../../../src-shared/study/criteria.ts';
import type { Protocol, ProtocolInput } from '../../../src-shared/study/protocol.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { oneTask, protocolInput, protocolWith } from './protocols.ts';

describe('selectStimuli', () => {
  it('chooses as many as each arm needs, of different records over the arms of a task', () => {
    const chosen = selectStimuli(oneTask([10, 10]), candidates({ A: names(25), B: names(25) }));
    expect([...chosen.keys()]).toEqual(['real/A', 'real/B']);
    expect(recordsOf(chosen, 'real/A')).toHaveLength(10);
    expect(new Set([...recordsOf(chosen, 'real/A'), ...recordsOf(chosen, 'real/B')]).size).toBe(20);
    expect(chosen.get('real/B')?.every((id) => id.startsWith('B:'))).toBe(true);
  });

  it('finds the only choice where the first arm could take what the second one needs', () => {
    for (let seed = 0; seed < 50; seed++) {
      const chosen = selectStimuli(oneTask([3, 3], seed), candidates({ A: names(6), B: ['r0', 'r2', 'r4'] }));
      expect(recordsOf(chosen, 'real/B').sort()).toEqual(['r0', 'r2', 'r4']);
      expect(recordsOf(chosen, 'real/A').sort()).toEqual(['r1', 'r3', 'r5']);
    }
  });

  it('chooses by the seed and the names of the records, not by the order or the ids of the candidates', () => {
    const forwards = candidates({ A: names(40) });
    const backwards = candidates({ A: names(40).reverse() });
    const choose = (seed: number, from: typeof forwards) => selectStimuli(oneTask([12], seed), from).get('real/A');
    expect(choose(1, backwards)).toEqual(choose(1, forwards));
    expect(choose(2, forwards)).not.toEqual(choose(1, forwards));
  });

  it('prefers no record: each is chosen about equally often over 2,000 seeds', () => {
    const counts = new Map(names(10).map((name) => [name, 0]));
    const pool = candidates({ A: names(10) });
    for (let seed = 0; seed < 2000; seed++) {
      for (const record of recordsOf(selectStimuli(oneTask([3], seed), pool), 'real/A')) {
        counts.set(record, (counts.get(record) ?? 0) + 1);
      }
    }
    // 600 expected of each, standard deviation 20.5.
    for (const count of counts.values()) expect(Math.abs(count - 600)).toBeLessThan(90);
  });

  it('keeps the choice of one task when another task is added after it', () => {
    const task = protocolInput().tasks[0];
    if (task === undefined) throw new Error('the helper has a task');
    const arms = { SAP: names(20), PGD: names(20) };
    const pools = new Map([...candidates(arms), ...candidates(arms, 'later')]);
    const one = selectStimuli(protocolWith(), pools);
    const two = selectStimuli(protocolWith({ tasks: [task, { ...task, id: 'later' }] }), pools);
    expect(two.get('real/SAP')).toEqual(one.get('real/SAP'));
    expect(two.get('later/PGD')).toHaveLength(3);
  });

  it('lets the arms of a task share records only where the protocol says so', () => {
    const pools = candidates({ A: names(4), B: names(4) });
    const shared = selectStimuli(oneTask([4, 4], 1, { distinctRecords: 'none' }), pools);
    expect(recordsOf(shared, 'real/A').sort()).toEqual(recordsOf(shared, 'real/B').sort());
    expect(() => selectStimuli(oneTask([4, 4], 1, { distinctRecords: 'task' }), pools)).toThrow(
      'Task real needs 8 different records over its arms, but only 4 are available',
    );
  });

  it('shows matched arms the same records, in the same order, and nothing twice besides', () => {
    const options = { distinctRecords: 'matched' as const };
    const pools = candidates({ A: names(9), B: names(12).slice(3) });
    const chosen = selectStimuli(oneTask([4, 4], 1, options), pools);
    expect(recordsOf(chosen, 'real/A')).toHaveLength(4);
    expect(recordsOf(chosen, 'real/B')).toEqual(recordsOf(chosen, 'real/A'));
    expect(chosen.get('real/B')?.every((id) => id.startsWith('B:'))).toBe(true);
    for (let seed = 0; seed < 20; seed++)
      expect(recordsOf(selectStimuli(oneTask([6, 6], seed, options), pools), 'real/B').sort()).toEqual(
        names(9).slice(3),
      );
    expect(() => selectStimuli(oneTask([7, 7], 1, options), pools)).toThrow(
      'Task real needs 7 records that can be shown in every one of its arms, and 6 fit in all (9 in A, 9 in B): take a dataset with more records in its test split, ' +
        'lower its "pairs" to 6 or fewer, or set "distinctRecords" to "none" so that each arm draws its own.',
    );
    expect(() => oneTask([4, 5], 1, options)).toThrow(
      /tasks\[0\]\.arms\[1\]\.pairs.* must be 4 as in the arm A, since "distinctRecords" is "matched"/,
    );
  });

  it('shows no record in two tasks unless the protocol says so', () => {
    const tasks = ['first', 'second'].map((id) => ({
      id,
      question: 'which-is-real' as const,
      arms: [{ name: 'A', attack: { method: 'sap' as const }, pairs: 4 }],
    }));
    const both = (count: number) =>
      new Map([...candidates({ A: names(count) }, 'first'), ...candidates({ A: names(count) }, 'second')]);
    const chosen = selectStimuli(protocolWith({ tasks }), both(8));
    expect(new Set([...recordsOf(chosen, 'first/A'), ...recordsOf(chosen, 'second/A')]).size).toBe(8);
    expect(() => selectStimuli(protocolWith({ tasks }), both(7))).toThrow(
      'The study needs 8 different records over its arms, but only 7 are available (7 for first/A, 7 for second/A fit): ' +
        'take a dataset with more records in its test split, lower "pairs", or set "distinctRecords" to "task" so that its tasks may share records.',
    );
    // Of one task alone, sharing between tasks is no cure; between its arms it is.
    const one = protocolWith({
      tasks: [{ ...tasks[0]!, arms: ['A', 'B'].map((name) => ({ ...tasks[0]!.arms[0]!, name })) }],
    });
    const pools = candidates({ A: names(4), B: names(4) }, 'first');
    expect(() => selectStimuli(one, pools)).toThrow(
      'lower "pairs", or set "distinctRecords" to "none" so that its arms may share records.',
    );
    const shared = selectStimuli(protocolWith({ tasks, options: { distinctRecords: 'task' } }), both(4));
    expect(recordsOf(shared, 'first/A').sort()).toEqual(recordsOf(shared, 'second/A').sort());
  });

  it('shows of several examples of one record the first, and never two', () => {
    const again = { ...candidate('A', 'r0'), stimulusId: 'newer' };
    const pools = new Map([['real/A', [candidate('A', 'r0'), again, candidate('A', 'r1')]]]);
    const chosen = selectStimuli(oneTask([2], 1, { distinctRecords: 'none' }), pools);
    expect(chosen.get('real/A')?.sort()).toEqual(['A:r0', 'A:r1']);
    expect(() => selectStimuli(oneTask([3]), pools)).toThrow('needs 3 pairs and 2 fit');
  });

  it.each<[string, Partial<StimulusCandidate>]>([
    ['of another split', { split: 'train' }],
    ['of a class that is not asked for', { label: '~' }],
    ['that are too short', { durationMs: 8999 }],
    ['that the model got wrong before the attack', { originallyCorrect: false }],
    ['that do not fool the model', { fooled: false }],
  ])('leaves out examples %s', (_name, change) => {
    const stimuli = { classes: ['N' as const, 'A' as const], minDurationMs: 9000 };
    const tasks = oneTask([1]).tasks;
    const pools = new Map([['real/A', [{ ...candidate('A', 'r0'), ...change }]]]);
    expect(() => selectStimuli(protocolWith({ stimuli, tasks }), pools)).toThrow('needs 1 pairs and 0 fit');
    const good = new Map([['real/A', [candidate('A', 'r0')]]]);
    expect(selectStimuli(protocolWith({ stimuli, tasks }), good).get('real/A')).toEqual(['A:r0']);
  });

  it('takes examples that do not fool the model where the protocol does not ask for success', () => {
    const pools = new Map([['real/A', [{ ...candidate('A', 'r0'), fooled: false, originallyCorrect: false }]]]);
    const protocol = protocolWith({ stimuli: { onlySuccessful: false }, tasks: oneTask([1]).tasks });
    expect(selectStimuli(protocol, pools).get('real/A')).toEqual(['A:r0']);
  });

  it('says which arm lacks how many, of what kind, and what to do', () => {
    const attempt = () => selectStimuli(oneTask([10]), candidates({ A: names(7) }));
    expect(attempt).toThrow(AppError);
    expect(attempt).toThrow(
      'Arm A of task real needs 10 pairs and 7 fit (records of the test split, classified ' +
        'correctly before the attack and fooled by it): take a dataset with more such records, or lower its "pairs" to 7 or fewer.',
    );
    expect(attempt).toThrow(expect.objectContaining({ details: { task: 'real', arm: 'A', needed: 10, found: 7 } }));
  });

  it('fills the quotas of an arm by class, and says of which class there are too few', () => {
    const labels = ['N', 'N', 'N', 'N', 'N', 'A', 'A', 'A', 'O'];
    const pools = new Map([['real/A', labels.map((label, i) => ({ ...candidate('A', `r${i}`), label }))]]);
    const asked = (quotas: Quotas, pairs = 4) => {
      const [task] = oneTask([pairs]).tasks;
      return protocolWith({ tasks: [{ ...task!, quotas }] });
    };
    const labelsOf = (protocol: Protocol) =>
      recordsOf(selectStimuli(protocol, pools), 'real/A').map((record) => labels[Number(record.slice(1))]);
    expect(labelsOf(asked({ N: 1, A: 3 })).sort()).toEqual(['A', 'A', 'A', 'N']);
    expect(labelsOf(asked({ N: 0.5, A: 0.25, O: 0.25 })).sort()).toEqual(['A', 'N', 'N', 'O']);
    // Of equal remainders the class that is named first gets one more.
    expect(labelsOf(asked({ N: 0.5, A: 0.5 }, 5)).sort()).toEqual(['A', 'A', 'N', 'N', 'N']);
    expect(quotaWords(quotaCounts({ N: 0.5, A: 0.5 }, 5), CINC_2017_CLASSES)).toBe('3 Normal, 2 AF');
    expect(() => selectStimuli(asked({ N: 0.2, A: 0.8 }, 5), pools)).toThrow(
      'Arm A of task real needs 4 pairs of class A and 3 fit (records of the test split, of class A, classified',
    );
  });

  it('takes perturbations of the size that an arm asks for, in µV or in mm of the paper', () => {
    const sizes = [5, 20, 50].map((linfUv, i) => ({ ...candidate('A', `r${i}`), linfUv, rmsUv: linfUv / 2 }));
    const chosen = (size: SizeLimits, options: ProtocolInput['options'] = {}) => {
      const [task] = oneTask([1]).tasks;
      const tasks = [{ ...task!, arms: [{ ...task!.arms[0]!, size }] }];
      return selectStimuli(protocolWith({ tasks, options }), new Map([['real/A', sizes]])).get('real/A');
    };
    expect(chosen({ measure: 'peak-uv', least: 20, most: 40 })).toEqual(['A:r1']);
    expect(chosen({ measure: 'rms-uv', least: 20 })).toEqual(['A:r2']);
    // At 20 mm/mV 0.1 mm are 5 µV.
    expect(chosen({ measure: 'peak-mm', most: 0.1 }, { gainMmPerMv: 20 })).toEqual(['A:r0']);
    expect(() => chosen({ measure: 'peak-uv', least: 60 })).toThrow('fooled by it, a perturbation of at least 60 µV)');
  });

  it('asks for no lower number of pairs where nothing fits at all', () => {
    expect(() => selectStimuli(oneTask([10]), new Map())).toThrow('and 0 fit');
    expect(() => selectStimuli(oneTask([10]), new Map())).not.toThrow('0 or fewer');
  });
});

function names(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `r${i}`);
}

function candidate(arm: string, record: string): StimulusCandidate {
  const stimulusId = `${arm}:${record}`;
  return {
    stimulusId,
    record,
    label: 'N',
    split: 'test',
    durationMs: 30_000,
    samplingHz: 300,
    originallyCorrect: true,
    fooled: true,
    linfUv: 20,
    rmsUv: 5,
  };
}

function candidates(arms: Record<string, string[]>, task = 'real'): Map<string, StimulusCandidate[]> {
  return new Map(
    Object.entries(arms).map(([arm, records]) => [`${task}/${arm}`, records.map((r) => candidate(arm, r))]),
  );
}

function recordsOf(chosen: Map<string, string[]>, key: string): string[] {
  return (chosen.get(key) ?? []).map((id) => id.split(':')[1] as string);
}
