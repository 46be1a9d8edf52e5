import h5wasm, { type Attribute, type Dataset, type Entity, type Group, type Metadata } from 'h5wasm';
import { AppError } from '../../../../src-shared/errors/app-error.ts';
import { excerpt } from '../../../../src-shared/format/excerpt.ts';
import { cellsTogether, refuseUneven } from '../arrays/cells.ts';
import { columnMajor, rowMajor, type ArrayFile, type NamedArray } from '../arrays/named-array.ts';
import { isMatlab73 } from './signature.ts';

type Hdf5Module = Awaited<typeof h5wasm.ready>;

/** Unpacked, of what the file has. */
const MOST_GROWTH = 10;
const MOST_DEPTH = 8;
const LEAST_OBJECTS = 1000;
/** A cell of a recording has more. */
const BYTES_PER_OBJECT = 256;
const MOST_TEXTS = 1000;
const LONGEST_TEXT = 200;
/** Those of the library itself: deflate, shuffle, Fletcher's checksum, szip, n-bit, scale-offset. */
const FILTERS: readonly number[] = [1, 2, 3, 4, 5, 6];
/** Where MATLAB keeps what its cells and objects refer to. */
const OF_MATLAB = /^#(?:refs|subsystem)#$/;

/**
 * The numeric arrays and texts of a file of HDF5 or MATLAB v7.3, those in a group or struct as `group.name`, attributes as
 * `name.attribute`. Arrays of MATLAB have the axes that MATLAB shows. Of a cell array its texts are taken,
 * and its numbers as a row for each cell, where they are as many; of an array of structs the first. Compound types, links to other files and objects are passed over. Throws AppError('damaged') that names the
 * file, before it reads an array of over ten times the file's size, or what the library throws.
 */
export function decodeHdf5(bytes: Uint8Array, fileName: string, module: Hdf5Module): ArrayFile {
  const { FS } = module;
  const path = 'read.h5';
  let file: InstanceType<typeof h5wasm.File> | undefined;
  try {
    FS.writeFile(path, bytes);
    file = new h5wasm.File(path, 'r');
    const isMatlab = isMatlab73(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    const reading = new Hdf5Reading(fileName, bytes.length, isMatlab, module);
    reading.group(file, '', 0);
    refuseUneven(reading.unevenCells, reading.arrays, fileName);
    return { arrays: reading.arrays, texts: reading.texts, sourceFormat: isMatlab ? 'MATLAB v7.3' : 'HDF5' };
  } finally {
    quietly(() => file?.close());
    quietly(() => FS.unlink(path));
  }
}

/** What is left to tidy up of a damaged file may fail as reading it did. */
function quietly(work: () => unknown): void {
  try {
    work();
  } catch {
    // The reason has been said.
  }
}

type Class = 'integer' | 'float' | 'text' | 'reference' | 'logical' | 'other';

class Hdf5Reading {
  readonly arrays: NamedArray[] = [];
  readonly texts = new Map<string, string[]>();
  readonly unevenCells: string[] = [];
  readonly #fileName: string;
  readonly #fileBytes: number;
  readonly #isMatlab: boolean;
  readonly #classes: Hdf5Module['H5T_class_t'];
  #bytesLeft: number;
  readonly #mostObjects: number;
  #objectsLeft: number;

  constructor(fileName: string, fileBytes: number, isMatlab: boolean, module: Hdf5Module) {
    this.#classes = module.H5T_class_t;
    this.#fileName = fileName;
    this.#fileBytes = fileBytes;
    this.#isMatlab = isMatlab;
    this.#mostObjects = LEAST_OBJECTS + Math.floor(fileBytes / BYTES_PER_OBJECT);
    this.#objectsLeft = this.#mostObjects;
    this.#bytesLeft = MOST_GROWTH * fileBytes + 65_536;
  }

  group(group: Group, prefix: string, depth: number): void {
    this.#attributes(group, prefix);
    if (depth > MOST_DEPTH) return;
    for (const key of group.keys()) {
      if (this.#isMatlab && OF_MATLAB.test(key)) continue;
      this.#entity(group.get(key), prefix === '' ? key : `${prefix}.${key}`, depth + 1);
    }
  }

  #entity(entity: Entity | null, name: string, depth: number): void {
    this.#objectsLeft -= 1;
    if (this.#objectsLeft < 0) throw this.#damaged(`holds over ${this.#mostObjects} objects`);
    if (entity instanceof h5wasm.Group) this.group(entity, name, depth);
    else if (entity instanceof h5wasm.Dataset) this.#dataset(entity, name, depth);
  }

  #dataset(dataset: Dataset, name: string, depth: number): void {
    const { metadata } = dataset;
    const kind = classOf(metadata, this.#classes);
    if (metadata.shape === null || kind === 'other' || this.#matlabSays(dataset, 'MATLAB_empty') !== undefined) return;
    this.#afford(metadata, name);
    this.#checkFilters(dataset, name);
    if (kind === 'reference') this.#references(dataset, name, depth);
    else if (kind === 'text') this.#addTexts(name, asTexts(dataset.value));
    else if (this.#matlabSays(dataset, 'MATLAB_class') === 'char') this.#addTexts(name, matlabRows(dataset));
    else this.#numbers(dataset, name);
    if (!this.#isMatlab) this.#attributes(dataset, name);
  }

  #numbers(dataset: Dataset, name: string): void {
    const shape = dataset.metadata.shape ?? [];
    if (classOf(dataset.metadata, this.#classes) === 'float' && dataset.metadata.size < 4) {
      throw this.#damaged(`holds numbers of 16 bits in ${excerpt(name)}: save them as float32`);
    }
    const values = asNumbers(dataset.value);
    const count = shape.reduce((product, length) => product * length, 1);
    if (values?.length !== count) throw this.#damaged(`holds numbers in ${excerpt(name)} that cannot be read`);
    const own = this.#isMatlab ? shape.toReversed() : shape;
    this.arrays.push({ name, shape: own, strides: this.#isMatlab ? columnMajor(own) : rowMajor(own), values });
  }

  /** The cells of a cell array, their texts and what their numbers are together; the one thing that is referred to; or the first struct's field. */
  #references(dataset: Dataset, name: string, depth: number): void {
    if (depth > MOST_DEPTH) return;
    const value = dataset.value;
    const all = Array.isArray(value) ? value : [value];
    const isCell = this.#matlabSays(dataset, 'MATLAB_class') === 'cell';
    const texts: string[] = [];
    const before = this.arrays.length;
    for (const reference of isCell ? all : all.slice(0, 1)) {
      const found = dataset.dereference(reference as Parameters<Dataset['dereference']>[0]);
      if (!(found instanceof h5wasm.Dataset || found instanceof h5wasm.Group)) continue;
      this.texts.delete(name);
      this.#entity(found, name, depth + 1);
      texts.push(...(this.texts.get(name) ?? []));
    }
    if (texts.length > 0) this.#addTexts(name, texts);
    if (!isCell) return;
    const together = cellsTogether(name, this.arrays.splice(before));
    if (together === 'uneven') this.unevenCells.push(name);
    else if (together !== undefined) this.arrays.push(together);
  }

  #attributes(of: Group | Dataset, name: string): void {
    for (const [key, attribute] of Object.entries(of.attrs)) {
      const { metadata } = attribute;
      const kind = classOf(metadata, this.#classes);
      if (metadata.shape === null || kind === 'other' || kind === 'reference') continue;
      this.#objectsLeft -= 1;
      this.#afford(metadata, key);
      const full = name === '' ? key : `${name}.${key}`;
      const { value } = attribute;
      if (kind === 'text') this.#addTexts(full, asTexts(value));
      else {
        const values = asNumbers(value) ?? [];
        this.arrays.push({ name: full, shape: [values.length], strides: [1], values });
      }
    }
  }

  #matlabSays(dataset: Dataset, attribute: string): string | undefined {
    if (!this.#isMatlab) return undefined;
    const found: Attribute | undefined = dataset.attrs[attribute];
    return found === undefined ? undefined : String(found.value);
  }

  #addTexts(name: string, texts: readonly string[]): void {
    this.texts.set(
      name,
      texts.slice(0, MOST_TEXTS).map((text) => text.slice(0, LONGEST_TEXT).trim()),
    );
  }

  /** Before anything is read of it: what is declared need not be there. */
  #afford({ shape, size, total_size: count }: Metadata, name: string): void {
    this.#bytesLeft -= size * count;
    if (this.#bytesLeft >= 0) return;
    const what = `${(shape ?? []).join(' × ')} values of ${size} bytes in ${excerpt(name)}`;
    throw this.#damaged(`announces ${what}, with the rest over ten times its own ${this.#fileBytes} bytes`);
  }

  #checkFilters(dataset: Dataset, name: string): void {
    const other = dataset.filters.find(({ id }) => !FILTERS.includes(id));
    if (other === undefined) return;
    const cure = 'pack it again with h5repack -f GZIP=4';
    throw this.#damaged(`packs ${excerpt(name)} with the filter ${other.id} ${excerpt(other.name)}: ${cure}`);
  }

  #damaged(why: string): AppError {
    return new AppError('damaged', `${this.#fileName} ${why}`);
  }
}

function classOf(metadata: Metadata, classes: Hdf5Module['H5T_class_t']): Class {
  const kinds: readonly [Class, { value: number }][] = [
    ['integer', classes.H5T_INTEGER],
    ['float', classes.H5T_FLOAT],
    ['text', classes.H5T_STRING],
    ['reference', classes.H5T_REFERENCE],
    ['logical', classes.H5T_ENUM],
  ];
  return kinds.find(([, { value }]) => value === metadata.type)?.[0] ?? 'other';
}

function asNumbers(value: unknown): ArrayLike<number> | undefined {
  if (typeof value === 'number') return [value];
  if (typeof value === 'bigint') return [Number(value)];
  if (value instanceof BigInt64Array || value instanceof BigUint64Array) return Float64Array.from(value, Number);
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return value as unknown as ArrayLike<number>;
  return undefined;
}

function asTexts(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).map(String);
}

/** The rows of a matrix of characters, as numbers of two bytes, whose columns MATLAB stores one after another. */
function matlabRows(dataset: Dataset): string[] {
  const [columns = 0, rows = 1] = dataset.metadata.shape ?? [];
  const points = asNumbers(dataset.value) ?? [];
  return Array.from({ length: Math.min(rows, MOST_TEXTS) }, (_, row) =>
    String.fromCharCode(
      ...Array.from({ length: Math.min(columns, LONGEST_TEXT) }, (_, column) => points[column * rows + row] ?? 32),
    ),
  );
}
