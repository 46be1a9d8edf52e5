import { recordIdSchema } from '../../../src-shared/record-id.ts';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { recordHash } from '../../../src-main/ecg/dataset/record-hash.ts';
import type { PackedRecord } from '../../../src-main/ecg/dataset/record-pack.ts';
import { openRecordPack, readRecordPack, writeRecordPack } from '../../../src-main/ecg/dataset/record-pack.ts';
import { someSamples } from '../../helpers/cinc-files.ts';

const scratch = mkdtempSync(join(tmpdir(), 'equipoise-pack-'));
afterAll(() => {
  rmSync(scratch, { recursive: true });
});
const path = join(scratch, 'records.pack');

const records: PackedRecord[] = [
  {
    name: 'A',
    samples: someSamples(700_000),
    samplingHz: 300,
    unitsPerMv: 1000,
    label: 0,
    split: 'train',
    id: recordIdSchema.parse(1),
  },
  { name: 'Bé', samples: new Int16Array(0), samplingHz: 360.5, unitsPerMv: 200, label: 3, split: 'test' },
  {
    name: 'C',
    samples: Int16Array.of(-32768, 32767, 0),
    samplingHz: 300,
    unitsPerMv: 1000,
    label: 2,
    split: 'validation',
  },
];

async function* later(items: PackedRecord[]): AsyncGenerator<PackedRecord> {
  for (const item of items) yield await Promise.resolve(item);
}

describe('a record pack', () => {
  it('gives back what was put in, in order and at random', async () => {
    const { records: count, bytes } = await writeRecordPack(path, later(records));
    expect(count).toBe(3);
    expect(bytes).toBe(readFileSync(path).length);
    expect([...readRecordPack(path)]).toEqual(records);
    const pack = openRecordPack(path);
    expect(pack.records.map(({ name, sampleCount, id }) => [name, sampleCount, id])).toEqual([
      ['A', 700_000, 1],
      ['Bé', 0, undefined],
      ['C', 3, undefined],
    ]);
    expect(pack.read(2)).toEqual(records[2]);
    expect(pack.read(0)).toEqual(records[0]);
    expect(() => pack.read(3)).toThrow(/no record 3/);
    pack.close();
  });

  it('stores samples as little-endian int16', async () => {
    await writeRecordPack(path, [records[2] as PackedRecord]);
    expect(readFileSync(path).subarray(8, 14)).toEqual(Buffer.from([0x00, 0x80, 0xff, 0x7f, 0x00, 0x00]));
  });

  it('holds no records where there are none', async () => {
    await writeRecordPack(path, []);
    expect([...readRecordPack(path)]).toEqual([]);
  });

  it('refuses a file that is truncated or changed anywhere', async () => {
    await writeRecordPack(path, records.slice(1));
    const whole = readFileSync(path);
    const broken = join(scratch, 'broken.pack');
    const damaged = expect.objectContaining({ code: 'damaged' }) as Error;
    for (let length = 0; length < whole.length; length += 3) {
      writeFileSync(broken, whole.subarray(0, length));
      expect(() => [...readRecordPack(broken)], `cut to ${length} bytes`).toThrow(damaged);
    }
    for (let at = 0; at < whole.length; at += 3) {
      const changed = Buffer.from(whole);
      changed.writeUInt8(changed.readUInt8(at) ^ 0x10, at);
      writeFileSync(broken, changed);
      expect(() => [...readRecordPack(broken)], `byte ${at} changed`).toThrow(damaged);
    }
    expect(() => openRecordPack(join(scratch, 'none.pack'))).toThrow(
      expect.objectContaining({ code: 'not-found' }) as Error,
    );
  });

  it('leaves no file behind when the records fail', async () => {
    const failing = join(scratch, 'failing.pack');
    async function* fail(): AsyncGenerator<PackedRecord> {
      yield* later(records.slice(2));
      throw new Error('source broke');
    }
    await expect(writeRecordPack(failing, fail())).rejects.toThrow('source broke');
    expect(existsSync(failing) || existsSync(`${failing}.partial`)).toBe(false);
    const nowhere = join(scratch, 'no', 'folder.pack');
    await expect(writeRecordPack(nowhere, records)).rejects.toMatchObject({ code: 'storage' });
  });
});

describe('recordHash', () => {
  const base = { samples: Int16Array.of(1, 2, 3), samplingHz: 300, unitsPerMv: 1000 };

  it('depends on samples, sampling rate and gain only', () => {
    const hash = recordHash(base);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(recordHash({ ...base, name: 'other', label: 2 } as typeof base)).toBe(hash);
    expect(recordHash({ ...base, samples: Int16Array.of(1, 2, 4) })).not.toBe(hash);
    expect(recordHash({ ...base, samplingHz: 301 })).not.toBe(hash);
    expect(recordHash({ ...base, unitsPerMv: 200 })).not.toBe(hash);
  });

  it('stays what it was, since databases hold it', () => {
    // printf 'ecg-record 1\n300 Hz\n1000 per mV\n3 samples\n\x01\x00\x02\x00\x03\x00' | sha256sum
    expect(recordHash(base)).toBe('b672ff08689efae252eeee21a1927dfe7948e21f8a3ad71d6685dad3cd1ab7b2');
  });
});
