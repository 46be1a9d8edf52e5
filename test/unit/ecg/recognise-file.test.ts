import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { accountNotes } from '../../../src-shared/datasets/import-account.ts';
import { readDataset } from '../../../src-main/ecg/dataset/read-dataset.ts';
import { recogniseFile } from '../../../src-main/ecg/source/recognise-file.ts';
import { cincFiles, cincHeader } from '../../helpers/cinc-files.ts';
import { collect } from '../../helpers/collect.ts';
import { folderOf } from '../../helpers/folder-of.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { zipBytes } from '../../helpers/zip-bytes.ts';

const pdf = '%PDF-1.7\n%\xe2\xe3';

describe('a file that holds no record', () => {
  it.each([
    ['empty', 'x', ''],
    [
      'a pointer of Git LFS, not the file itself',
      'x.dat',
      'version https://git-lfs.github.com/spec/v1\noid sha256:1\n',
    ],
    ['a PDF', 'ecg.edf', pdf],
    ['an image', 'x', '\x89PNG\r\n\x1a\n'],
    ['an image', 'x', '\xff\xd8\xff\xe0'],
    ['an image', 'x', '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg">'],
    ['an audio file', 'x', 'RIFF\x10\0\0\0WAVEfmt '],
    ['an HDF5 file', 'x', '\x89HDF\r\n\x1a\n'],
    ['a spreadsheet or a document of an office program', 'x', 'PK\x03\x04\x14\0\x06\0[Content_Types].xml'],
    ['an archive without a record that can be read', 'x', '\x1f\x8b\x08\0'],
    ['a page of the web', 'x.edf', '<!DOCTYPE html><html>'],
    ['an XML file of a kind that is not known', 'x', '<?xml version="1.0"?><a/>'],
    ['the header of a WFDB record', 'x.hea', cincHeader('x', 9)],
    ['the annotations of a WFDB record', 'x.atr', '\x01\x02'],
    ['a table of labels', 'labels.txt', 'A00001,N\nA00002,A\nA00003,~\n'],
    ['a table of labels', 'labels.csv', 'record;class\nA1;1\n'],
    [undefined, 'notes.txt', 'Nothing of interest.\nReally.\n'],
    [undefined, 'x.csv', '0.1,0.2\n0.3,0.4\n'],
  ])('is %s by its content', (is, name, content) => {
    expect(recogniseFile(Buffer.from(content, 'latin1'), name)?.is).toBe(is);
  });

  it.each([
    ['ecg.pdf', pdf, /ecg\.pdf is a PDF\. It holds a drawing.*microvolts/],
    ['A1.hea', cincHeader('A1', 9), /A1\.hea is the header of a WFDB record\..*give the folder/],
    ['REFERENCE.csv', 'A1,N\nA2,A\n', /REFERENCE\.csv is a table of labels\..*--labels/],
  ])('is named with the way where %s is given as data', async (name, data, message) => {
    await expect(readDataset(join(folderOf([{ name, data }]), name))).rejects.toThrow(message);
  });

  it('is named where a folder or an archive has nothing else', async () => {
    const files = ['a.pdf', 'b.pdf', 'c.txt'].map((name) => ({ name, data: pdf }));
    await expect(readDataset(folderOf(files))).rejects.toThrow('a.pdf, b.pdf, c.txt are each a PDF. It holds');
    const path = join(temporaryFolder(), 'set.zip');
    writeFileSync(path, zipBytes(files));
    await expect(readDataset(path)).rejects.toThrow('a.pdf, b.pdf, c.txt are each a PDF. It holds');
  });

  it('is named in the account of an import that read the rest; what goes with records is not', async () => {
    const more = ['report.pdf', 'A00001.atr', 'labels.txt'].map((name, i) => ({
      name,
      data: ['%PDF-1', 'x', 'a,N\nb,N'][i] ?? '',
    }));
    const reading = await readDataset(folderOf([...cincFiles('', 4), ...more]));
    await collect(reading.records);
    const notes = accountNotes(reading.account()).filter((note) => note.includes(' is a'));
    expect(notes).toEqual([expect.stringMatching(/^report\.pdf is a PDF\. /)]);
  });
});
