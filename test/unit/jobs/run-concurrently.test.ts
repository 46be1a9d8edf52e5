import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { runConcurrently } from '../../../src-main/jobs/run-concurrently.ts';

it('works on the given number at once, and gives the results in the order of the items', async () => {
  let working = 0;
  let most = 0;
  const { results, error } = await runConcurrently([30, 1, 20, 1], 2, async (ms, index) => {
    most = Math.max(most, (working += 1));
    await delay(ms);
    working -= 1;
    return `${index}: ${ms}`;
  });
  expect({ results, error, most }).toEqual({ results: ['0: 30', '1: 1', '2: 20', '3: 1'], error: undefined, most: 2 });
});

it('leaves the others alone where one fails, and tells of a failure before a stop', async () => {
  const { results, error } = await runConcurrently([0, 1, 2, 3], 2, (item) => {
    if (item === 0) return Promise.reject(new AppError('cancelled', 'Stopped.'));
    if (item === 2) return Promise.reject(new AppError('bad-input', '2 is bad.'));
    return Promise.resolve(item);
  });
  expect(results).toEqual([1, 3]);
  expect(error).toMatchObject({ code: 'bad-input', message: '2 is bad.' });
});

it('has nothing to do for no items', async () => {
  expect(await runConcurrently([], 3, () => Promise.reject(new Error('never')))).toEqual({ results: [] });
});
