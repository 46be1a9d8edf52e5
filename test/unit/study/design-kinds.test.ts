import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { designTrials } from '../../../src-main/study/design/design-trials.ts';
import type { Trial } from '../../../src-shared/study/trial.ts';
import { matchFoils } from '../../../src-main/study/selection/match-foils.ts';
import type { StimulusCandidate } from '../../../src-main/study/selection/select-stimuli.ts';
import { plannedArms, totalTrials } from '../../../src-shared/study/planned-arms.ts';
import { armKey, parseProtocol, type Protocol, type ProtocolInput } from '../../../src-shared/study/protocol.ts';
import { protocolInput, protocolWith } from './protocols.ts';

const attack = { method: 'sap' as const };
const FULL: ProtocolInput['tasks'][number] = {
  ...{ id: 'same', question: 'same-class', repeats: 5, practice: 3, catch: { attack, pairs: 2, foils: 1 } },
  arms: [{ name: 'SAP', attack, pairs: 7, foils: 3 }],
};

function design(protocol: Protocol, secret: number, reader?: string): Trial[] {
  const pairs = new Map(
    protocol.tasks.flatMap((task) =>
      plannedArms(task).map(({ name, pairs: alike, foils }) => [
        armKey(task.id, name),
        Array.from({ length: alike + foils }, (_, i) => ({
          record: `${name}${i}`,
          otherRecord: i < alike ? null : `X${i}`,
        })),
      ]),
    ),
  );
  return designTrials(protocol, pairs, createHash('sha256').update(String(secret)).digest(), reader);
}

describe('a task with trials of every kind', () => {
  const protocol = protocolWith({ tasks: [FULL], rounds: 2 });

  it('has as many as planned, practice first, repeats with swapped sides after as many trials as half of the pairs', () => {
    for (let secret = 0; secret < 200; secret++) {
      const trials = design(protocol, secret, secret % 2 === 0 ? undefined : 'ada');
      expect(trials).toHaveLength(totalTrials(protocol));
      expect(trials.slice(0, 3).every(({ kind }) => kind === 'practice')).toBe(true);
      for (const round of [1, 2]) {
        const block = trials.filter((trial) => trial.round === round && trial.kind !== 'practice');
        const kinds = [...Map.groupBy(block, ({ kind }) => kind)].map(([kind, of]) => `${kind} ${of.length}`);
        expect(kinds.sort()).toEqual(['catch 3', 'main 10', 'repeat 5']);
        for (const [at, trial] of block.entries()) {
          if (trial.kind !== 'repeat') continue;
          const first = block.findIndex(({ kind, record }) => kind === 'main' && record === trial.record);
          const between = block.slice(first + 1, at).filter(({ kind }) => kind !== 'catch');
          expect(between.length).toBeGreaterThanOrEqual(5);
          expect(trial.realSide).toBe(3 - block[first]!.realSide);
        }
      }
    }
  });

  it('balances the sides of the pairs and of the foils of an arm each for itself, in every round and for every reader', () => {
    for (let secret = 0; secret < 50; secret++) {
      for (const reader of [undefined, 'ada', 'bob']) {
        const trials = design(protocol, secret, reader).filter(({ kind }) => kind === 'main');
        for (const round of [1, 2]) {
          const above = (isFoil: boolean) =>
            trials.filter(
              (trial) => trial.round === round && (trial.otherRecord !== null) === isFoil && trial.realSide === 1,
            ).length;
          expect([3, 4]).toContain(above(false));
          expect([1, 2]).toContain(above(true));
        }
      }
    }
  });

  it('gives each reader another order and other sides, and the same reader the same again', () => {
    const shape = (reader?: string) => design(protocol, 1, reader).map(({ record, realSide }) => record + realSide);
    expect(shape('ada')).toEqual(shape('ada'));
    expect(new Set([shape(), shape('ada'), shape('bob')].map(String)).size).toBe(3);
  });

  it('shows a single tracing the same way again', () => {
    const single = protocolWith({ tasks: [{ ...protocolInput().tasks[0]!, question: 'is-real', repeats: 3 }] });
    const trials = design(single, 1);
    for (const { record, realSide } of trials.filter(({ kind }) => kind === 'repeat'))
      expect(trials.find((trial) => trial.kind === 'main' && trial.record === record)?.realSide).toBe(realSide);
  });
});

describe('the protocol of such a task', () => {
  it.each([
    [{ question: 'which-is-real' as const }, /arms\[0\]\.foils is 3: it must be left out: the question which-is-real/],
    [{ repeats: 6 }, /repeats is 6: it must be at most 5, half of the pairs of the task/],
    [{ arms: [{ name: 'Catch', attack, pairs: 10 }] }, /must not be catch or practice/],
  ])('is refused with the reason: %j', (changes, reason) => {
    expect(() => parseProtocol(protocolInput({ tasks: [{ ...FULL, ...changes }] }))).toThrow(reason);
  });
});

describe('the other record of a foil', () => {
  const protocol = protocolWith({
    tasks: [{ ...FULL, catch: undefined, repeats: 1, arms: [{ name: 'SAP', attack, pairs: 1, foils: 1 }] }],
  });
  const candidate = (record: string, changes: Partial<StimulusCandidate> = {}): StimulusCandidate => ({
    ...{ stimulusId: record, record, label: 'N', split: 'test', durationMs: 30_000, samplingHz: 300 },
    ...{ originallyCorrect: true, fooled: true, linfUv: 20, rmsUv: 5 },
    ...changes,
  });
  const RATES: Record<string, number> = { A: 70, B: 70, near: 74, far: 110, short: 70, slow: 70 };
  const match = (...others: StimulusCandidate[]) =>
    matchFoils(
      protocol,
      new Map([['same/SAP', ['A', 'B']]]),
      new Map([['same/SAP', [candidate('A'), candidate('B'), ...others]]]),
      ({ record }) => RATES[record] ?? null,
    )
      .get('same/SAP')
      ?.map(({ other }) => other?.record ?? null);

  it('is of another class and the same sampling rate, nearest in length and then in heart rate', () => {
    const [far, near] = [candidate('far', { label: 'A' }), candidate('near', { label: 'O' })];
    const short = candidate('short', { label: 'A', durationMs: 10_000 });
    const slow = candidate('slow', { label: 'A', samplingHz: 250 });
    expect(match(candidate('same class'), far, near, short, slow)).toEqual([null, 'near']);
    expect(match(far, short)).toEqual([null, 'far']);
    expect(match(short)).toEqual([null, 'short']);
    expect(() => match(slow, candidate('same class'))).toThrow(/Arm same\/SAP needs a foil for record B/);
  });

  it('is the same for the same record in matched arms', () => {
    const arms = ['SAP', 'PGD'].map((name) => ({ name, attack, pairs: 1, foils: 1 }));
    const matched = protocolWith({
      tasks: [{ id: 'same', question: 'same-class', arms }],
      options: { distinctRecords: 'matched' },
    });
    const others = ['far', 'near'].map((name) => candidate(name, { label: 'A' }));
    const pool = [candidate('A'), candidate('B'), ...others];
    const found = matchFoils(
      matched,
      new Map(arms.map(({ name }) => [`same/${name}`, ['A', 'B']])),
      new Map(arms.map(({ name }) => [`same/${name}`, pool])),
      ({ record }) => RATES[record] ?? null,
    );
    for (const { name } of arms)
      expect(found.get(`same/${name}`)?.map(({ other }) => other?.record ?? null)).toEqual([null, 'near']);
  });
});
