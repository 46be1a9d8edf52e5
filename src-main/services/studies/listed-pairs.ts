import { basename } from 'node:path';
import { CsvError, parse } from 'csv-parse/sync';
import { z } from 'zod';
import { MOST_PAIRS_TEXT, type PairsFile } from '../../../src-shared/contract/pairs-file.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { excerpt } from '../../../src-shared/format/excerpt.ts';
import { CATCH_ARM } from '../../../src-shared/study/design-fields.ts';
import type { ListedPair } from '../../../src-shared/sources/pairs.ts';
import { plannedArms } from '../../../src-shared/study/planned-arms.ts';
import { armKey, parseProtocol, type Protocol, type ProtocolTask } from '../../../src-shared/study/protocol.ts';
import { readRegular } from '../../ecg/source/regular-file.ts';

/** Throws AppError that names the file. */
export function readPairsFile(path: string): PairsFile {
  return { name: basename(path), text: readRegular(path, MOST_PAIRS_TEXT).toString('utf8') };
}

const COLUMNS = ['real', 'synthetic', 'pair', 'arm'] as const;
type Column = (typeof COLUMNS)[number];
type Row = Partial<Record<Column, string>> & { line: number };

/**
 * The pairs that a CSV file lists, in the order of its lines: armKey → pairs. Columns by their header, in any order: `real`
 * and `synthetic` (names of records), `pair` (a name of the author's) and `arm` (a name, or task/name). Commas, semicolons
 * or tabs. `keys`: of the arms that list their pairs; `own`: that of lines that name none, which need not name one where
 * there is but one. Throws AppError 'bad-input' that names file, line, value and cure.
 */
export function pairsByArm(
  { name, text }: PairsFile,
  keys: readonly string[],
  own = keys.length === 1 ? keys[0] : undefined,
): Map<string, ListedPair[]> {
  const lists = new Map<string, ListedPair[]>();
  for (const { real, synthetic: made, pair, arm, line } of readRows(name, text)) {
    const where = `${name}, line ${line}`;
    if (!real) throw new AppError('bad-input', `${where}: the column real is empty: name a record in it.`);
    if (!made) throw new AppError('bad-input', `${where}: the column synthetic is empty: name a record in it.`);
    const meant = keys.filter((key) => (arm ? key === arm || key.endsWith(`/${arm}`) : key === own));
    if (meant.length === 0) {
      const wrong = arm ? `there is no arm "${excerpt(arm)}" that lists its pairs` : 'the column arm is empty';
      throw new AppError('bad-input', `${where}: ${wrong}: name one of ${keys.join(', ')}.`);
    }
    for (const key of meant) {
      const list = lists.get(key) ?? [];
      list.push({ real, made, ...(pair ? { pair } : {}), line });
      lists.set(key, list);
    }
  }
  return lists;
}

/** The protocol with the pairs of a CSV file as the lists of its arms: from then on one hash fixes both. Throws the same. */
export function withListedPairs(protocol: Protocol, file: PairsFile): Protocol {
  const keys = protocol.tasks.flatMap((task) =>
    plannedArms(task).flatMap(({ name, origin }) => (origin.kind === 'pairs' ? [armKey(task.id, name)] : [])),
  );
  if (keys.length === 0) {
    throw new AppError(
      'bad-input',
      `${file.name} lists pairs, but no arm of the protocol has a source of kind "pairs": give one such as { "kind": "pairs", "dataset": "synthetic" }, or leave the file out.`,
    );
  }
  const lists = pairsByArm(file, keys);
  const bare = keys.find((key) => !lists.has(key));
  if (bare !== undefined)
    throw new AppError('bad-input', `${file.name} lists no pair of arm ${bare}: give at least one line that names it.`);
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
