import { execFileSync } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { accountNotes } from '../../../src-shared/datasets/import-account.ts';
import { readDataset } from '../../../src-main/ecg/dataset/read-dataset.ts';
import { cincFiles } from '../../helpers/cinc-files.ts';
import { collect } from '../../helpers/collect.ts';
import { folderOf, type Files } from '../../helpers/folder-of.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { zipBytes } from '../../helpers/zip-bytes.ts';

async function read(path: string) {
  const reading = await readDataset(path);
  const records = await collect(reading.records);
  const account = reading.account();
  return { records: records.map(({ name }) => name), skipped: reading.skipped, account, notes: accountNotes(account) };
}

const without = (files: Files, ...names: string[]): Files => files.filter(({ name }) => !names.includes(name));
const labels = (...names: string[]) => ({ name: 'REFERENCE.csv', data: names.map((name) => `${name},N\n`).join('') });
const secret = 'correct-horse battery staple';

describe('the account of an import', () => {
  it('says nothing more where everything was used', async () => {
    const { notes } = await read(folderOf(cincFiles('', 4)));
    expect(notes).toEqual(['10 files were seen, 10 of them read.']);
  });

  it.each([
    ['a folder', folderOf],
    [
      'an archive',
      (files: Files) => {
        const path = join(temporaryFolder(), 'set.zip');
        writeFileSync(path, zipBytes(files));
        return path;
      },
    ],
  ])('names deleted headers, and what nothing needed, in %s', async (_, make) => {
    const files = without(cincFiles('', 8), 'A00002.hea', 'A00003.hea', 'RECORDS');
    const { account, notes, records } = await read(make([...files, { name: 'README.md', data: 'x' }]));
    expect(records).toHaveLength(6);
    expect(account).toMatchObject({
      filesSeen: 16,
      filesRead: 13,
      filesNotUsed: { count: 1, first: ['README.md'] },
      labelsWithoutRecord: { count: 2, first: ['A00002', 'A00003'] },
    });
    expect(notes).toEqual([
      '16 files were seen, 13 of them read. Not used: README.md.',
      'Signal files without a header (.hea): A00002.mat, A00003.mat.',
      '2 labels have no record: A00002, A00003.',
    ]);
  });

  it('counts 21 labels for 20 records, and records without a label', async () => {
    const all = Array.from({ length: 21 }, (_, i) => `A${String(i + 1).padStart(5, '0')}`);
    const files = without(cincFiles('', 20), 'REFERENCE.csv');
    const more = await read(folderOf([...files, labels(...all)]));
    expect(more.account.labelsWithoutRecord).toEqual({ count: 1, first: ['A00021'] });
    expect(more.notes).toContain('1 label has no record: A00021.');
    const fewer = await read(folderOf([...files, labels(...all.slice(0, 13))]));
    expect(fewer.account.recordsWithoutLabel.count).toBe(7);
    expect(fewer.notes).toContain('7 records have no label: A00014, A00015, A00016, A00017, A00018 and 2 more.');
  });

  it('says where all headers are gone', async () => {
    const bare = folderOf(cincFiles('', 4).filter(({ name }) => !name.endsWith('.hea')));
    await expect(readDataset(bare)).rejects.toThrow(
      /Signal files without a header \(\.hea\): 4, such as A00001\.mat\./,
    );
  });

  it('reads records at any sensible depth, and names what lies deeper', async () => {
    const deep = await read(folderOf(cincFiles('a/b/c/d/e/f/g/', 4)));
    expect(deep.records).toHaveLength(4);
    const deeper = await read(folderOf([...cincFiles('', 4), { name: `${'d/'.repeat(33)}B1.hea`, data: 'x' }]));
    expect(deeper.notes.at(-1)).toBe(
      `Not looked at, because it lies more than 32 folders deep: ${'d/'.repeat(33).slice(0, -1)}.`,
    );
  });

  it('follows links to folders and files, each folder once', async () => {
    const elsewhere = folderOf(cincFiles('', 4));
    const path = folderOf(cincFiles('own/', 2));
    symlinkSync(elsewhere, join(path, 'linked'));
    symlinkSync(elsewhere, join(path, 'linked-again'));
    symlinkSync(join(path, 'own'), join(path, 'own-again'));
    symlinkSync(dirname(path), join(path, 'above'));
    symlinkSync(join(path, 'gone'), join(path, 'dead'));
    const { account, records } = await read(path);
    expect(records).toEqual(['A00001', 'A00002', 'A00003', 'A00004']);
    expect(account.notLookedAt.first).toEqual([
      { place: 'dead', why: 'it is a link that leads nowhere' },
      { place: 'above', why: 'it is a link to a folder that holds this one' },
      { place: 'linked-again', why: 'it is a folder that was looked at under another name' },
      { place: 'own-again', why: 'it is a folder that was looked at under another name' },
    ]);
  });

  it.runIf(process.platform !== 'win32')('names pipes and sockets, and waits for neither', async () => {
    const path = folderOf(cincFiles('', 4));
    execFileSync('mkfifo', [join(path, 'B1.hea')]);
    const socket = createServer().listen(join(path, 'B2.hea'));
    try {
      await new Promise((listening) => socket.once('listening', listening));
      const { records, account } = await read(path);
      expect(records).toHaveLength(4);
      expect(account.notLookedAt.first).toEqual([
        { place: 'B1.hea', why: 'it is a pipe, not a file' },
        { place: 'B2.hea', why: 'it is a socket, not a file' },
      ]);
    } finally {
      socket.close();
    }
  });
});

describe('what is no file', () => {
  it.runIf(process.platform !== 'win32')('is refused as archive, labels and permutation, at once', async () => {
    const at = temporaryFolder();
    const [archive, labelsPath, permutationPath] = ['set.zip', 'labels.csv', 'order.npy'].map((name) =>
      join(at, name),
    ) as [string, string, string];
    for (const path of [archive, labelsPath, permutationPath]) execFileSync('mkfifo', [path]);
    const set = folderOf(cincFiles('', 4));
    await expect(readDataset(archive)).rejects.toThrow(/set\.zip is a pipe, not a file/);
    await expect(readDataset(set, { labelsPath })).rejects.toThrow(/labels\.csv is a pipe, not a file/);
    await expect(readDataset(set, { permutationPath })).rejects.toThrow(/order\.npy is a pipe, not a file/);
    await expect(readDataset('/dev/zero')).rejects.toThrow('/dev/zero is a device, not a file');
  });
});

describe('a link to something else', () => {
  const elsewhere = (): string => {
    const path = join(temporaryFolder(), 'secret');
    writeFileSync(path, `${secret}\n${secret} again\n`);
    return path;
  };

  it.each(['B1.hea', 'A00001.mat', 'RECORDS', 'README'])('in the place of %s shows nothing of it', async (name) => {
    const path = folderOf(without(cincFiles('', 4), name));
    symlinkSync(elsewhere(), join(path, name));
    const everything = JSON.stringify(await read(path));
    expect(everything).not.toContain('horse');
    expect(everything).not.toContain('staple');
  });

  it('in the place of the labels shows nothing of it', async () => {
    const path = folderOf(without(cincFiles('', 4), 'REFERENCE.csv'));
    symlinkSync(elsewhere(), join(path, 'REFERENCE.csv'));
    const message = await readDataset(path).catch((error: unknown) => String(error));
    expect(message).toContain('REFERENCE.csv holds no line such as "A00001,N"');
    expect(message).not.toContain('horse');
  });
});
