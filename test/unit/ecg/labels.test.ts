import { describe, expect, it } from 'vitest';
import { readDataset, type ReadDatasetOptions } from '../../../src-main/ecg/dataset/read-dataset.ts';
import { writeNpy } from '../../../src-main/ecg/numpy/npy.ts';
import { npyTexts } from '../../../src-main/ecg/numpy/npy-texts.ts';
import { parseClassMapping } from '../../../src-shared/datasets/class-mapping.ts';
import { cincRecord, someSamples } from '../../helpers/cinc-files.ts';
import { folderOf, type Files } from '../../helpers/folder-of.ts';

const FOUR = ['A00001', 'A00002', 'A00003', 'A00004'];
const LETTERS = 'NAO~';

function records(names: readonly string[]): Files {
  return names.flatMap((name, i) => cincRecord(name, someSamples(20, i + 1)));
}

/** The classes by record, as letters, and what is said of them. */
async function labelled(files: Files, options: ReadDatasetOptions = {}) {
  const reading = await readDataset(folderOf(files), options);
  const classes: Record<string, string> = {};
  for await (const { name, label } of reading.records) classes[name] = LETTERS[label] ?? '';
  return { ...reading, list: reading.classes, classes, letters: Object.values(classes).join('') };
}

async function ofTable(data: string | Buffer, options: ReadDatasetOptions = {}, name = 'labels.csv') {
  return await labelled([...records(FOUR), { name, data }], options);
}

async function refusal(data: string | Buffer, options: ReadDatasetOptions = {}, name = 'labels.csv'): Promise<string> {
  const error: unknown = await ofTable(data, options, name).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'bad-input' });
  return (error as Error).message;
}

describe('a table of labels', () => {
  const rows = (between: string, label = (i: number) => LETTERS[i] ?? ''): string =>
    FOUR.map((name, i) => `${name}${between}${label(i)}\n`).join('');

  it.each([
    ['commas', rows(',')],
    ['semicolons', rows(';')],
    ['tabs', rows('\t')],
    ['titles', `record,label\n${rows(',')}`],
    ['titles and an index', `,name,rhythm\n${FOUR.map((name, i) => `${i},${name},${LETTERS[i]}\n`).join('')}`],
    ['an index and no titles', FOUR.map((name, i) => `${i + 7};${name};${LETTERS[i]}\n`).join('')],
    ['the label first', FOUR.map((name, i) => `${LETTERS[i]},${name}\n`).join('')],
    ['quoted cells', FOUR.map((name, i) => `"${name}","${LETTERS[i]}"\r\n`).join('')],
    ['words', rows(',', (i) => ['normal', 'Atrial_Fibrillation', 'other rhythm', 'Noise'][i] ?? '')],
    ['numbers from 0', rows(',', (i) => `${i}`)],
    ['numbers of a float column', `record,label\n${rows(',', (i) => `${i}.0`)}`],
    ['file names', FOUR.map((name, i) => `${name}${i % 2 === 0 ? '.mat' : '.hea'},${LETTERS[i]}\n`).join('')],
    ['paths', FOUR.map((name, i) => `/data/set${i}/${name}.dat,${LETTERS[i]}\n`).join('')],
    ['paths of Windows', FOUR.map((name, i) => `C:\\ecg\\${name}.mat;${LETTERS[i]}\n`).join('')],
    ['other letter case', rows(',').toLowerCase()],
    ['labels alone', 'label\nN\nA\nO\n~\n'],
    ['an index and labels alone', 'index,class\n0,N\n1,A\n2,O\n3,~\n'],
    [
      'a column for each class',
      `id,N,A,O,Noise\n${FOUR.map((name, i) => `${name},${[0, 1, 2, 3].map((c) => (c === i ? 1 : 0)).join(',')}\n`).join('')}`,
    ],
    ['further columns', `record,age,label\n${FOUR.map((name, i) => `${name},${60 + i},${LETTERS[i]}\n`).join('')}`],
    ['a byte order mark', `\ufeff${rows(',')}`],
    ['UTF-16', Buffer.from(`\ufeff${rows('\t')}`, 'utf16le')],
    ['UTF-16 without a mark', Buffer.from(rows(','), 'utf16le')],
    ['UTF-16, big-endian', Buffer.from(`\ufeff${rows(',')}`, 'utf16le').swap16()],
  ])('is read with %s', async (_, data) => {
    expect((await ofTable(data)).letters).toBe('NAO~');
  });

  it('says which column was read, and what was taken for which class', async () => {
    const data = 'record,age,label\nA00001,60,NSR\nA00002,61,AFIB\nA00003,62,AFIB\nA00004,63,N\n';
    const { labelsFile, labelsColumn, notes, letters } = await ofTable(data);
    expect([labelsFile, labelsColumn, letters]).toEqual(['labels.csv', 'column label', 'NAAN']);
    expect(notes[0]).toBe('Labels were taken for classes: Normal ← NSR (1), N (1); AF ← AFIB (2).');
  });

  it('asks which column holds the labels where several could, and takes the one that is named', async () => {
    const data = `record,first,second\n${FOUR.map((name, i) => `${name},N,${LETTERS[i]}\n`).join('')}`;
    expect(await refusal(data)).toMatch(/several columns that could hold the labels \(first, second\).*--label-column/);
    expect((await ofTable(data, { labelColumn: 'Second' })).letters).toBe('NAO~');
    expect((await ofTable(data, { labelColumn: '2' })).letters).toBe('NNNN');
    expect(await refusal(data, { labelColumn: 'third' })).toMatch(/no column "third"; its columns are: first, second/);
  });

  it('names what stands for no class with its count, and leaves only those records out', async () => {
    const { classes, skipped, notes } = await ofTable('A00001,N\nA00002,PACE\nA00003,PACE\nA00004,SVT\n');
    expect(classes).toEqual({ A00001: 'N' });
    expect(skipped[0]).toEqual({
      record: 'A00002',
      reason: 'its label "PACE" (labels.csv, line 2) stands for no class',
    });
    expect(notes.join(' ')).toMatch(/2 labels stand for no class.*PACE \(2\), SVT \(1\).*--classes 'PACE=O' or '\*=O'/);
  });

  it('takes what the person says before what it knows, and the rest for all others', async () => {
    const data = 'A00001,N\nA00002,Vorhofflimmern\nA00003,SVT\nA00004,"Lead, off"\n';
    const classes = parseClassMapping('vorhofflimmern = AF, "Lead, off"=-, N=O, *=~');
    const { classes: found, skipped } = await ofTable(data, { classes });
    expect(found).toEqual({ A00001: 'O', A00002: 'A', A00003: '~' });
    expect(skipped).toEqual([{ record: 'A00004', reason: 'it is left out, as said for its label "Lead, off"' }]);
    expect(await refusal(data.replace('A00001,N\n', ''))).toMatch(
      /no label that stands for a class.*Vorhofflimmern \(1\)/,
    );
  });

  it.each(['NORM', 'NORM=', 'NORM=X', '=N', 'a=N,A=O'])('refuses the mapping %s', (text) => {
    expect(() => parseClassMapping(text)).toThrow(
      /is not a word, = and a class|at least two classes; there is only "X"|says another class/,
    );
  });

  it('never shifts numbers: without a 0 it asks from where they count', async () => {
    const data = rows(',', (i) => `${i + 1}`);
    expect(await refusal(data)).toMatch(
      /labels\.csv has labels from 1 to 4, and no 0.*--label-base 1 \(1 Normal.*--label-base 0 \(0 Normal/,
    );
    expect((await ofTable(data, { labelBase: 1 })).letters).toBe('NAO~');
    expect((await ofTable(data, { labelBase: 0 })).classes).toEqual({ A00001: 'A', A00002: 'O', A00003: '~' });
    const classes = parseClassMapping('1=O,2=N,*=A');
    expect((await ofTable(data, { classes })).letters).toBe('ONAA');
    expect((await ofTable(rows(',', (i) => `${i * 2}`))).classes).toEqual({ A00001: 'N', A00002: 'O' });
  });

  it('leaves out a record with two labels, and lists labels without a record', async () => {
    const reading = await ofTable('A00001,N\nA00001,A\nA00002,A\nZ9.mat,N\n');
    expect(reading.classes).toEqual({ A00002: 'A' });
    expect(reading.skipped[0]?.reason).toMatch(/two different labels \(the second in labels\.csv, line 2\)/);
    expect(reading.account().labelsWithoutRecord.first).toEqual(['Z9']);
  });
});

describe('an array of labels', () => {
  const array = async (shape: number[], data: Int32Array | Float64Array) =>
    await ofTable(writeNpy({ shape, data }), {}, 'labels.npy');

  it('is one row or one column, of numbers or of texts', async () => {
    expect((await array([4], Int32Array.of(0, 1, 2, 3))).letters).toBe('NAO~');
    expect((await array([4, 1], Float64Array.of(0, 1, 2, 3))).letters).toBe('NAO~');
    const texts = await ofTable(writeNpy(npyTexts([4], ['NORM', 'AFIB', 'Other', '~'])), {}, 'labels.npy');
    expect(texts.letters).toBe('NAO~');
    const bytes = Buffer.concat([
      writeNpy({ shape: [4], data: new Int8Array(4) }).subarray(0, -4),
      Buffer.from('NAO~'),
    ]);
    const asBytes = Buffer.from(bytes.toString('latin1').replace("'|i1'", "'|S1'"), 'latin1');
    expect((await ofTable(asBytes, {}, 'labels.npy')).letters).toBe('NAO~');
  });

  it('is refused in another shape, without a 0, or as objects of Python', async () => {
    const wide = writeNpy({ shape: [2, 2], data: Int32Array.of(0, 1, 2, 3) });
    expect(await refusal(wide, {}, 'labels.npy')).toMatch(/shape \(2, 2\).*numpy\.argmax/);
    const shifted = writeNpy({ shape: [4], data: Int32Array.of(1, 2, 3, 4) });
    expect(await refusal(shifted, {}, 'labels.npy')).toMatch(/labels from 1 to 4, and no 0/);
    const objects = Buffer.from(wide.toString('latin1').replace("'<i4'", "'|O' "), 'latin1');
    expect(await refusal(objects, {}, 'labels.npy')).toMatch(/Python objects/);
  });
});

describe('labels as publishers have them', () => {
  it('PTB-XL: statements of ptbxl_database.csv, for both rates', async () => {
    const lines = [
      `1,records100/00000/00001_lr,records500/00000/00001_hr,"{'NORM': 100.0, 'SR': 0.0}"`,
      `2,records100/00000/00002_lr,records500/00000/00002_hr,"{'IMI': 35.0, 'SR': 0.0}"`,
      `3,records100/00000/00003_lr,records500/00000/00003_hr,"{'LVH': 100.0, 'AFIB': 0.0}"`,
      `4,records100/00000/00004_lr,records500/00000/00004_hr,"{'NORM': 80.0, 'XYZ': 0.0}"`,
    ];
    const files = records(['00001_lr', '00002_lr', '00003_hr', '00004_lr']);
    const table = `ecg_id,filename_lr,filename_hr,scp_codes\n${lines.join('\n')}\n`;
    const reading = await labelled([...files, { name: 'ptbxl_database.csv', data: table }]);
    expect(reading.classes).toEqual({ '00001_lr': 'N', '00002_lr': 'O', '00003_hr': 'A' });
    expect(reading.skipped).toEqual([
      { record: '00004_lr', reason: 'its label "XYZ" (ptbxl_database.csv, line 5) stands for no class' },
    ]);
  });

  it('PTB-XL: its folds are the split, whatever the seed, where each part has records', async () => {
    const names = Array.from({ length: 10 }, (_, i) => `0000${i}_lr`);
    const row = (name: string, i: number): string => `${i},${15_000 + i}.0,r/${name},x,${i + 1},"{'NORM': 100.0}"`;
    const data = `ecg_id,patient_id,filename_lr,filename_hr,strat_fold,scp_codes\n${names.map(row).join('\n')}\n`;
    const files = [...records(names), { name: 'ptbxl_database.csv', data }];
    const reading = await readDataset(folderOf(files), { splitSeed: 7 });
    const splits: string[] = [];
    for await (const { split } of reading.records) splits.push(split);
    expect(splits).toEqual([...Array<string>(8).fill('train'), 'validation', 'test']);
    expect(reading.notes.join(' ')).toMatch(
      /the one that PTB-XL recommends \(strat_fold 1 to 8 training, 9 validation, 10 test/,
    );
    const few = await readDataset(folderOf([...records(names.slice(0, 4)), { name: 'ptbxl_database.csv', data }]));
    few.close();
    expect(few.notes.join(' ')).not.toMatch(/recommends/);
  });

  it('a column of patients: it holds no labels, and their records stay together', async () => {
    const names = Array.from({ length: 60 }, (_, i) => `R${String(i).padStart(2, '0')}`);
    const data = `file,subject_id,finding\n${names.map((name, i) => `${name},s${i % 20},${i % 20 < 10 ? 'N' : 'A'}`).join('\n')}\n`;
    const reading = await readDataset(folderOf([...records(names), { name: 'labels.csv', data }]));
    const splits = new Map<number, Set<string>>();
    for await (const { name, split } of reading.records) {
      const patient = Number(name.slice(1)) % 20;
      splits.set(patient, (splits.get(patient) ?? new Set()).add(split));
    }
    expect([...splits.values()].map((own) => own.size)).toEqual(Array(20).fill(1));
    expect(new Set([...splits.values()].flatMap((own) => [...own])).size).toBe(3);
    expect(reading.notes).toContain('60 records are of 20 patients, each of whom is in one split only.');
  });

  it('CPSC-2018: up to three numbers from 1, which are its own', async () => {
    const data = 'Recording,First_label,Second_label,Third_label\nA00001,1,,\nA00002,5,2,\nA00003,9,,\nA00004,2.0,,\n';
    const { letters, notes } = await ofTable(data, {}, 'REFERENCE.csv');
    expect(letters).toBe('NAOA');
    expect(notes[0]).toBe('Labels were taken for classes: Normal ← 1 (1); AF ← 2 (2); Other ← 5 (1), 9 (1).');
  });

  it('Challenge 2020 and 2021: codes in the headers', async () => {
    const codes = ['426783006', '164889003,59118001', '426783006,59118001', ''];
    const files = records(FOUR).map(({ name, data }) => {
      const i = FOUR.findIndex((one) => name === `${one}.hea`);
      return { name, data: i < 0 ? data : `${data.toString()}# Age: 74\n#${i % 2 === 0 ? ' ' : ''}Dx: ${codes[i]}\n` };
    });
    const { classes, labelsFile, skipped } = await labelled(files);
    expect(classes).toEqual({ A00001: 'N', A00002: 'A', A00003: 'O' });
    expect(labelsFile).toBe('diagnoses in headers (# Dx: in .hea)');
    expect(skipped.map(({ record }) => record)).toEqual(['A00004']);
  });

  it('folders that are named after classes', async () => {
    const places = ['train/AF', 'test/Normal', 'train/SVT/7', 'train/Noise/patient 1'];
    const files = FOUR.flatMap((name, i) =>
      cincRecord(name, someSamples(20, i + 1)).map((file) => ({ ...file, name: `${places[i]}/${file.name}` })),
    );
    const { classes, labelsFile } = await labelled(files);
    expect(classes).toEqual({ A00001: 'A', A00002: 'N', A00004: '~' });
    expect(labelsFile).toBe('names of the folders');
    const mapped = await labelled(files, { classes: parseClassMapping('SVT=O') });
    expect(mapped.classes).toEqual({ ...classes, A00003: 'O' });
  });
});
