import { counted } from '../../../src-shared/format/counted.ts';
import type { SessionResultRow } from '../../../src-shared/study/session-fields.ts';

export type FlowRow = Pick<
  SessionResultRow,
  | 'reader'
  | 'virtual'
  | 'began_at'
  | 'finished_at'
  | 'answered'
  | 'planned'
  | 'withdrawn_at'
  | 'withdrawn_reason'
  | 'dropped_out_at'
  | 'dropped_out_reason'
>;

/** How many people went how far, and how many virtual readers there were. */
export function readerFlow(sessions: readonly FlowRow[]) {
  const people = sessions.filter(({ virtual }) => virtual === 0);
  const [begun, notBegun] = [people.filter(hasBegun), people.filter((one) => !hasBegun(one))];
  return {
    begun: begun.length,
    finished: begun.filter((one) => one.finished_at !== null && one.withdrawn_at === null).length,
    withdrawn: begun.filter((one) => one.withdrawn_at !== null).length,
    droppedOut: begun.filter((one) => one.dropped_out_at !== null && one.withdrawn_at === null).length,
    /** Sent a sealed file, and withdrawn before they began. */
    withdrawnBefore: notBegun.filter((one) => one.withdrawn_at !== null).length,
    /** Sent a sealed file that had not come back when the results were told. */
    notBack: notBegun.filter((one) => one.withdrawn_at === null).length,
    virtual: sessions.length - people.length,
  };
}

const hasBegun = ({ began_at }: FlowRow): boolean => began_at !== null;

/** '3 readers began, 2 finished, 0 withdrawn; 1 reader was sent a file and withdrawn before beginning'. */
export function flowWords(flow: ReturnType<typeof readerFlow>): string {
  const { begun, finished, withdrawn, withdrawnBefore, notBack } = flow;
  return [
    `${counted(begun, 'reader')} began, ${finished} finished, ${withdrawn} withdrawn`,
    ...(withdrawnBefore > 0 ? [`${were(withdrawnBefore)} sent a file and withdrawn before beginning`] : []),
    ...(notBack > 0 ? [`${were(notBack)} sent a file that had not come back`] : []),
  ].join('; ');
}

/** '1 reader was', '2 readers were'. */
export const were = (count: number): string => `${counted(count, 'reader')} ${count === 1 ? 'was' : 'were'}`;

/** A line for each person whose answers do not count, or are not all there, with the reason that was given. */
export function missingReaders(sessions: readonly FlowRow[]): string[] {
  return sessions.filter(({ virtual }) => virtual === 0).flatMap((one) => missing(one) ?? []);
}

function missing(one: FlowRow): string | undefined {
  const { reader, answered, planned } = one;
  const told = hasBegun(one) ? ` with ${answered} of ${planned} answered` : ' before beginning';
  if (one.withdrawn_at !== null) return `${reader} was withdrawn${told}: ${one.withdrawn_reason ?? ''}`;
  if (!hasBegun(one)) return `${reader} was sent a file, which had not come back.`;
  if (one.dropped_out_at !== null) return `${reader} dropped out${told}: ${one.dropped_out_reason ?? ''}`;
  return one.finished_at === null ? `${reader} had not finished, with ${answered} of ${planned} answered.` : undefined;
}
