import { describe, expect, it } from 'vitest';
import { readDataset } from '../../../src-main/ecg/dataset/read-dataset.ts';
import { CINC_2017_CLASSES, codesOf } from '../../../src-shared/class-list.ts';
import { parseClassMapping } from '../../../src-shared/datasets/class-mapping.ts';
import { cincRecord, someSamples } from '../../helpers/cinc-files.ts';
import { folderOf, type Files } from '../../helpers/folder-of.ts';

const NAMES = ['R1', 'R2', 'R3', 'R4', 'R5'];
const RECORDS = NAMES.flatMap((name, i) => cincRecord(name, someSamples(20, i + 1)));

/** The class of each record by its code, the list, and what was said. */
async function imported(files: Files, mapping: string) {
  const reading = await readDataset(folderOf(files), { classes: parseClassMapping(mapping) });
  const codes = codesOf(reading.classes);
  const labels: Record<string, string> = {};
  for await (const { name, label } of reading.records) labels[name] = codes[label] ?? '';
  return { codes, labels, notes: reading.notes, skipped: reading.skipped };
}

const table = (...words: string[]): Files => [
  ...RECORDS,
  { name: 'labels.csv', data: words.map((word, i) => `${NAMES[i]},${word}\n`).join('') },
];

describe('classes that the labels name themselves', () => {
  it('are their words in alphabetical order, numbers by their value, whatever the order of the records', async () => {
    const words = ['NORM', 'MI', 'STTC', 'MI', 'HYP'];
    const { codes, labels, notes } = await imported(table(...words), 'own');
    expect(codes).toEqual(['HYP', 'MI', 'NORM', 'STTC']);
    expect(labels).toEqual({ R1: 'NORM', R2: 'MI', R3: 'STTC', R4: 'MI', R5: 'HYP' });
    expect(notes).toContain('The classes are the labels’ own: HYP, MI, NORM, STTC.');
    expect((await imported(table(...words.reverse()), 'own')).codes).toEqual(codes);
    expect((await imported(table('10', '9', '2', '9', '10'), 'own')).codes).toEqual(['2', '9', '10']);
  });

  it('are the folders of the records', async () => {
    const files = RECORDS.map((file) => ({ ...file, name: `${file.name < 'R3' ? 'svt' : 'sinus'}/${file.name}` }));
    const { codes, labels } = await imported(files, 'own');
    expect(codes).toEqual(['sinus', 'svt']);
    expect(Object.values(labels)).toEqual(['svt', 'svt', 'sinus', 'sinus', 'sinus']);
  });

  it('are the titles of columns of 0 and 1; a record of several is left out, since none is preferred', async () => {
    const data = 'record,LBBB,RBBB\nR1,1,0\nR2,0,1\nR3,1,1\nR4,0,1\nR5,1,0\n';
    const { codes, labels, skipped } = await imported([...RECORDS, { name: 'labels.csv', data }], 'own');
    expect(codes).toEqual(['LBBB', 'RBBB']);
    expect(labels).toEqual({ R1: 'LBBB', R2: 'RBBB', R4: 'RBBB', R5: 'LBBB' });
    expect(skipped).toMatchObject([{ record: 'R3', reason: expect.stringContaining('are several classes') as string }]);
  });

  it('can be joined and left out by further parts', async () => {
    const { codes, labels, skipped } = await imported(table('NORM', 'SR', 'PACE', 'MI', 'mi'), 'own,SR=NORM,PACE=-');
    expect(codes).toEqual(['mi', 'NORM']);
    expect(labels).toEqual({ R1: 'NORM', R2: 'NORM', R4: 'mi', R5: 'mi' });
    expect(skipped.map(({ record }) => record)).toEqual(['R3']);
  });

  it('are refused where there is one, and where a word cannot be a class', async () => {
    await expect(imported(table('A1', 'A1', 'A1', 'A1', 'A1'), 'own')).rejects.toThrow('there is only "A1"');
    await expect(imported(table('none', 'MI', 'MI', 'MI', 'MI'), 'own')).rejects.toThrow(
      /The class "none" cannot be used/,
    );
    await expect(imported(table('=1+1', 'MI', 'MI', 'MI', 'MI'), 'own')).rejects.toThrow(
      /"=1\+1" cannot be used.*--classes/,
    );
  });
});

describe('a mapping to classes of its own', () => {
  it('has exactly those that it names, in its order, of which the first decides between several', async () => {
    const mapping = 'MI=Infarction,NORM=Normal,*=Rest';
    const { codes, labels, notes } = await imported(table('NORM', 'MI', 'XYZ', 'normal', 'rest'), mapping);
    expect(codes).toEqual(['Infarction', 'Normal', 'Rest']);
    expect(labels).toEqual({ R1: 'Normal', R2: 'Infarction', R3: 'Rest', R4: 'Normal', R5: 'Rest' });
    expect(notes.join()).toContain('Infarction ← MI (1); Normal ← NORM (1), normal (1); Rest ← XYZ (1), rest (1)');
    const data = 'record,MI,NORM\nR1,1,0\nR2,0,1\nR3,1,1\nR4,0,1\nR5,1,0\n';
    const several = await imported([...RECORDS, { name: 'labels.csv', data }], mapping);
    expect(several.labels['R3']).toBe('Infarction');
  });

  it('stays with the classes of CinC 2017 as long as it names no other', () => {
    expect(parseClassMapping('NORM=n,AFIB=AF,*=Other,PACE=-')).toEqual({
      classes: CINC_2017_CLASSES,
      words: new Map([
        ['norm', 'N'],
        ['afib', 'A'],
        ['pace', null],
      ]),
      others: 'O',
    });
    expect(parseClassMapping('NORM=N,AFIB=A,PVC=V').classes).toEqual([
      { code: 'N', name: 'N' },
      { code: 'A', name: 'A' },
      { code: 'V', name: 'V' },
    ]);
  });
});
