import { z } from 'zod';
import { splitSchema } from '../ecg.ts';
import { counted } from '../format/counted.ts';
import { kindSentence, recognisedSchema } from './file-kind.ts';
import { andMore, many, manySchema, named, NAMED, type Many } from './many.ts';

/** What an import did with everything that it was given. */
export const importAccountSchema = z.object({
  filesSeen: z.int(),
  filesRead: z.int(),
  /** Files that no format and no label file of the import needed. */
  filesNotUsed: manySchema(z.string()),
  /** Those of them whose content tells what they are, by kind. */
  recognised: z.array(recognisedSchema).default([]),
  /** Files that look like a part of a record whose other part is missing; `are`: which, in words. */
  orphans: z.array(manySchema(z.string()).extend({ are: z.string() })),
  labelsWithoutRecord: manySchema(z.string()),
  recordsWithoutLabel: manySchema(z.string()),
  /** Pipes, links that lead nowhere, folders that are too deep: each with its reason. */
  notLookedAt: manySchema(z.object({ place: z.string(), why: z.string() })),
  /** Records of the dataset that are the same signal. */
  sameSignals: manySchema(z.array(z.object({ record: z.string(), split: splitSchema }))),
});
export type ImportAccount = z.infer<typeof importAccountSchema>;
type SameSignal = ImportAccount['sameSignals']['first'][number];

/** The account in sentences, for the notes of an import; what there is nothing of is left out. */
export function accountNotes(account: ImportAccount): string[] {
  const { filesSeen, filesRead, filesNotUsed, recognised, orphans, labelsWithoutRecord, recordsWithoutLabel } = account;
  const unused = filesNotUsed.count === 0 ? '' : ` Not used: ${named(filesNotUsed)}.`;
  return [
    `${counted(filesSeen, 'file was', 'files were')} seen, ${filesRead} of them read.${unused}`,
    ...recognised.map(kindSentence),
    ...orphans.filter(({ count }) => count > 0).map((found) => `${found.are}: ${named(found)}.`),
    ...sentence(labelsWithoutRecord, 'label has no record', 'labels have no record'),
    ...sentence(recordsWithoutLabel, 'record has no label', 'records have no label'),
    ...placeNotes(account.notLookedAt),
    ...sameSignalNotes(account.sameSignals),
  ];
}

function sentence(found: Many<string>, one: string, several: string): string[] {
  return found.count === 0 ? [] : [`${counted(found.count, one, several)}: ${named(found)}.`];
}

/** One sentence for each reason. */
function placeNotes({ count, first }: ImportAccount['notLookedAt']): string[] {
  const reasons = [...new Set(first.map(({ why }) => why))];
  const notes = reasons.map((why) => {
    const places = first.filter((one) => one.why === why).map(({ place }) => place);
    return `Not looked at, because ${why}: ${named(many(places))}.`;
  });
  return count > first.length ? [...notes, `${count - first.length} more places were not looked at.`] : notes;
}

function sameSignalNotes({ count, first }: ImportAccount['sameSignals']): string[] {
  const inTwo = (same: SameSignal): boolean => new Set(same.map(({ split }) => split)).size > 1;
  const text = (same: SameSignal): string => named(many(same.map(({ record, split }) => `${record} (${split})`)));
  const across = first.filter(inTwo);
  const within = first.filter((same) => !inTwo(same)).map(text);
  const more = count - first.length;
  return [
    ...across.map((same) => `${text(same)} are the same signal in different splits: scores on the one know the other.`),
    ...(within.length > 0
      ? [`The same signal in one split: ${within.slice(0, NAMED).join('; ')}${andMore(within)}.`]
      : []),
    ...(more > 0 ? [`${counted(more, 'more signal occurs', 'more signals occur')} more than once.`] : []),
  ];
}
