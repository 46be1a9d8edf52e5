import { duration } from '../format/duration.ts';
import { MISSING } from '../format/number.ts';
import { percent } from '../format/share.ts';
import type { FollowRow } from './follow.ts';

const seconds = (ms: number): string => duration(ms / 1000);

/** What window and command line say of a reader, in the order of the columns. */
export const FOLLOW_COLUMNS: readonly { title: string; hint?: string; text: (row: FollowRow) => string }[] = [
  {
    title: 'Answered',
    hint: 'Without practice; the other numbers are of these.',
    text: ({ answered }) => String(answered),
  },
  {
    title: 'Interrupted',
    hint: 'The pair was shown again after a break in the program, or the reader may have looked away.',
    text: ({ interrupted }) => String(interrupted),
  },
  { title: 'Too fast', hint: 'Sooner than the protocol takes for plausible.', text: ({ fast }) => String(fast) },
  { title: 'Cannot say', text: ({ cannotSay }) => String(cannotSay) },
  {
    title: 'Response time',
    hint: 'Median, and the quartiles.',
    text: ({ times }) =>
      times === null ? MISSING : `${seconds(times.median)} (${seconds(times.q1)} to ${seconds(times.q3)})`,
  },
  {
    title: 'First → second half',
    hint: 'Median response time of the first and of the second half of the answers so far, from ten answers on.',
    text: ({ drift }) => (drift === null ? MISSING : `${seconds(drift.first)} → ${seconds(drift.second)}`),
  },
  {
    title: 'Upper chosen',
    hint: 'How often the upper tracing was chosen, with the 95 % interval. The real one is above in half of them, so that an interval without 50 % says that the reader favours a side.',
    text: ({ upper }) =>
      upper === null
        ? MISSING
        : `${percent(upper.count / upper.of, 0)} of ${upper.of} (${percent(upper.interval[0], 0)} to ${percent(upper.interval[1], 0)})`,
  },
  {
    title: 'Catch trials',
    hint: 'Passed, once the reader has finished: pairs whose answer is obvious, which say nothing of the arms.',
    text: ({ caught }) => (caught === null ? MISSING : `${caught.count} of ${caught.of}`),
  },
];
