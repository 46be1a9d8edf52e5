import type { ImportAccount } from '../../../src-shared/datasets/import-account.ts';
import { many } from '../../../src-shared/datasets/many.ts';
import { visibleText } from '../../../src-shared/format/hidden-characters.ts';
import { FORMATS } from '../formats/index.ts';
import type { DatasetSource } from '../source/open-dataset.ts';
import type { Assignment } from './assign-labels.ts';
import type { DatasetContents } from './list-records.ts';

/** What became of everything in a dataset; `read`: the files of it that were read. Which signals are the same is for the database to say. */
export function accountOf(
  source: DatasetSource,
  contents: DatasetContents,
  { records, unusable, withoutRecord }: Assignment,
  read: ReadonlySet<string>,
): ImportAccount {
  const rest = [...source.files].filter((file) => !read.has(file));
  const orphans = FORMATS.flatMap(({ orphans: parts }) =>
    parts === undefined ? [] : [{ are: parts.are, found: rest.filter((file) => parts.isOne(file, source)) }],
  );
  const inOrphans = new Set(orphans.flatMap(({ found }) => found));
  const noLabel = [...contents.records.keys()].filter((name) => !records.has(name) && !unusable.has(name));
  return {
    filesSeen: source.files.size,
    filesRead: read.size,
    filesNotUsed: names(rest.filter((file) => !inOrphans.has(file))),
    recognised: [...contents.recognised],
    orphans: orphans.map(({ are, found }) => ({ are, ...names(found) })),
    labelsWithoutRecord: names(withoutRecord),
    recordsWithoutLabel: names(noLabel),
    notLookedAt: many(source.notLookedAt.map(({ place, why }) => ({ place: visibleText(place), why }))),
    sameSignals: many([]),
  };
}

function names(all: readonly string[]): ImportAccount['filesNotUsed'] {
  return many(all.map(visibleText));
}
