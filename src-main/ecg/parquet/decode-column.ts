import type { ColumnMetaData, DecodedArray, SchemaTree } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { parquetHeader } from 'hyparquet/src/column.js';
import { convert, convertWithDictionary, DEFAULT_PARSERS } from 'hyparquet/src/convert.js';
import { decompressPage, readDataPage, readDataPageV2 } from 'hyparquet/src/datapage.js';
import { readRleBitPackedHybrid } from 'hyparquet/src/encoding.js';
import { readPlain } from 'hyparquet/src/plain.js';
import { getMaxDefinitionLevel, getMaxRepetitionLevel, getTreePath } from 'hyparquet/src/schema.js';
import { checkRuns, type Cursor } from './runs.ts';

/** Times stay the numbers that they are. */
const PARSERS = {
  ...DEFAULT_PARSERS,
  timestampFromMilliseconds: (time: bigint) => time,
  timestampFromMicroseconds: (time: bigint) => time,
  timestampFromNanoseconds: (time: bigint) => time,
};

/** The values of a column of one row group, and where they stand (Dremel's levels); the levels are empty where there are none. */
export interface ColumnPart {
  values: DecodedArray[];
  /** Of each value or missing one. */
  definitions: number[];
  repetitions: number[];
  /** Values and missing ones. */
  count: number;
}

export type TypedColumn = ColumnMetaData & { schemaPath: SchemaTree[] };

export function typed(column: ColumnMetaData, tree: SchemaTree): TypedColumn {
  return { ...column, schemaPath: getTreePath(tree, column.path_in_schema) };
}

/**
 * Decodes the pages of a column with the library's parts, each checked for what the library would believe. Throws an Error for what is
 * damaged, and before more than `mostBytes` are unpacked or more values decoded than the column announces.
 */
export function decodeColumn(file: Uint8Array, column: TypedColumn, mostBytes: number): ColumnPart {
  const { schemaPath, type, codec } = column;
  const element = schemaPath.at(-1)?.element;
  if (element === undefined) throw new Error('a column without a type');
  const decoder = { ...column, element, pathInSchema: column.path_in_schema, compressors, parsers: PARSERS };
  const [mostDefinition, mostRepetition] = [getMaxDefinitionLevel(schemaPath), getMaxRepetitionLevel(schemaPath)];
  const total = Number(column.num_values);
  const start = Number(column.dictionary_page_offset ?? column.data_page_offset);
  const end = start + Number(column.total_compressed_size);
  if (!(start >= 4 && end > start && end <= file.length)) throw new Error('a column outside of the file');
  const bytes = file.subarray(start, end);
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
  const part: ColumnPart = { values: [], definitions: [], repetitions: [], count: 0 };
  let dictionary: DecodedArray | undefined;
  let bytesLeft = mostBytes;
  while (part.count < total && reader.offset < bytes.length - 1) {
    const header = parquetHeader(reader);
    const { compressed_page_size: packedSize, uncompressed_page_size: size } = header;
    if (!(packedSize >= 0 && reader.offset + packedSize <= bytes.length)) throw new Error('a page that is cut off');
    bytesLeft -= size;
    if (!(size >= 0 && bytesLeft >= 0)) throw new Error('pages that unpack to too much');
    const packed = bytes.subarray(reader.offset, reader.offset + packedSize);
    reader.offset += packedSize;
    const { dictionary_page_header: ofDictionary, data_page_header: v1, data_page_header_v2: v2 } = header;
    if (header.type === 'DICTIONARY_PAGE' && ofDictionary !== undefined) {
      const page = decompressPage(packed, size, codec, compressors);
      if (!(ofDictionary.num_values >= 0 && ofDictionary.num_values <= page.length))
        throw new Error('a wrong dictionary');
      const view = new DataView(page.buffer, page.byteOffset, page.byteLength);
      dictionary = convert(readPlain({ view, offset: 0 }, type, ofDictionary.num_values, element.type_length), decoder);
      continue;
    }
    const about = header.type === 'DATA_PAGE' ? v1 : header.type === 'DATA_PAGE_V2' ? v2 : undefined;
    if (about === undefined) continue;
    const { num_values: count, encoding } = about;
    if (!(count >= 0 && part.count + count <= total)) throw new Error('more values than it announces');
    const levels = { count, mostDefinition, mostRepetition, encoding };
    let page;
    if (v2 === undefined) {
      const whole = decompressPage(packed, size, codec, compressors);
      checkPage({ bytes: whole, at: 0 }, levels, undefined);
      page = readDataPage(whole, about as NonNullable<typeof v1>, decoder);
    } else {
      const levelBytes = v2.repetition_levels_byte_length + v2.definition_levels_byte_length;
      if (!(levelBytes >= 0 && levelBytes <= packed.length && v2.num_nulls >= 0 && v2.num_nulls <= count)) {
        throw new Error('a page that is cut off');
      }
      checkPage({ bytes: packed, at: 0 }, { ...levels, encoding: 'PLAIN' }, v2);
      if (isDictionary(encoding)) {
        const rest = packed.subarray(levelBytes);
        const unpacked =
          v2.is_compressed === false ? rest : decompressPage(rest, size - levelBytes, codec, compressors);
        checkIndices({ bytes: unpacked, at: 0 }, count - v2.num_nulls);
      }
      page = readDataPageV2(packed, header, decoder);
    }
    const values = convertWithDictionary(page.dataPage, dictionary, encoding, decoder);
    part.values.push(values);
    addLevels(part.definitions, page.definitionLevels, mostDefinition, count);
    addLevels(part.repetitions, page.repetitionLevels, mostRepetition, count);
    part.count += count;
  }
  if (part.count !== total) throw new Error('fewer values than it announces');
  return part;
}

const isDictionary = (encoding: string): boolean => encoding.endsWith('_DICTIONARY');

/** A page without missing values has no levels of its own. */
function addLevels(all: number[], own: readonly number[] | undefined, most: number, count: number): void {
  if (most === 0) return;
  for (let i = 0; i < count; i++) all.push(own === undefined || own.length === 0 ? most : (own[i] ?? 0));
}

interface Levels {
  count: number;
  mostDefinition: number;
  mostRepetition: number;
  encoding: string;
}

interface LevelLengths {
  repetition_levels_byte_length: number;
  definition_levels_byte_length: number;
}

/** Of the first version, each kind of level has its own length before it; of the second, the header says both. */
function checkPage(
  cursor: Cursor,
  { count, mostDefinition, mostRepetition, encoding }: Levels,
  said?: LevelLengths,
): void {
  passLevels(cursor, mostRepetition, count, said?.repetition_levels_byte_length);
  const present = passLevels(cursor, mostDefinition, count, said?.definition_levels_byte_length);
  if (isDictionary(encoding)) checkIndices(cursor, present);
}

/** How many of the levels are the highest: so many values are present. */
function passLevels(cursor: Cursor, most: number, count: number, said: number | undefined): number {
  if (most === 0) {
    cursor.at += said ?? 0;
    return count;
  }
  const view = new DataView(cursor.bytes.buffer, cursor.bytes.byteOffset, cursor.bytes.byteLength);
  const length = said ?? view.getUint32(cursor.at, true);
  const start = cursor.at + (said === undefined ? 4 : 0);
  checkRuns({ bytes: cursor.bytes, at: start }, bits(most), count);
  const levels = new Array<number>(count);
  readRleBitPackedHybrid({ view, offset: start }, bits(most), levels, length);
  cursor.at = start + length;
  return levels.reduce((sum, level) => sum + (level === most ? 1 : 0), 0);
}

function checkIndices(cursor: Cursor, count: number): void {
  const width = cursor.bytes[cursor.at];
  if (width === undefined || width === 0) return;
  checkRuns({ bytes: cursor.bytes, at: cursor.at + 1 }, width, count);
}

const bits = (value: number): number => 32 - Math.clz32(value);
