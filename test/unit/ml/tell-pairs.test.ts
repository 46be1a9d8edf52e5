import { beforeAll, describe, expect, it } from 'vitest';
import { openEngine } from '../../../src-main/ml/engine/engine.ts';
import {
  initialPairNetwork,
  pairGradient,
  scoreWindows,
  CHANNELS,
  WINDOW,
} from '../../../src-main/ml/pairs/pair-network.ts';
import { tellPairs } from '../../../src-main/ml/pairs/tell-pairs.ts';
import { gaussian } from '../../../src-main/numeric/random.ts';
import { seeded } from '../../../src-main/numeric/seeding.ts';

beforeAll(async () => {
  await openEngine();
});

const random = seeded(1, 2);
const noise = (length: number, deviation: number): number[] =>
  Array.from({ length }, () => Math.round(deviation * gaussian(random)));

describe('the network that is tried on pairs', () => {
  it('learns what differs from other pairs, and tells short and long ones apart by it', async () => {
    const pairs = Array.from({ length: 8 }, (_, i) => {
      const length = i % 2 === 0 ? 600 : 2000;
      return { real: noise(length, 20), made: noise(length, 40) };
    });
    expect(await tellPairs(pairs, seeded(1))).toBeGreaterThanOrEqual(7);
  });

  it('says half about a pair alone and about equal tracings, and does the same again', async () => {
    const same = noise(900, 20);
    const pairs = [1, 2, 3].map(() => ({ real: same, made: same }));
    expect(await tellPairs(pairs, seeded(1))).toBe(1.5);
    expect([await tellPairs([], seeded(1)), await tellPairs(pairs.slice(2), seeded(1))]).toEqual([0, 0.5]);
    const others = Array.from({ length: 3 }, () => ({ real: noise(900, 20), made: noise(900, 20) }));
    expect(await tellPairs(others, seeded(1))).toBe(await tellPairs(others, seeded(1)));
  });

  it('has the gradient of its loss', () => {
    const random = seeded(1, 2);
    const network = initialPairNetwork(seeded(3)).map((weights, i, { length }) =>
      i === length - 1 ? weights.map(() => gaussian(random)) : weights,
    );
    const windows = (deviation: number): Float32Array =>
      Float32Array.from({ length: 2 * WINDOW * CHANNELS }, () => deviation * gaussian(random));
    const [real, made] = [windows(1), windows(1.3)];
    const loss = (): number => {
      const [x, y] = [scoreWindows(network, real), scoreWindows(network, made)];
      return (Math.log1p(Math.exp(y[0]! - x[0]!)) + Math.log1p(Math.exp(y[1]! - x[1]!))) / 2;
    };
    const gradients = pairGradient(network, real, made);
    for (const [layer, at] of [
      [0, 5],
      [3, 2],
      [6, 7],
    ] as const) {
      const weights = network[layer]!;
      const [value, by] = [weights[at]!, 0.003];
      weights[at] = value + by;
      const above = loss();
      weights[at] = value - by;
      const slope = (above - loss()) / (2 * by);
      weights[at] = value;
      expect(Math.abs(gradients[layer]![at]! - slope)).toBeLessThan(0.002 + 0.02 * Math.abs(slope));
    }
  });

  it('stops when it is told to', async () => {
    const pairs = [1, 2, 3].map(() => ({ real: noise(900, 1), made: noise(900, 1) }));
    const signal = AbortSignal.abort(new Error('stopped'));
    await expect(tellPairs(pairs, seeded(1), { signal })).rejects.toThrow('stopped');
  });
});
