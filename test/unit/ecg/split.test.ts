import { describe, expect, it } from 'vitest';
import { stratifiedSplit, validationPart } from '../../../src-main/ecg/dataset/split.ts';
import type { ClassIndex, Split } from '../../../src-shared/ecg.ts';

const names = Array.from({ length: 1000 }, (_, i) => `R${i}`);
const labelOf = (i: number): ClassIndex => (i < 600 ? 0 : i < 680 ? 1 : i < 970 ? 2 : 3);
const labels = new Map(names.map((name, i) => [name, labelOf(i)]));

function count(splits: Map<string, Split>, label: ClassIndex, split: Split): number {
  return names.filter((name) => labels.get(name) === label && splits.get(name) === split).length;
}

describe('stratified split', () => {
  it('gives every record one split, 80/10/10 within each class', () => {
    const splits = stratifiedSplit(labels, 1);
    expect([...splits.keys()].sort()).toEqual(names.toSorted());
    const table = ([0, 1, 2, 3] as const).map((label) =>
      (['train', 'validation', 'test'] as const).map((split) => count(splits, label, split)),
    );
    expect(table).toEqual([
      [480, 60, 60],
      [64, 8, 8],
      [232, 29, 29],
      [24, 3, 3],
    ]);
  });

  it('depends on the seed but not on the order of the records', () => {
    const one = stratifiedSplit(labels, 1);
    const turned = stratifiedSplit(new Map([...labels].reverse()), 1);
    expect(names.filter((name) => one.get(name) !== turned.get(name))).toEqual([]);
    const other = stratifiedSplit(labels, 2);
    expect(names.filter((name) => one.get(name) !== other.get(name)).length).toBeGreaterThan(100);
  });

  it('has a record of a small class in every split, and none too few to share', () => {
    const small = stratifiedSplit(new Map([...'abcdefg'].map((name) => [name, name < 'f' ? 0 : 1])), 1);
    expect([...'abcde'].map((name) => small.get(name)).sort()).toEqual([
      'test',
      'train',
      'train',
      'train',
      'validation',
    ]);
    expect(['f', 'g'].map((name) => small.get(name))).toEqual(['train', 'train']);
  });

  it('keeps all records of a patient in one split, near the same shares', () => {
    // Patients of one, two and up to nine records, of which some have two classes.
    const patients = new Map(names.map((name, i) => [name, `P${Math.floor(Math.sqrt(i * 16))}`]));
    const splits = stratifiedSplit(labels, 1, patients);
    const ofPatient = new Map<string | undefined, Set<Split | undefined>>();
    for (const name of names) {
      const own = ofPatient.get(patients.get(name)) ?? new Set();
      ofPatient.set(patients.get(name), own.add(splits.get(name)));
    }
    expect([...ofPatient.values()].filter((own) => own.size > 1)).toEqual([]);
    const sizes = (['train', 'validation', 'test'] as const).map(
      (split) => names.filter((name) => splits.get(name) === split).length,
    );
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(1000);
    for (const size of sizes.slice(1)) expect(Math.abs(size - 100)).toBeLessThan(50);
    const part = validationPart(labels, 3, patients);
    for (const name of names) {
      const own = names.filter((other) => patients.get(other) === patients.get(name));
      expect(new Set(own.map((other) => part.has(other))).size).toBe(1);
    }
  });

  it('is the same whether patients have one record each or are not named', () => {
    const own = new Map(names.map((name) => [name, `of ${name}`]));
    expect(stratifiedSplit(labels, 1, own)).toEqual(stratifiedSplit(labels, 1));
  });

  it('takes a tenth of each class for validation', () => {
    const part = validationPart(labels, 3);
    const perClass = [0, 1, 2, 3].map((label) => [...part].filter((name) => labels.get(name) === label).length);
    expect(perClass).toEqual([60, 8, 29, 3]);
  });
});
