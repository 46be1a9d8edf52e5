import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { npyNumbers, readNpy, writeNpy } from '../../../src-main/ecg/numpy/npy.ts';
import { npyTexts, readNpyTexts } from '../../../src-main/ecg/numpy/npy-texts.ts';
import { readNpz, writeNpz } from '../../../src-main/ecg/numpy/npz.ts';
import { zipBytes } from '../../helpers/zip-bytes.ts';

const golden = join(import.meta.dirname, '../../golden/ecg');
const scratch = mkdtempSync(join(tmpdir(), 'equipoise-npy-'));
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

describe('.npy', () => {
  it('reads versions 1 to 3, several axes, 64-bit integers and the other byte order', () => {
    const read = (name: string) => readNpy(readFileSync(join(golden, name)), name);
    expect(read('int64.npy')).toEqual({ shape: [3], data: BigInt64Array.of(0n, -1n, 8527n) });
    expect(npyNumbers(read('int64.npy'), 'x')).toEqual([0, -1, 8527]);
    expect(read('float32-2x3.npy')).toEqual({ shape: [2, 3], data: Float32Array.of(0, 0.5, -1, 2, 1e-3, 3) });
    expect(read('float64-big-endian.npy')).toEqual({ shape: [2], data: Float64Array.of(0.1, -1e300) });
  });

  it('writes the same bytes as NumPy', () => {
    const bytes = writeNpy({ shape: [3], data: BigInt64Array.of(0n, -1n, 8527n) });
    expect(bytes.equals(readFileSync(join(golden, 'int64.npy')))).toBe(true);
  });

  it.each([Int8Array, Uint8Array, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array])(
    'reads back %o',
    (type) => {
      const array = { shape: [2, 1, 2], data: type.from([1, 2, 3, 100]) };
      expect(readNpy(writeNpy(array), 'x')).toEqual(array);
    },
  );

  it('reads back a single number and an empty array', () => {
    for (const array of [
      { shape: [], data: Float64Array.of(3) },
      { shape: [0, 5], data: new Int16Array(0) },
    ]) {
      expect(readNpy(writeNpy(array), 'x')).toEqual(array);
    }
  });

  it('refuses what is truncated, foreign, in Fortran order or too large for a number', () => {
    const bytes = writeNpy({ shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) });
    expect(() => readNpy(bytes.subarray(0, -1), 'x.npy')).toThrow(/x.npy is truncated: 16 bytes announced, 15 present/);
    expect(() => readNpy(Buffer.from('PK\x03\x04 something'), 'x.npy')).toThrow(/not a NumPy file/);
    const edit = (from: string, to: string): Buffer =>
      Buffer.from(bytes.toString('latin1').replace(from, to), 'latin1');
    expect(() => readNpy(edit('False', 'True '), 'x.npy')).toThrow(/Fortran order/);
    expect(() => readNpy(edit("'<f4'", "'|O8'"), 'x.npy')).toThrow(/not hold a plain array of numbers/);
    expect(() => npyNumbers({ shape: [1], data: BigInt64Array.of(2n ** 60n) }, 'x.npy')).toThrow(/too large/);
    expect(() => writeNpy({ shape: [3], data: Int8Array.of(1) })).toThrow(/needs 3 values, not 1/);
  });
});

describe('.npz', () => {
  const arrays = {
    x: { shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) },
    length: { shape: [2], data: BigInt64Array.of(2n, 3n) },
  };

  it('reads back what it wrote, byte for byte the same each time', async () => {
    await writeNpz(join(scratch, 'a.npz'), arrays);
    await writeNpz(join(scratch, 'b.npz'), arrays);
    expect(await readNpz(join(scratch, 'a.npz'))).toEqual(arrays);
    expect(readFileSync(join(scratch, 'a.npz')).equals(readFileSync(join(scratch, 'b.npz')))).toBe(true);
  });

  it('reads a deflated one, as numpy.savez_compressed makes', async () => {
    const path = join(scratch, 'c.npz');
    writeFileSync(path, zipBytes([{ name: 'x.npy', data: writeNpy(arrays.x), deflate: true }]));
    expect(await readNpz(path)).toEqual({ x: arrays.x });
  });

  it('looks at no array that is not needed, whatever it holds', async () => {
    const path = join(scratch, 'd.npz');
    const strange = Buffer.from(
      "\x93NUMPY\x01\x00\x3a\x00{'descr': '|O', 'fortran_order': True, 'shape': (9,), }",
      'latin1',
    );
    writeFileSync(
      path,
      zipBytes([
        { name: 'x.npy', data: writeNpy(arrays.x) },
        { name: 'objects.npy', data: strange },
      ]),
    );
    expect(await readNpz(path, (name) => name === 'x')).toEqual({ x: arrays.x });
    await expect(readNpz(path)).rejects.toMatchObject({ code: 'bad-input' });
  });

  it('says so where it cannot be written', async () => {
    await expect(writeNpz(join(scratch, 'no', 'such', 'folder.npz'), arrays)).rejects.toMatchObject({
      code: 'storage',
    });
  });
});

describe('texts', () => {
  it('are written as NumPy’s Unicode of one width', () => {
    const bytes = writeNpy(npyTexts([2], ['A1', 'µ💓x']));
    expect(bytes.toString('latin1', 10, 70)).toContain("{'descr': '<U3', 'fortran_order': False, 'shape': (2,), }");
    expect([
      ...new Uint32Array(bytes.buffer.slice(bytes.byteOffset + bytes.length - 24, bytes.byteOffset + bytes.length)),
    ]).toEqual([65, 49, 0, 0xb5, 0x1f493, 120]);
    expect(readNpyTexts(bytes, 'x.npy')).toEqual({ shape: [2], words: ['A1', 'µ💓x'] });
    expect(() => readNpyTexts(bytes.subarray(0, -1), 'x.npy')).toThrow(/truncated: 2 texts of 3 characters/);
  });
});
