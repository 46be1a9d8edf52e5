import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readTreesFile, TREES_FILE, writeTreesFile } from '../../../src-main/ml/files/trees-file.ts';
import { boost } from '../../../src-main/ml/trees/boost.ts';
import { scoresOf } from '../../../src-main/ml/trees/scores.ts';
import { classOf } from '../../../src-main/numeric/logits.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

interface Golden {
  x: (number | null)[][];
  y: number[];
  trained: number;
  raw: number[][];
}
const golden = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../golden/ml/boosted-trees.json'), 'utf8'),
) as Golden;
const x = golden.x.map((row) => row.map((value) => value ?? NaN));
const { y, trained, raw } = golden;
const names = ['a', 'b', 'c', 'd', 'e', 'f'];
const options = { rounds: 20, patience: 0, mostLeaves: 9, leastRecords: 20, l2: 1, learningRate: 0.1 };
const train = { x: x.slice(0, trained), y: y.slice(0, trained) };
const test = { x: x.slice(trained), y: y.slice(trained) };

describe('boosted trees', () => {
  it('are those of scikit-learn, but where two splits are equally good', async () => {
    const { model } = await boost(names, 3, train, { x: [], y: [] }, options);
    const ours = test.x.map((row) => scoresOf(model, row));
    const differences = ours.map((row, i) =>
      Math.max(...row.map((score, k) => Math.abs(score - (raw[i]?.[k] ?? NaN)))),
    );
    expect(differences.sort((a, b) => a - b)[100]).toBeLessThan(1e-6);
    expect(differences.at(-1)).toBeLessThan(0.1);
    const right = (scores: readonly number[][]): number => scores.filter((row, i) => classOf(row) === test.y[i]).length;
    expect(right(ours)).toBe(right(raw));
    expect(right(ours)).toBeGreaterThan(140);
  });

  it('stop at the round with the lowest loss on the validation records, and are the same when read again', async () => {
    const long = { ...options, rounds: 200, patience: 10, learningRate: 0.5 };
    const { model, history } = await boost(names, 3, train, test, long);
    const losses = history.map(({ loss }) => loss);
    expect(model.rounds).toHaveLength(losses.indexOf(Math.min(...losses)) + 1);
    expect(history.length).toBe(model.rounds.length + 10);
    const folder = temporaryFolder();
    writeTreesFile(folder, model);
    expect(readTreesFile(folder)).toMatchObject({ features: names, rounds: model.rounds });
    // A branch that leads back would be walked for ever.
    const round = structuredClone(model.rounds[0] ?? []);
    round[0]!.left[0] = 0;
    writeFileSync(join(folder, TREES_FILE), JSON.stringify({ version: 1, ...model, rounds: [round] }));
    expect(() => readTreesFile(folder)).toThrow(/must be a tree/);
  });
});
