import { expect, it, vi } from 'vitest';
import { atOnce, inPieces, type Steps } from '../../../src-main/services/workspace/in-pieces.ts';

/** Steps of 4 ms each, by a clock that only they advance. */
function* steps(now: { ms: number }): Steps<string> {
  for (let step = 0; step < 12; step += 1) {
    now.ms += 4;
    yield;
  }
  return 'done';
}

it('lets others in whenever a piece has taken 10 ms, and loses nothing', async () => {
  const now = { ms: 0 };
  vi.spyOn(performance, 'now').mockImplementation(() => now.ms);
  const turns: number[] = [];
  let goesOn = true;
  const others = () => {
    turns.push(now.ms);
    if (goesOn) setImmediate(others);
  };
  setImmediate(others);
  expect(await inPieces(steps(now))).toBe('done');
  goesOn = false;
  vi.restoreAllMocks();
  expect(new Set(turns)).toEqual(new Set([12, 24, 36, 48]));
});

it('does the same in one go where nobody may come in between', () => {
  expect(atOnce(steps({ ms: 0 }))).toBe('done');
});

it('fails as its work fails', async () => {
  function* failing(): Steps<never> {
    yield;
    throw new Error('the disk is gone');
  }
  await expect(inPieces(failing())).rejects.toThrow('the disk is gone');
});
