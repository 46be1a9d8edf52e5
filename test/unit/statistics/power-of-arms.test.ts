import { expect, it } from 'vitest';
import { atOnce } from '../../../src-main/services/workspace/in-pieces.ts';
import { similarityRange } from '../../../src-main/statistics/similarity-range.ts';
import { similarityTest } from '../../../src-main/statistics/similarity.ts';
import { powerOfArms } from '../../../src-main/statistics/summaries/power-of-arms.ts';
import { parseProtocol } from '../../../src-shared/study/protocol.ts';

const attack = { method: 'sap' };
const protocol = parseProtocol({
  schemaVersion: 1,
  title: 'Power',
  seed: 1,
  tasks: [
    { id: 'real', question: 'which-is-real', arms: [{ name: 'SAP', attack, pairs: 100 }] },
    { id: 'same', question: 'same-class', arms: [{ name: 'SAP', attack, pairs: 250 }] },
  ],
});

it('one reader of 100 pairs rejects chance at 61 right or more, with the published power', () => {
  const rows = [0.6, 0.62, 0.65].map((p) => atOnce(powerOfArms(protocol, p)));
  expect(rows.map(([row]) => row?.power.toFixed(3))).toEqual(['0.462', '0.624', '0.828']);
  expect(rows[0]).toEqual([expect.objectContaining({ task: 'real', n: 100, rejectAtMost: 39, rejectAtLeast: 61 })]);
});

/** P(X = k) by products alone. */
function probability(k: number, n: number, p: number): number {
  let product = 1;
  for (let i = 1; i <= k; i++) product *= ((n - k + i) / i) * p;
  return product * (1 - p) ** (n - k);
}

it('the similarity test claims what each count of right answers allows, as often as guessing gives them', () => {
  for (const [n, margin] of [
    [20, 0.6],
    [100, 0.6],
    [100, 0.65],
    [271, 0.6],
  ] as const) {
    const claimed = Array.from({ length: n + 1 }, (_, k) => k).filter(
      (k) => similarityTest(k, n, margin).indistinguishable,
    );
    const { atLeast, atMost, power } = similarityRange(n, margin);
    expect([atLeast, atMost]).toEqual([claimed[0] ?? null, claimed.at(-1) ?? null]);
    expect(power).toBeCloseTo(
      claimed.reduce((sum, k) => sum + probability(k, n, 0.5), 0),
      10,
    );
  }
});

it('an interval of a hundred answers is as wide as tables have it', () => {
  const [row] = atOnce(powerOfArms(protocol, 0.6));
  expect(row?.interval.map((bound) => bound.toFixed(4))).toEqual(['0.3983', '0.6017']);
});
