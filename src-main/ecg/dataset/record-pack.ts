import { recordIdSchema, type RecordId } from '../../../src-shared/record-id.ts';
import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { classIndexSchema, splitSchema, type EcgRecord } from '../../../src-shared/ecg.ts';
import { int16FromBytes, int16ToBytes } from '../../numeric/int16-bytes.ts';
import type { KeptLead } from './keep-leads.ts';

/**
 * The file that carries records between processes:
 * magic (8 bytes), the samples of all records as int16 little-endian, the index as JSON, and a footer of 56 bytes: offset and
 * length of the index (uint64 each), SHA-256 of the index, magic. Each index entry has the CRC-32 of its samples.
 */
export type PackedRecord = EcgRecord & {
  id?: RecordId;
  sourceFormat?: string;
  lead?: string;
  /** Leads besides that; only between an import and the workspace: what works on records needs none of them. */
  leads?: readonly KeptLead[];
};
/** A record of a pack without its samples and other leads. */
export type PackedSummary = Omit<PackedRecord, 'samples' | 'leads'> & { sampleCount: number };

export interface RecordPack {
  records: readonly PackedSummary[];
  /** The record at a position of `records`. Throws AppError('not-found' | 'damaged'). */
  read(index: number): PackedRecord;
  close(): void;
}

/** The record's id in its workspace. Throws AppError('internal') for a record that has just been read from files. */
export function idOf({ id, name }: Pick<PackedRecord, 'id' | 'name'>): RecordId {
  if (id !== undefined) return id;
  throw new AppError('internal', `The record ${name} came to a worker without its id.`);
}

const MAGIC = Buffer.from('EQPACK01', 'latin1');
const FOOTER_BYTES = 56;
const CHUNK_BYTES = 1 << 20;

/** Where samples are in the file. */
const placeShape = {
  sampleCount: z.int().nonnegative(),
  offset: z.int().nonnegative(),
  crc32: z.int().nonnegative(),
};
const formShape = { samplingHz: z.number().positive(), unitsPerMv: z.number().positive() };

const entrySchema = z.strictObject({
  name: z.string(),
  id: recordIdSchema.optional(),
  sourceFormat: z.string().optional(),
  lead: z.string().optional(),
  leads: z.array(z.strictObject({ lead: z.string(), ...formShape, ...placeShape })).optional(),
  ...formShape,
  label: classIndexSchema,
  split: splitSchema,
  ...placeShape,
});
type IndexEntry = z.infer<typeof entrySchema>;
type Place = Pick<IndexEntry, keyof typeof placeShape>;

/**
 * Writes records as they come; the file appears under its name only once it is complete. Returns the number of records.
 * Throws AppError('storage') where the disk fails, and what `records` throws.
 */
export async function writeRecordPack(
  path: string,
  records: AsyncIterable<PackedRecord> | Iterable<PackedRecord>,
): Promise<{ records: number; bytes: number }> {
  const partial = `${path}.partial`;
  const file = await storage(path, () => open(partial, 'w'));
  const index: IndexEntry[] = [];
  let offset = MAGIC.length;
  let waiting: Buffer[] = [MAGIC];
  let waitingBytes = MAGIC.length;
  const write = async (samples: Int16Array): Promise<Place> => {
    const bytes = Buffer.from(int16ToBytes(samples));
    const place = { sampleCount: samples.length, offset, crc32: crc32(bytes) };
    waiting.push(bytes);
    offset += bytes.length;
    waitingBytes += bytes.length;
    if (waitingBytes >= CHUNK_BYTES) await flush();
    return place;
  };
  const flush = async (): Promise<void> => {
    const bytes = Buffer.concat(waiting);
    await storage(path, () => file.writeFile(bytes));
    waiting = [];
    waitingBytes = 0;
  };
  try {
    for await (const record of records) {
      const { name, id, sourceFormat, lead, leads, samplingHz, unitsPerMv, label, split, samples } = record;
      const optional = {
        ...(id === undefined ? {} : { id }),
        ...(sourceFormat === undefined ? {} : { sourceFormat }),
        ...(lead === undefined ? {} : { lead }),
      };
      const entry: IndexEntry = {
        ...{ name, ...optional, samplingHz, unitsPerMv, label, split },
        ...(await write(samples)),
      };
      if (leads !== undefined) {
        entry.leads = [];
        for (const { samples: other, ...one } of leads) entry.leads.push({ ...one, ...(await write(other)) });
      }
      index.push(entry);
    }
    const json = Buffer.from(JSON.stringify(index));
    const footer = Buffer.alloc(FOOTER_BYTES);
    footer.writeBigUInt64LE(BigInt(offset), 0);
    footer.writeBigUInt64LE(BigInt(json.length), 8);
    createHash('sha256').update(json).digest().copy(footer, 16);
    MAGIC.copy(footer, 48);
    waiting.push(json, footer);
    await flush();
    await file.close();
    await storage(path, () => rename(partial, path));
    return { records: index.length, bytes: offset + json.length + FOOTER_BYTES };
  } catch (error) {
    await file.close().catch(() => undefined); // the first failure is the one reported
    await rm(partial, { force: true });
    throw error;
  }
}

/** Opens a pack for reading in any order. Throws AppError('not-found') or, truncated or changed, AppError('damaged'). */
export function openRecordPack(path: string): RecordPack {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (cause) {
    throw new AppError('not-found', `The record pack ${path} cannot be opened.`, undefined, { cause });
  }
  try {
    const index = readIndex(file, path);
    let isOpen = true;
    return {
      records: index.map(({ offset: _offset, crc32: _crc32, leads: _leads, ...summary }) => summary as PackedSummary),
      read: (at) => readPacked(file, path, index[at], at),
      close: () => {
        if (isOpen) closeSync(file);
        isOpen = false;
      },
    };
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

/** The records of a pack in order, one in memory at a time. Throws as `openRecordPack` does. */
export function* readRecordPack(path: string): Generator<PackedRecord, void, undefined> {
  const pack = openRecordPack(path);
  try {
    for (let i = 0; i < pack.records.length; i++) yield pack.read(i);
  } finally {
    pack.close();
  }
}

function readIndex(file: number, path: string): IndexEntry[] {
  const damaged = (what: string): AppError =>
    new AppError('damaged', `The record pack ${path} ${what}. Make it again.`);
  const size = fstatSync(file).size;
  if (size < MAGIC.length + FOOTER_BYTES) throw damaged('is truncated');
  if (!readAt(file, 0, MAGIC.length).equals(MAGIC)) throw damaged('is not a record pack of this version');
  const footer = readAt(file, size - FOOTER_BYTES, FOOTER_BYTES);
  const at = Number(footer.readBigUInt64LE(0));
  const bytes = Number(footer.readBigUInt64LE(8));
  if (!footer.subarray(48).equals(MAGIC) || at + bytes + FOOTER_BYTES !== size) throw damaged('is truncated');
  const json = readAt(file, at, bytes);
  if (!createHash('sha256').update(json).digest().equals(footer.subarray(16, 48))) throw damaged('has a changed index');
  return z.array(entrySchema).parse(JSON.parse(json.toString('utf8')));
}

function readPacked(file: number, path: string, entry: IndexEntry | undefined, at: number): PackedRecord {
  if (entry === undefined) throw new AppError('not-found', `The record pack ${path} has no record ${at}.`);
  const withSamples = <T extends Place>({ offset, crc32: expected, sampleCount, ...meta }: T) => {
    const samples = new Int16Array(sampleCount);
    const bytes = Buffer.from(samples.buffer);
    if (readSync(file, bytes, 0, bytes.length, offset) !== bytes.length || crc32(bytes) !== expected) {
      throw new AppError('damaged', `The record pack ${path} is damaged at record ${entry.name}. Make it again.`);
    }
    int16FromBytes(samples);
    return { ...meta, samples };
  };
  const { leads, ...own } = entry;
  const record = withSamples(own) as PackedRecord;
  return leads === undefined ? record : { ...record, leads: leads.map(withSamples) };
}

function readAt(file: number, position: number, length: number): Buffer {
  const buffer = Buffer.alloc(length);
  return buffer.subarray(0, readSync(file, buffer, 0, length, position));
}

async function storage<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const { message } = AppError.from(cause);
    throw new AppError('storage', `The record pack ${path} cannot be written. ${message}`, undefined, { cause });
  }
}
