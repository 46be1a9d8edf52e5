import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readDataset } from '../../../src-main/ecg/dataset/read-dataset.ts';
import { openZip } from '../../../src-main/ecg/source/zip-archive.ts';
import { cincFiles } from '../../helpers/cinc-files.ts';
import { collect } from '../../helpers/collect.ts';
import type { ZipEntry } from '../../helpers/zip-bytes.ts';
import { zipBytes } from '../../helpers/zip-bytes.ts';

const scratch = mkdtempSync(join(tmpdir(), 'equipoise-zip-'));
afterAll(() => {
  rmSync(scratch, { recursive: true });
});
let made = 0;

function file(bytes: Buffer): string {
  const path = join(scratch, `${++made}.zip`);
  writeFileSync(path, bytes);
  return path;
}

/** What reading the whole dataset in the archive ends with. */
async function outcome(bytes: Buffer): Promise<unknown> {
  const path = file(bytes);
  try {
    const reading = await readDataset(path);
    const records = await collect(reading.records);
    return { records: records.length, skipped: reading.skipped };
  } catch (error) {
    return error;
  }
}

const good: ZipEntry[] = cincFiles('training2017/', 3).map((entry) => ({ ...entry, deflate: true }));
const refused = (message: RegExp): object => ({ code: 'refused', message: expect.stringMatching(message) as string });

/** What becomes of the good records beside an entry that is not safe to read. */
async function beside(...unsafe: ZipEntry[]): Promise<unknown> {
  const reading = await readDataset(file(zipBytes([...good, ...unsafe])));
  const records = await collect(reading.records);
  return { records: records.length, notLookedAt: reading.account().notLookedAt.first };
}

describe('an unsafe entry is passed by with its name and reason, and the records beside it are read', () => {
  it('not in the archive that the attacks are made from', async () => {
    expect(await outcome(zipBytes(good))).toEqual({ records: 3, skipped: [] });
  });

  it.each<[why: string, ...names: string[]]>([
    ['it leads out of the archive', '../evil.hea', 'training2017/../../evil.hea', '..'],
    ['it has an absolute path', '/etc/evil.hea', 'C:/evil.hea', 'c:evil.hea'],
    ['it has a backslash in its name', 'training2017\\..\\..\\evil.hea', '\\evil'],
  ])('%s', async (why, ...names) => {
    const unsafe = names.map((name) => ({ name, data: 'x' }));
    expect(await beside(...unsafe)).toEqual({ records: 3, notLookedAt: names.map((place) => ({ place, why })) });
  });

  it('a symbolic link', async () => {
    const place = 'training2017/A00009.mat';
    const notLookedAt = [{ place, why: 'it is a symbolic link' }];
    expect(await beside({ name: place, data: '/etc/passwd', mode: 0o120777 })).toEqual({ records: 3, notLookedAt });
  });

  it('an encrypted entry', async () => {
    const place = 'training2017/A00009.mat';
    const notLookedAt = [{ place, why: 'it is encrypted: unpack the archive and give the folder' }];
    expect(await beside({ name: place, data: 'secret', flags: 1 })).toEqual({ records: 3, notLookedAt });
  });

  it('the same name twice: which of them is meant, nobody knows', async () => {
    const twice = good.find(({ name }) => name.endsWith('A00002.mat')) as ZipEntry;
    const notLookedAt = [{ place: twice.name, why: 'the archive has it twice' }];
    expect(await beside(twice)).toEqual({ records: 2, notLookedAt });
  });

  it('an entry that unpacks to more than it declares costs its record', async () => {
    const entries = good.map((entry) => {
      return entry.name.endsWith('A00002.mat')
        ? { ...entry, data: Buffer.alloc(8 * 1024 ** 2), declaredBytes: 1224 }
        : entry;
    });
    const reason = expect.stringMatching(/A00002.mat unpacks to more than the 1224 bytes/) as string;
    expect(await outcome(zipBytes(entries))).toEqual({ records: 2, skipped: [{ record: 'A00002', reason }] });
  });
});

describe('an archive is refused', () => {
  it('where no entry can be read', async () => {
    const locked = good.map((entry) => ({ ...entry, flags: 1 }));
    expect(await outcome(zipBytes(locked))).toMatchObject(refused(/no entry can be read, .* is encrypted: unpack/));
  });

  it('entries that declare more than 4 GB together', async () => {
    const bomb = Array.from({ length: 3 }, (_, i) => ({
      name: `training2017/B${i}.mat`,
      data: Buffer.alloc(1000),
      deflate: true,
      declaredBytes: 0x60000000,
    }));
    expect(await outcome(zipBytes([...good, ...bomb]))).toMatchObject(
      refused(/4\.5 GB or more, and 4 GB is the limit/),
    );
  });
});

describe('a broken archive', () => {
  const badInput = { code: 'bad-input', message: expect.stringMatching(/not a zip archive .* truncated/) as string };

  it('is refused where it is not a zip archive, empty, or cut off', async () => {
    const whole = zipBytes(good);
    expect(await outcome(Buffer.from('REFERENCE,N\n'.repeat(9)))).toMatchObject(badInput);
    expect(await outcome(Buffer.alloc(0))).toMatchObject(badInput);
    expect(await outcome(whole.subarray(0, whole.length - 30))).toMatchObject(badInput);
    expect(await outcome(whole.subarray(0, whole.length >> 1))).toMatchObject(badInput);
    expect(await outcome(whole.subarray(100))).toMatchObject(badInput);
  });

  it('costs only the records whose own bytes are damaged', async () => {
    const bytes = zipBytes(good);
    const at = bytes.indexOf('training2017/A00002.mat') + 'training2017/A00002.mat'.length;
    bytes.fill(0xff, at + 20, at + 60);
    const skipped = [{ record: 'A00002', reason: expect.stringMatching(/damaged/) as string }];
    expect(await outcome(bytes)).toEqual({ records: 2, skipped });
  });

  it('skips a record that is too large to be an ECG, without unpacking it', async () => {
    const entries = good.map((entry) => {
      return entry.name.endsWith('A00002.mat') ? { ...entry, declaredBytes: 0x40000000 } : entry;
    });
    const skipped = [{ record: 'A00002', reason: expect.stringMatching(/too large .*1024 MB of 512 MB/) as string }];
    expect(await outcome(zipBytes(entries))).toEqual({ records: 2, skipped });
  });
});

describe('openZip', () => {
  it('lists files by name and unpacks stored and deflated ones', async () => {
    const zip = await openZip(
      file(
        zipBytes([
          { name: 'b/', data: '' },
          { name: 'b/two', data: 'zwei zwei zwei zwei', deflate: true },
          { name: 'a', data: 'eins' },
        ]),
      ),
    );
    expect(zip.names).toEqual(['a', 'b/two']);
    expect(zip.read('a').toString()).toBe('eins');
    expect(zip.read('b/two').toString()).toBe('zwei zwei zwei zwei');
    expect(() => zip.read('c')).toThrow(/no entry "c"/);
    zip.close();
    zip.close();
  });
});
