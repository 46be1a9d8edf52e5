import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { designTrials } from '../../../src-main/study/design/design-trials.ts';
import type { Trial } from '../../../src-shared/study/trial.ts';
import type { PairNames } from '../../../src-main/study/design/pairs-of-arm.ts';
import { commitmentOf, drawSecret } from '../../../src-main/study/design/study-secret.ts';
import { armKey } from '../../../src-shared/study/protocol.ts';
import type { Protocol } from '../../../src-shared/study/protocol.ts';
import { oneTask, protocolWith } from './protocols.ts';

describe('designTrials', () => {
  it('gives this order and these sides for this secret, for ever: locked studies are replayed by it', () => {
    const trials = design(twoTasks(1), 1);
    expect(trials.map((trial) => `${trial.record}:${trial.realSide}`).join(' ')).toBe(GOLDEN_SECRET_1);
  });

  it('gives the same again for the same secret, however the records are listed, and another for another', () => {
    const shape = (trials: Trial[]) => trials.map(({ record, realSide }) => `${record}:${realSide}`);
    const backwards = new Map([...numbered(twoTasks(1))].map(([key, names]) => [key, [...names].reverse()]));
    expect(shape(designTrials(twoTasks(1), backwards, secretOf(1)))).toEqual(shape(design(twoTasks(1), 1)));
    expect(shape(design(twoTasks(1), 2))).not.toEqual(shape(design(twoTasks(1), 1)));
  });

  it('takes nothing from the seed of the protocol: who has the protocol knows no side', () => {
    expect(design(twoTasks(2), 1)).toEqual(design(twoTasks(1), 1));
    const protocol = oneTask([40]);
    const sides = () =>
      designTrials(protocol, numbered(protocol), drawSecret())
        .sort((a, b) => (a.record < b.record ? -1 : 1))
        .map(({ realSide }) => realSide)
        .join('');
    // Of 40 balanced sides there are 1.4e11.
    expect(sides()).not.toBe(sides());
  });

  it('shows every stimulus once, numbered from 0, in blocks in the order of the tasks', () => {
    const trials = design(twoTasks(9), 9);
    expect(trials.map((trial) => trial.trialIndex)).toEqual(trials.map((_, i) => i));
    expect(trials.map((trial) => trial.taskId).join(' ')).toMatch(/^(second ){5}(first ?){7}$/);
    expect(new Set(trials.map((trial) => trial.record)).size).toBe(12);
    expect(trials.filter((trial) => trial.arm === 'PGD').every((trial) => trial.question === 'which-is-real')).toBe(
      true,
    );
  });

  it.each([1, 2, 3, 6, 7, 100, 101])('puts the real tracing above in half of %i pairs, for any secret', (pairs) => {
    const extra = new Set<number>();
    for (let seed = 0; seed < 60; seed++) {
      const trials = design(oneTask([pairs, 4]), seed);
      const above = countAbove(trials, 'A');
      expect(Math.abs(2 * above - pairs)).toBe(pairs % 2);
      expect(countAbove(trials, 'B')).toBe(2);
      extra.add(above);
    }
    expect(extra.size).toBe(pairs % 2 === 0 ? 1 : 2);
  });

  it('favours no side at any position, over 2,000 secrets', () => {
    const above = new Array<number>(12).fill(0);
    forSeeds(2000, (seed) => {
      design(oneTask([6, 6]), seed).forEach(
        (trial, i) => (above[i] = (above[i] as number) + (trial.realSide === 1 ? 1 : 0)),
      );
    });
    // Each count is binomial(2000, 0.5), and the 12 of them add up to 12,000: 11 are free.
    expect(chiSquare(above, 1000, 500)).toBeLessThan(CHI_SQUARE_11_AT_1E_4);
  });

  it('shows every stimulus equally often at the first and at the last position, over 2,000 secrets', () => {
    const first = new Array<number>(12).fill(0);
    const last = new Array<number>(12).fill(0);
    forSeeds(2000, (seed) => {
      const trials = design(oneTask([12]), seed);
      count(first, trials[0]);
      count(last, trials[11]);
    });
    const expected = 2000 / 12;
    expect(chiSquare(first, expected, expected)).toBeLessThan(CHI_SQUARE_11_AT_1E_4);
    expect(chiSquare(last, expected, expected)).toBeLessThan(CHI_SQUARE_11_AT_1E_4);
  });

  it('has as many runs of one side as chance gives, so that no pattern can be learnt', () => {
    let runs = 0;
    forSeeds(500, (seed) => {
      const trials = design(oneTask([50, 50]), seed);
      runs += trials.filter((trial, i) => i === 0 || trial.realSide !== trials[i - 1]?.realSide).length;
    });
    // 50 and 50 in random order have 51 runs on average, with a standard deviation of 5 in one design.
    expect(Math.abs(runs / 500 - 51)).toBeLessThan(4 * (5 / Math.sqrt(500)));
  });

  it('does not tie the sides of one arm to those of another', () => {
    let together = 0;
    forSeeds(2000, (seed) => {
      const trials = design(oneTask([2, 2]), seed);
      const [a, b] = ['A', 'B'].map((arm) => trials.find((trial) => trial.arm === arm)?.realSide);
      together += a === b ? 1 : 0;
    });
    expect(Math.abs(together - 1000)).toBeLessThan(4 * Math.sqrt(500));
  });

  it('refuses an arm with too few records, or one record twice, by name', () => {
    const protocol = oneTask([2]);
    const key = armKey('real', 'A');
    expect(() => designTrials(protocol, new Map(), secretOf(1))).toThrow(
      'Arm real/A has 0 records, but its protocol asks for 2 pairs',
    );
    expect(() => designTrials(protocol, new Map([[key, [pairOf('x'), pairOf('x')]]]), secretOf(1))).toThrow(
      'Arm real/A has record x twice',
    );
  });
});

describe('matched arms', () => {
  it('show each record as often as there are arms, half of the records apart, with every order of the arms', () => {
    const count = 9;
    const protocol = oneTask([count, count, count], 1, { distinctRecords: 'matched' });
    const records = Array.from({ length: count }, (_, i) => ({ record: `r${i}`, otherRecord: null }));
    const pairs = new Map(['A', 'B', 'C'].map((arm) => [armKey('real', arm), records]));
    const firsts = new Set<string>();
    for (let seed = 0; seed < 100; seed++) {
      const trials = designTrials(protocol, pairs, createHash('sha256').update(String(seed)).digest());
      expect(trials).toHaveLength(3 * count);
      for (const { record } of records) {
        const own = trials.filter((trial) => trial.record === record);
        expect(own.map(({ arm }) => arm).sort()).toEqual(['A', 'B', 'C']);
        if (record === 'r0') firsts.add(own.map(({ arm }) => arm).join(''));
        const gaps = own.slice(1).map(({ trialIndex }, i) => trialIndex - (own[i]?.trialIndex ?? NaN));
        expect(Math.min(...gaps)).toBeGreaterThanOrEqual(Math.ceil(count / 2));
      }
    }
    expect(firsts.size).toBe(6);
  });
});

describe('a commitment', () => {
  it("is this for this secret (computed with Python's hashlib), and tells nothing of its neighbour's", () => {
    const secret = Uint8Array.from({ length: 32 }, (_, i) => i);
    expect(commitmentOf(secret)).toBe('6b6e8cf7b3de214521d8ea36bb1710f976c7f085614d98dfe660d627efdb2c8e');
    expect(commitmentOf(secret.with(31, 0))).not.toBe(commitmentOf(secret));
  });

  it('is to 256 bits that are drawn anew each time', () => {
    expect(drawSecret()).toHaveLength(32);
    expect(commitmentOf(drawSecret())).not.toBe(commitmentOf(drawSecret()));
  });
});

/** Computed from docs/protocol.md by a program of its own, in Python with openssl. */
const GOLDEN_SECRET_1 =
  'second/SAP/1:1 second/SAP/4:2 second/SAP/0:1 second/SAP/2:1 second/SAP/3:2 ' +
  'first/PGD/1:1 first/SAP/3:1 first/SAP/1:2 first/SAP/0:2 first/PGD/0:2 first/SAP/2:1 first/PGD/2:1';

/** The 0.9999 quantile of χ² with 11 degrees of freedom. */
const CHI_SQUARE_11_AT_1E_4 = 37.37;

function twoTasks(seed: number): Protocol {
  const attack = { method: 'sap' } as const;
  return protocolWith({
    seed,
    tasks: [
      { id: 'second', question: 'same-class', arms: [{ name: 'SAP', attack, pairs: 5 }] },
      {
        id: 'first',
        question: 'which-is-real',
        arms: [
          { name: 'SAP', attack, pairs: 4 },
          { name: 'PGD', attack, pairs: 3 },
        ],
      },
    ],
  });
}

/** A pair of one record. */
const pairOf = (record: string): PairNames => ({ record, otherRecord: null });

/** Names like `first/SAP/0`. */
function numbered(protocol: Protocol): Map<string, PairNames[]> {
  const arms = protocol.tasks.flatMap((task) => task.arms.map((arm) => ({ key: armKey(task.id, arm.name), arm })));
  return new Map(arms.map(({ key, arm }) => [key, Array.from({ length: arm.pairs }, (_, i) => pairOf(`${key}/${i}`))]));
}

/** A secret for each number. */
function secretOf(number: number): Uint8Array {
  return createHash('sha256').update(`secret ${number}`).digest();
}

function design(protocol: Protocol, secret: number): Trial[] {
  return designTrials(protocol, numbered(protocol), secretOf(secret));
}

function countAbove(trials: readonly Trial[], arm: string): number {
  return trials.filter((trial) => trial.arm === arm && trial.realSide === 1).length;
}

function count(counts: number[], trial: Trial | undefined): void {
  const index = Number(trial?.record.split('/')[2]);
  counts[index] = (counts[index] as number) + 1;
}

function chiSquare(counts: readonly number[], expected: number, variance: number): number {
  return counts.reduce((sum, value) => sum + (value - expected) ** 2 / variance, 0);
}

function forSeeds(seeds: number, visit: (seed: number) => void): void {
  for (let seed = 0; seed < seeds; seed++) visit(seed);
}
