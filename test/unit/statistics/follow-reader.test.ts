import { expect, it } from 'vitest';
import { followReader, type FollowedAnswer } from '../../../src-main/statistics/summaries/follow-reader.ts';

const answer = (changes: Partial<FollowedAnswer> = {}): FollowedAnswer => ({
  responseTimeMs: 4000,
  ...{ interrupted: false, fast: false, cannotSay: false },
  tracing: 0,
  caught: null,
  ...changes,
});

it('tells times, their drift and a favoured side of the answers that choose one', () => {
  const slow = Array.from({ length: 5 }, () => answer({ responseTimeMs: 8000 }));
  const quick = Array.from({ length: 6 }, (_, index) =>
    answer({ responseTimeMs: 2000, tracing: index < 2 ? 1 : null, fast: index === 0 }),
  );
  const told = followReader([...slow, ...quick], false);
  expect(told).toMatchObject({
    answered: 11,
    fast: 1,
    interrupted: 0,
    cannotSay: 0,
    times: { median: 2000, q3: 8000 },
  });
  expect(told.drift).toEqual({ first: 8000, second: 2000 });
  expect(told.upper).toMatchObject({ count: 5, of: 7 });
  // Wilson's interval of 5 of 7, as R's prop.test(5, 7, correct = FALSE) has it.
  expect(told.upper?.interval[0]).toBeCloseTo(0.3589, 4);
  expect(told.upper?.interval[1]).toBeCloseTo(0.9178, 4);
});

it('tells of catch trials once nobody goes on, and nothing where there is nothing', () => {
  const answers = [answer({ caught: true }), answer({ caught: false, cannotSay: true, tracing: null }), answer()];
  expect(followReader(answers, false).caught).toBeNull();
  expect(followReader(answers, true)).toMatchObject({ caught: { count: 1, of: 2 }, cannotSay: 1, drift: null });
  expect(followReader([], true)).toEqual({
    ...{ answered: 0, interrupted: 0, fast: 0, cannotSay: 0 },
    ...{ times: null, drift: null, upper: null, caught: null },
  });
});
