import { questionsIn, type LookedAtDataset } from '../../../../src-shared/datasets/looked-at-dataset.ts';
import type { ReadingOptions } from '../../../../src-shared/datasets/reading-options.ts';
import { supposedBy } from '../../../../src-shared/datasets/supposed.ts';
import { AppError } from '../../../../src-shared/errors/app-error.ts';
import { visibleText } from '../../../../src-shared/format/hidden-characters.ts';
import type { ListedRecord, SkippedRecord } from '../../formats/format.ts';
import { chooseLead, leadNameOf } from '../../leads/choose-lead.ts';
import { baseName } from '../../source/file-name.ts';
import type { DatasetSource } from '../../source/open-dataset.ts';
import { assignLabels } from '../assign-labels.ts';
import { closeGaps } from '../close-gaps.ts';
import { listRecords, type DatasetContents } from '../list-records.ts';
import type { ReadDatasetOptions } from '../read-dataset.ts';

/** Records that are opened, from all over the dataset: enough to see what files leave open, and soon done. */
const TRIED = 12;
const MOST_PROBLEMS = 4;
const MOST_NAMED = 24;

/** What was found with what is said so far. */
export interface Look {
  found: Omit<LookedAtDataset, 'supposed' | 'because'>;
  /** What the errors on the way suppose, the first of each kind. */
  supposed: ReadingOptions;
}

/** Throws AppError('bad-input') where there are no records at all, whatever would be said. */
export function lookOnce(source: DatasetSource, options: ReadDatasetOptions): Look {
  // The same sentence of many files is said once, of the first.
  const problems = new Map<string, string>();
  let supposed: ReadingOptions = {};
  const add = (problem: string, file: string, suggested: ReadingOptions): void => {
    const kind = problem.replaceAll(baseName(file), '');
    if (!problems.has(kind)) problems.set(kind, problem);
    const said = { ...suggested.said, ...supposed.said };
    supposed = { ...suggested, ...supposed, ...(Object.keys(said).length === 0 ? {} : { said }) };
  };
  const contents = contentsOf(source, options);
  for (const { record, reason, supposed: suggested = {} } of contents.skipped) add(reason, record, suggested);
  const some = someOf(contents);
  const opened = some.flatMap((record) => {
    try {
      return [tried(record, options)];
    } catch (error) {
      add(AppError.from(error).message, record.file, supposedBy(error));
      return [];
    }
  });
  let labels: LookedAtDataset['labels'] = null;
  try {
    const { labelsFile, classes, notes, supposed: suggested } = assignLabels(source, contents, options);
    for (const note of notes) if (questionsIn(note).length > 0) add(note, labelsFile, suggested);
    labels = { file: visibleText(labelsFile), classes: classes.map(({ name }) => visibleText(name)) };
  } catch (error) {
    // Without records nothing can be said of their labels.
    if (contents.records.size > 0) add(AppError.from(error).message, source.path, supposedBy(error));
  }
  const different = <T>(values: readonly T[]): T[] => [...new Set(values)].slice(0, MOST_NAMED);
  const said = [...problems.values()].map(visibleText);
  return {
    found: {
      records: contents.records.size,
      tried: some.length,
      readable: opened.length,
      formats: different(opened.map(({ format }) => format)),
      ratesHz: different(opened.map(({ samplingHz }) => samplingHz)),
      leads: different(opened.flatMap(({ leads }) => leads.map(visibleText))),
      read: different(opened.map(({ lead }) => visibleText(lead))),
      labels,
      problems: said.slice(0, MOST_PROBLEMS),
      asks: [...new Set(said.flatMap(questionsIn))],
    },
    supposed,
  };
}

/** Records from all over the dataset. */
export function someOf({ records }: DatasetContents): ListedRecord[] {
  return [...records.values()].filter((_, i) => i % Math.ceil(records.size / TRIED) === 0);
}

/** None of the records, where all files leave open what could be said. */
function contentsOf(source: DatasetSource, { said }: ReadDatasetOptions): DatasetContents {
  try {
    return listRecords(source, said);
  } catch (error) {
    const { unreadable = [] } = (error instanceof AppError ? error.details : undefined) ?? {};
    const skipped = (unreadable as SkippedRecord[]).filter(({ reason }) => questionsIn(reason).length > 0);
    if (skipped.length === 0) throw error;
    return { records: new Map(), order: [], skipped, recordFiles: [], recognised: [] };
  }
}

function tried(record: ListedRecord, { lead: asked, gaps = { kind: 'refuse' } }: ReadDatasetOptions) {
  const { signals, sourceFormat: format } = record.open();
  const { signal, lead } = chooseLead(signals, asked);
  const read = signal.read();
  closeGaps(read, gaps);
  const leads = signals.flatMap((one) => (one.isVoltage ? (leadNameOf(one) ?? one.name ?? []) : []));
  return { format, lead, leads, samplingHz: read.samplingHz };
}
