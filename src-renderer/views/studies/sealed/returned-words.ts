import { NOBODY_BEGAN, type CollectedFile } from '../../../../src-shared/contract/bundles.ts';
import { counted } from '../../../../src-shared/format/counted.ts';
import { percent } from '../../../../src-shared/format/share.ts';
import type { ReturnedRow } from '../../../state/returned.svelte.ts';

/** What a row of the list says first. */
export function stateOf({ error, told, sent }: ReturnedRow): string {
  if (error) return 'Not checked';
  if (!told) return sent === null ? 'Being checked …' : sent > 0 ? `Sending, ${percent(sent)} …` : 'Waiting …';
  if (told.problems.length > 0) return 'Not taken';
  return told.added.length + told.continued.length > 0 ? 'Taken' : 'Nothing new';
}

/** Whether a reason takes it: nothing else is wrong with it. */
export const isOnlyUnfinished = ({ told }: ReturnedRow): boolean =>
  told !== undefined && told.unfinished.length > 0 && told.problems.length === told.unfinished.length;

/** What was taken of a file, a sentence each. */
export function takenOf({ added, continued, known, unfinished }: CollectedFile): string[] {
  const open = new Set(unfinished.map(({ reader }) => reader));
  const end = (reader: string): string => (open.has(reader) ? ', not finished' : '');
  return [
    ...added.map(({ reader, answers }) => `${reader}: ${counted(answers, 'answer')}${end(reader)}.`),
    ...continued.map(({ reader, answers }) => `${reader}: ${counted(answers, 'further answer')}${end(reader)}.`),
    ...known.map(({ reader, answers }) => `${reader}: taken before, with the same ${counted(answers, 'answer')}.`),
  ];
}

/** A clause of main as a sentence; a name of a file at its beginning stays as it is. */
export function sentence(clause: string, file: string): string {
  const begun = clause.startsWith(file) ? clause : `${clause.charAt(0).toUpperCase()}${clause.slice(1)}`;
  return /[.?!]$/.test(begun) ? begun : `${begun}.`;
}

/** Whether it has come back as it was sent. */
export const isUnread = ({ told }: ReturnedRow): boolean => told?.problems.includes(NOBODY_BEGAN) ?? false;
