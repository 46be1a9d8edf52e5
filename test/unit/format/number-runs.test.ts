import { expect, it } from 'vitest';
import { numberRuns } from '../../../src-shared/format/number-runs.ts';

it.each([
  [[], ''],
  [[3], '3'],
  [[1, 2, 3, 7, 9, 10], '1 to 3, 7, 9 to 10'],
])('%j is named as "%s"', (numbers, said) => {
  expect(numberRuns(numbers)).toBe(said);
});
