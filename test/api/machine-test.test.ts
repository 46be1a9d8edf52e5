import { expect, it } from 'vitest';
import { readingFixture } from './reading-fixture.ts';

it('a program is tried on what the readers of a locked study are sent, arm by arm, and the audit keeps what it told', async () => {
  const { services, studyId } = await readingFixture();
  const result = await services.jobs.finished(services.startMachineTest(studyId).id);
  expect(result.arms.map(({ task, arm, pairs }) => [task, arm, pairs])).toEqual([
    ['which', 'SAP', 4],
    ['same', 'SAP', 2],
  ]);
  for (const { pairs, right, low, high } of result.arms) {
    expect(right).toBeLessThanOrEqual(pairs);
    expect(low).toBeLessThan(right / pairs + 1e-9);
    expect(high).toBeGreaterThan(low);
  }
  // The same pairs, the same draws, the same program: the same result.
  expect(await services.jobs.finished(services.startMachineTest(studyId).id)).toEqual(result);
  expect(() => services.startMachineTest('none')).toThrow('There is no study with id none.');
});
