import { basename } from 'node:path';
import { CsvError, parse } from 'csv-parse/sync';
import { z } from 'zod';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { excerpt } from '../../../src-shared/format/excerpt.ts';
import { CATCH_ARM } from '../../../src-shared/study/design-fields.ts';
import type { ListedPair } from '../../../src-shared/sources/pairs.ts';
import { plannedArms } from '../../../src-shared/study/planned-arms.ts';
import { armKey, parseProtocol, type Protocol, type ProtocolTask } from '../../../src-shared/study/protocol.ts';
import { readRegular } from '../../ecg/source/regular-file.ts';

/** A CSV file that lists pairs. */
export interface PairsFile {
  name: string;
  text: string;
}

/** Ten thousand pairs with long names. */
const MOST_BYTES = 8 * 1024 ** 2;

/** Throws AppError that names the file. */
export function readPairsFile(path: string): PairsFile {
  return { name: basename(path), text: readRegular(path, MOST_BYTES).toString('utf8') };
}

const COLUMNS = ['real', 'synthetic', 'pair', 'arm'] as const;
type Column = (typeof COLUMNS)[number];
type Row = Partial<Record<Column, string>> & { line: number };

/**
 * The protocol with the pairs of a CSV file as the lists of its arms: from then on one hash fixes both. Columns by their
 * header, in any order: `real` and `synthetic` (names of records), `pair` (a name of the author's) and `arm` (a name, or
 * task/name), which a protocol with one such arm does not need. Commas, semicolons or tabs. Throws AppError 'bad-input' that
 * names file, line, value and cure.
 */
export function withListedPairs(protocol: Protocol, { name, text }: PairsFile): Protocol {
  const listed = protocol.tasks.flatMap((task) =>
    plannedArms(task).flatMap((arm) => (arm.origin.kind === 'pairs' ? [{ task: task.id, arm: arm.name }] : [])),
  );
  if (listed.length === 0) {
    throw new AppError(
      'bad-input',
      `${name} lists pairs, but no arm of the protocol has a source of kind "pairs": give one such as { "kind": "pairs", "dataset": "synthetic" }, or leave the file out.`,
    );
  }
  const rows = readRows(name, text);
  const keys = new Set(listed.map(({ task, arm }) => armKey(task, arm)));
  const lists = new Map([...keys].map((key) => [key, [] as ListedPair[]]));
  for (const row of rows) {
    const where = `${name}, line ${row.line}`;
    const { real, synthetic: made, pair, arm, line } = row;
    if (!real) throw new AppError('bad-input', `${where}: the column real is empty: name a record in it.`);
    if (!made) throw new AppError('bad-input', `${where}: the column synthetic is empty: name a record in it.`);
    const meant = listed.filter((each) => (arm ? arm === each.arm || arm === armKey(each.task, each.arm) : true));
    if (meant.length === 0 || (!arm && listed.length > 1)) {
      const named = [...keys].join(', ');
      const wrong = arm ? `there is no arm "${excerpt(arm)}" that lists its pairs` : 'the column arm is empty';
      throw new AppError('bad-input', `${where}: ${wrong}: name one of ${named}.`);
    }
    for (const each of meant)
      lists.get(armKey(each.task, each.arm))?.push({ real, made, ...(pair ? { pair } : {}), line });
  }
  const bare = [...lists].find(([, list]) => list.length === 0)?.[0];
  if (bare !== undefined)
    throw new AppError('bad-input', `${name} lists no pair of arm ${bare}: give at least one line that names it.`);
  const filled = <Shown extends Pick<ProtocolTask['arms'][number], 'source'>>(key: string, shown: Shown): Shown =>
    shown.source?.kind === 'pairs' ? { ...shown, source: { ...shown.source, list: lists.get(key) } } : shown;
  const tasks = protocol.tasks.map((task) => ({
    ...task,
    arms: task.arms.map((arm) => filled(armKey(task.id, arm.name), arm)),
    ...(task.catch && { catch: filled(armKey(task.id, CATCH_ARM), task.catch) }),
  }));
  return parseProtocol({ ...protocol, tasks });
}

const rowsSchema = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.int() }) }));

function readRows(name: string, text: string): Row[] {
  let parsed: z.infer<typeof rowsSchema>;
  try {
    const options = { bom: true, trim: true, skip_empty_lines: true, relax_column_count: true, info: true } as const;
    parsed = rowsSchema.parse(parse(text, { ...options, delimiter: [',', ';', '\t'] }));
  } catch (cause) {
    const why = cause instanceof CsvError ? ` (${cause.code}, line ${String(cause['lines'])})` : '';
    throw new AppError('bad-input', `${name} is not comma-separated text${why}.`, undefined, { cause });
  }
  const [header, ...body] = parsed;
  const columns = (header?.record ?? []).map((column) => column.toLowerCase());
  const unknown = columns.find((column) => !(COLUMNS as readonly string[]).includes(column));
  const missing = ['real', 'synthetic'].find((column) => !columns.includes(column));
  if (unknown !== undefined || missing !== undefined) {
    const what = missing === undefined ? `has a column "${excerpt(unknown ?? '')}"` : `has no column "${missing}"`;
    throw new AppError(
      'bad-input',
      `${name}, line 1: the header ${what}. Its columns are real and synthetic (names of records) and, if you like, pair and arm.`,
    );
  }
  const twice = columns.find((column, i) => columns.indexOf(column) !== i);
  if (twice !== undefined) throw new AppError('bad-input', `${name}, line 1: the column ${twice} is there twice.`);
  if (body.length === 0) throw new AppError('bad-input', `${name} has a header and no pair: give a line for each.`);
  return body.map(({ record, info }) => {
    if (record.length > columns.length)
      throw new AppError(
        'bad-input',
        `${name}, line ${info.lines}: it has ${record.length} values for ${columns.length} columns: put a name with a comma in quotes.`,
      );
    return { ...Object.fromEntries(columns.map((column, i) => [column, record[i]])), line: info.lines };
  });
}
