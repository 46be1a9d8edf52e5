import { describe, expect, test } from 'vitest';
import { isAttackable, isFooled, isSuccess, reachesGoal } from '../../../src-shared/attacks/outcome.ts';
import type { ClassIndex } from '../../../src-shared/ecg.ts';

const CLASSES: readonly ClassIndex[] = [0, 1, 2, 3];
const TARGETS = [null, ...CLASSES];
const right = (originalClass: ClassIndex) => ({ originalClass, originallyCorrect: true });

describe('a record can be attacked', () => {
  test('if the model gets it right, whatever the class, by an untargeted attack', () => {
    for (const originalClass of CLASSES) {
      expect(isAttackable({ originalClass, originallyCorrect: true }, { target: null })).toBe(true);
      expect(isAttackable({ originalClass, originallyCorrect: false }, { target: null })).toBe(false);
    }
  });

  test('unless it has the class that it would be led to', () => {
    expect(CLASSES.filter((one) => isAttackable(right(one), { target: 2 }))).toEqual([0, 1, 3]);
  });

  test("whatever its class in the paper's protocol, which leads AF to Normal and the others away", () => {
    expect(CLASSES.filter((one) => isAttackable(right(one), { target: 'han2020' }))).toEqual([...CLASSES]);
  });
});

describe('a model is fooled', () => {
  test('by another class than before, or by the target', () => {
    expect([isFooled(1, 2, null), isFooled(1, 1, null)]).toEqual([true, false]);
    expect([isFooled(1, 2, 2), isFooled(1, 3, 2), isFooled(1, 1, 2)]).toEqual([true, false, false]);
  });

  test('never where it gave the target before', () => expect(isFooled(2, 2, 2)).toBe(false));

  test('just where the attack reaches its goal, of records that can be attacked', () => {
    for (const label of CLASSES) {
      for (const target of TARGETS.filter((one) => isAttackable(right(label), { target: one }))) {
        for (const after of CLASSES) expect(reachesGoal(label, after, target)).toBe(isFooled(label, after, target));
      }
    }
  });

  test('as a success only where it was right before, and then the record can be attacked', () => {
    expect(isSuccess({ originallyCorrect: true, fooled: true })).toBe(true);
    expect(isSuccess({ originallyCorrect: false, fooled: true })).toBe(false);
    expect(isSuccess({ originallyCorrect: true, fooled: false })).toBe(false);
    for (const before of CLASSES) {
      for (const target of TARGETS.filter((one) => !isAttackable(right(before), { target: one }))) {
        for (const after of CLASSES) {
          expect(isSuccess({ originallyCorrect: true, fooled: isFooled(before, after, target) })).toBe(false);
        }
      }
    }
  });

  test('a goal is reached from a wrong class too', () => {
    expect([reachesGoal(1, 2, null), reachesGoal(1, 1, null), reachesGoal(2, 2, 2)]).toEqual([true, false, true]);
  });
});
