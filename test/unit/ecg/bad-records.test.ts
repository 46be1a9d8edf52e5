import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readDataset } from '../../../src-main/ecg/dataset/read-dataset.ts';
import { cincFiles } from '../../helpers/cinc-files.ts';
import { collect } from '../../helpers/collect.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { zipBytes } from '../../helpers/zip-bytes.ts';

async function readWith(change: (header: string) => string) {
  const files = cincFiles('', 12).map((file) =>
    file.name === 'A00003.hea' ? { ...file, data: change(String(file.data)) } : file,
  );
  const path = join(temporaryFolder(), 'ecgs.zip');
  writeFileSync(path, zipBytes(files));
  const reading = await readDataset(path);
  return { ...reading, records: await collect(reading.records) };
}

describe('one bad record', () => {
  it.each([
    ['200/constructor', (text: string) => text.replace('1000/mV', '200/constructor')],
    ['200/__proto__', (text: string) => text.replace('1000/mV', '200/__proto__')],
    ['1e308/nV', (text: string) => text.replace('1000/mV', '1e308/nV')],
    ['a gain of 1e-320', (text: string) => text.replace('1000/mV', '1e-320/mV')],
    ['a rate of 1e-308', (text: string) => text.replace(' 300 ', ' 1e-308 ')],
    ['130,000 lines', () => `A00003 130000 300\n${'B 16\n'.repeat(130_000)}`],
  ])('with %s is left out by name, and the rest is read', async (_, change) => {
    const { records, skipped } = await readWith(change);
    expect(records).toHaveLength(11);
    expect(skipped.map(({ record }) => record)).toEqual(['A00003']);
  });

  it('is not lost for an unused channel that is described badly', async () => {
    const { records, skipped } = await readWith(
      (text) => `${text.replace(' 1 300', ' 2 300').trimEnd()}\nother.dat 16 x/? 16 zero\n`,
    );
    expect(skipped).toEqual([]);
    expect(records).toHaveLength(12);
  });

  it('says what is wrong in the one channel it has', async () => {
    const { skipped } = await readWith((text) => text.replace('1000/mV', 'much'));
    expect(skipped[0]?.reason).toContain('"much" is not a gain');
  });

  it('whose offset in the archive is 2^63 is left out', async () => {
    const files = cincFiles('', 12);
    const path = join(temporaryFolder(), 'far.zip');
    writeFileSync(path, farAway(zipBytes(files), 'A00003.mat'));
    const reading = await readDataset(path);
    expect(await collect(reading.records)).toHaveLength(11);
    expect(reading.skipped.map(({ record }) => record)).toEqual(['A00003']);
  });
});

/** The archive with the place of one entry moved to 2⁶³ by a zip64 field. */
function farAway(zip: Buffer, name: string): Buffer {
  const end = zip.length - 22;
  const directory = zip.readUInt32LE(end + 16);
  const entry = zip.indexOf(name, directory) - 46;
  const extra = Buffer.alloc(12);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(8, 2);
  extra.writeBigUInt64LE(2n ** 63n, 4);
  const changed = Buffer.from(zip);
  changed.writeUInt16LE(12, entry + 30);
  changed.writeUInt32LE(0xffffffff, entry + 42);
  changed.writeUInt32LE(zip.readUInt32LE(end + 12) + 12, end + 12);
  const after = entry + 46 + name.length;
  return Buffer.concat([changed.subarray(0, after), extra, changed.subarray(after)]);
}
