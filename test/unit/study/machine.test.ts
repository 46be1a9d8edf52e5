import { describe, expect, it } from 'vitest';
import { gaussian, streamGenerator } from '../../../src-main/numeric/random.ts';
import { cuesOf } from '../../../src-main/study/machine/cues.ts';
import { fitPairs } from '../../../src-main/study/machine/pair-logistic.ts';
import { tellApart } from '../../../src-main/study/machine/tell-apart.ts';
import { stepsPerMv } from '../../../src-main/study/presentation/display-grid.ts';
import { ditherStreams } from '../../../src-main/study/presentation/dither-streams.ts';
import { presentPair } from '../../../src-main/study/presentation/present-pair.ts';

const random = streamGenerator(3, 1);

describe('the program that is tried on a study', () => {
  it('gives every tracing the same list of finite cues, flat and short ones too', () => {
    const lengths = [[5], Array.from({ length: 900 }, () => 0), Array.from({ length: 900 }, (_, t) => t % 7)].map(
      (positions) => {
        const cues = cuesOf(positions, 300);
        expect(cues.filter((cue) => !Number.isFinite(cue))).toEqual([]);
        return cues.length;
      },
    );
    expect(new Set(lengths).size).toBe(1);
  });

  it('finds the maximum of the penalised likelihood: the gradient is zero there', () => {
    const rows = Array.from({ length: 40 }, () => [gaussian(random) + 0.5, gaussian(random)]);
    const weights = fitPairs(rows, 2);
    weights.forEach((weight, i) => {
      const pull = rows.reduce((sum, row) => {
        const z = row[0]! * weights[0]! + row[1]! * weights[1]!;
        return sum + row[i]! / (1 + Math.exp(z));
      }, 0);
      expect(Math.abs(pull - 2 * weight)).toBeLessThan(1e-6);
    });
  });

  it('tells apart what differs, guesses what does not, and says half about what is equal', () => {
    const differing = Array.from({ length: 60 }, () => [gaussian(random) + 4, gaussian(random)]);
    expect(tellApart(differing)).toBeGreaterThan(57);
    const alike = Array.from({ length: 200 }, () => [gaussian(random), gaussian(random)]);
    expect(Math.abs(tellApart(alike) - 100)).toBeLessThan(30);
    expect(tellApart([[0], [0], [0]])).toBe(1.5);
    expect([tellApart([]), tellApart([[1]])]).toEqual([0, 0.5]);
  });

  it('tells stored samples apart by what is below a pixel, and no longer what is sent', () => {
    const pairs = Array.from({ length: 40 }, (_, pair) => {
      const clean = Int16Array.from({ length: 1500 }, (_, t) =>
        Math.round(
          800 * Math.exp(-((((t % 250) - 100) / 6) ** 2)) + 60 * Math.sin(t / 40 + pair) + 0.5 * gaussian(random),
        ),
      );
      // White noise of 1 µV: a twenty-sixth of a pixel.
      return [clean, clean.map((value) => Math.round(value + gaussian(random)))] as const;
    });
    const difference = ([real, made]: readonly [readonly number[], readonly number[]]): number[] => {
      const [a, b] = [cuesOf(real, 300), cuesOf(made, 300)];
      return a.map((cue, i) => cue - b[i]!);
    };
    expect(tellApart(pairs.map(([real, made]) => difference([[...real], [...made]])))).toBeGreaterThan(37);
    const secret = new Uint8Array(32).fill(9);
    const sent = pairs.map((tracings, pair) => {
      const streams = ditherStreams({
        ...{ pairId: String(pair), ditherBy: 'tracing', realSide: 1, secret },
        signals: ['', ''],
      });
      return presentPair({ tracings, unitsPerMv: 1000, stepsPerMv: stepsPerMv(10) }, streams);
    });
    expect(tellApart(sent.map(difference))).toBeLessThan(30);
  });
});
