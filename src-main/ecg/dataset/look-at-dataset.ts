import { questionsIn, type LookedAtDataset } from '../../../src-shared/datasets/looked-at-dataset.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { visibleText } from '../../../src-shared/format/hidden-characters.ts';
import type { ListedRecord } from '../formats/format.ts';
import { chooseLead, leadNameOf } from '../leads/choose-lead.ts';
import { baseName } from '../source/file-name.ts';
import { openDataset } from '../source/open-dataset.ts';
import { assignLabels } from './assign-labels.ts';
import { closeGaps } from './close-gaps.ts';
import { listRecords } from './list-records.ts';
import type { ReadDatasetOptions } from './read-dataset.ts';

/** Records that are opened, from all over the dataset: enough to see what files leave open, and soon done. */
const TRIED = 12;
const MOST_PROBLEMS = 4;
const MOST_NAMED = 24;

/**
 * What an import with these options would find, and what it would have to be told, from all labels and some of the records.
 * Throws AppError as `readDataset` does where there are no records at all.
 */
export async function lookAtDataset(path: string, options: ReadDatasetOptions): Promise<LookedAtDataset> {
  const source = await openDataset(path);
  try {
    const contents = listRecords(source, options.said);
    // The same sentence of many files is said once, of the first.
    const problems = new Map<string, string>();
    const add = (problem: string, file: string): void => {
      const kind = problem.replaceAll(baseName(file), '');
      if (!problems.has(kind)) problems.set(kind, problem);
    };
    for (const { record, reason } of contents.skipped) add(reason, record);
    const all = [...contents.records.values()];
    const some = all.filter((_, i) => i % Math.ceil(all.length / TRIED) === 0);
    const opened = some.flatMap((record) => {
      try {
        return [tried(record, options)];
      } catch (error) {
        add(AppError.from(error).message, record.file);
        return [];
      }
    });
    let labels: LookedAtDataset['labels'] = null;
    try {
      const { labelsFile, classes } = assignLabels(source, contents, options);
      labels = { file: visibleText(labelsFile), classes: classes.map(({ name }) => visibleText(name)) };
    } catch (error) {
      add(AppError.from(error).message, path);
    }
    const different = <T>(values: readonly T[]): T[] => [...new Set(values)].slice(0, MOST_NAMED);
    const said = [...problems.values()].map(visibleText);
    return {
      records: all.length,
      tried: some.length,
      readable: opened.length,
      formats: different(opened.map(({ format }) => format)),
      ratesHz: different(opened.map(({ samplingHz }) => samplingHz)),
      leads: different(opened.flatMap(({ leads }) => leads.map(visibleText))),
      read: different(opened.map(({ lead }) => visibleText(lead))),
      labels,
      problems: said.slice(0, MOST_PROBLEMS),
      asks: [...new Set(said.flatMap(questionsIn))],
    };
  } finally {
    source.close();
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
