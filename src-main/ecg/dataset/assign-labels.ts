import type { ClassList } from '../../../src-shared/class-list.ts';
import type { ReadingOptions } from '../../../src-shared/datasets/reading-options.ts';
import type { ClassMapping } from '../../../src-shared/datasets/class-mapping.ts';
import { NO_MAPPING } from '../../../src-shared/datasets/class-mapping.ts';
import { counted } from '../../../src-shared/format/counted.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { SPLITS, type ClassIndex, type Split } from '../../../src-shared/ecg.ts';
import { INHERENT_LABELS, LABEL_SOURCES } from '../labels/index.ts';
import type { GivenLabels, LabelSource, PublishedSplit, RecordsToLabel } from '../labels/label-source.ts';
import { recordFinder } from '../labels/record-finder.ts';
import { isClassWord, toClasses } from '../labels/to-classes.ts';
import { readNpyFile } from '../numpy/npz.ts';
import { byDepth, folderOf } from '../source/file-name.ts';
import { readRegular } from '../source/regular-file.ts';
import type { DatasetSource } from '../source/open-dataset.ts';
import type { DatasetContents } from './list-records.ts';
import { readPermutationSplit } from './permutation-split.ts';
import { stratifiedSplit } from './split.ts';

export interface AssignLabelsOptions {
  /** A file that a label source accepts, used instead of the dataset's own labels. */
  labelsPath?: string;
  /** The column of a table that holds the labels: its title, or its position from 1. */
  labelColumn?: string | undefined;
  /** What words and codes stand for, before what the program knows of them. */
  classes?: ClassMapping;
  /** The number of the first class, where labels are numbers. */
  labelBase?: 0 | 1 | undefined;
  /** An .npy permutation: its first nine tenths train, the rest is the test set (Han et al. 2020). */
  permutationPath?: string;
  /** Seed of our own split, and of the validation part taken out of a given training split; default 1. */
  splitSeed?: number;
}

export interface Assignment {
  /** What the labels are positions in. */
  classes: ClassList;
  records: Map<string, { label: ClassIndex; split: Split }>;
  /** Why a listed record has no label. */
  unusable: Map<string, string>;
  /** What the label file names, and the dataset does not have. */
  withoutRecord: string[];
  /** The file, or what else the labels were taken from. */
  labelsFile: string;
  /** Which of its columns; undefined where there is no choice. */
  labelsColumn: string | undefined;
  splitFile: string | undefined;
  /** What was chosen, and what words were taken for which class, in sentences. */
  notes: string[];
  /** What would give more of them a class, if the person confirms it. */
  supposed: ReadingOptions;
}

const MAX_LABELS_BYTES = 64 * 1024 ** 2;

/** Settles label and split of every record. Throws AppError('bad-input' | 'not-found') that names the file and the cure. */
export function assignLabels(
  source: DatasetSource,
  contents: DatasetContents,
  options: AssignLabelsOptions,
): Assignment {
  const seed = options.splitSeed ?? 1;
  const mapping = options.classes ?? NO_MAPPING;
  const asked = recordsToLabel(contents, mapping, options.labelColumn);
  const { given, labelsFile, otherFiles } = findLabels(source, contents, asked, options.labelsPath);
  const {
    classes,
    labels,
    unusable,
    notes,
    supposed = {},
  } = toClasses(given, { mapping, base: options.labelBase }, labelsFile);
  const present = new Map([...labels].filter(([name]) => contents.records.has(name)));
  if (present.size === 0) {
    const [first] = contents.records.keys();
    throw new AppError(
      'bad-input',
      `${labelsFile} has a label for none of the records of ${source.path}, such as ${first}.${firstSkipped(contents)}`,
    );
  }
  const { positions, patients = new Map<string, string>() } = given;
  const splitFile = options.permutationPath;
  const published = splitFile === undefined ? usable(given.splits, present) : undefined;
  const splits =
    splitFile === undefined
      ? (published?.ofRecord ?? stratifiedSplit(present, seed, patients))
      : readPermutationSplit(readNpyFile(splitFile), splitFile, { labels, positions, seed, patients });
  const records: Assignment['records'] = new Map();
  for (const [name, label] of present) {
    const split = splits.get(name);
    if (split === undefined)
      unusable.set(name, `it has no ${splitFile === undefined ? 'split' : 'position'} in ${splitFile ?? labelsFile}`);
    else records.set(name, { label, split });
  }
  const withoutRecord = [...labels.keys(), ...unusable.keys()].filter((name) => !contents.records.has(name));
  const notUsed = otherFiles.map((file) => `${file} was not used: the labels come from ${labelsFile}.`);
  const labelsColumn = given.column;
  return {
    classes,
    records,
    unusable,
    withoutRecord,
    labelsFile,
    labelsColumn,
    splitFile,
    supposed,
    notes: [...notUsed, ...notes, ...(published === undefined ? patientNotes(records, patients) : [published.note])],
  };
}

/** The publisher's split, where it gives the records that are there all three parts. */
function usable(
  split: PublishedSplit | undefined,
  present: ReadonlyMap<string, ClassIndex>,
): PublishedSplit | undefined {
  const parts = new Set([...present.keys()].map((name) => split?.ofRecord.get(name)));
  return SPLITS.every((part) => parts.has(part)) ? split : undefined;
}

/** What a person should know of patients with several records. */
function patientNotes(records: Assignment['records'], patients: ReadonlyMap<string, string>): string[] {
  const splits = new Map<string, Set<Split>>();
  let named = 0;
  for (const [name, { split }] of records) {
    const patient = patients.get(name);
    if (patient === undefined) continue;
    named += 1;
    splits.set(patient, (splits.get(patient) ?? new Set()).add(split));
  }
  if (splits.size === named) return [];
  const divided = [...splits.values()].filter((own) => own.size > 1).length;
  const of = `${named.toLocaleString('en')} records are of ${counted(splits.size, 'patient', 'patients')}`;
  return divided === 0
    ? [`${of}, each of whom is in one split only.`]
    : [
        `${of}, of whom ${divided.toLocaleString('en')} are in several splits by the permutation: scores on the test part are flattered.`,
      ];
}

/** Perhaps the records are in a file that could not be read. */
function firstSkipped({ skipped: [first] }: DatasetContents): string {
  return first === undefined ? '' : ` Left out was ${first.record}: ${first.reason}.`;
}

function recordsToLabel(contents: DatasetContents, mapping: ClassMapping, column: string | undefined): RecordsToLabel {
  return {
    order: contents.order,
    files: new Map([...contents.records].map(([name, { file }]) => [name, file])),
    find: recordFinder([...contents.records.keys(), ...contents.order]),
    isClass: (word) => isClassWord(word, mapping),
    anyWord: mapping.classes === 'own',
    column,
  };
}

interface FoundLabels {
  given: GivenLabels;
  labelsFile: string;
  /** Label files of the dataset that were not used. */
  otherFiles: string[];
}

function findLabels(
  source: DatasetSource,
  contents: DatasetContents,
  asked: RecordsToLabel,
  labelsPath: string | undefined,
): FoundLabels {
  const candidates = rankLabelFiles(source, contents.recordFiles);
  if (labelsPath !== undefined) {
    const otherFiles = candidates.map(({ file }) => file);
    return { given: readGivenLabels(labelsPath, asked), labelsFile: labelsPath, otherFiles };
  }
  const [own, ...others] = candidates;
  if (own !== undefined) {
    const given = own.source.read(source.read(own.file, MAX_LABELS_BYTES), own.file, asked);
    return { given, labelsFile: own.file, otherFiles: others.map(({ file }) => file) };
  }
  for (const inherent of INHERENT_LABELS) {
    const given = inherent.find(source, asked);
    if (given !== undefined) return { given, labelsFile: inherent.name, otherFiles: [] };
  }
  const files = LABEL_SOURCES.flatMap(({ fileNames }) => fileNames);
  const nothing = [
    `no ${files.join(' or ')}`,
    ...INHERENT_LABELS.map(({ name }) => `no ${name} that stand for classes`),
  ];
  const text = `${source.path} has no labels: ${nothing.join(', ')}. Give a label file (--labels).`;
  throw new AppError('bad-input', text);
}

function readGivenLabels(path: string, asked: RecordsToLabel): GivenLabels {
  const reader = LABEL_SOURCES.find((one) => one.accepts(path));
  if (reader === undefined) throw new AppError('bad-input', `${path} is not a label file of a known kind.`);
  return reader.read(readRegular(path, MAX_LABELS_BYTES), path, asked);
}

interface LabelFile {
  file: string;
  source: LabelSource;
}

/** The label files of the dataset, best first: the one above the most records, then the preferred one. */
function rankLabelFiles(source: DatasetSource, recordFiles: readonly string[]): LabelFile[] {
  const covered = (file: string): number => recordFiles.filter((record) => record.startsWith(folderOf(file))).length;
  const candidates = [...source.files].flatMap((file) => {
    return LABEL_SOURCES.flatMap((one) => {
      const preference = one.preference(file);
      return preference === undefined ? [] : [{ file, source: one, preference, covered: covered(file) }];
    });
  });
  return candidates.sort(
    (a, b) => b.covered - a.covered || compare(b.preference, a.preference) || byDepth(a.file, b.file),
  );
}

/** Also for infinities, whose difference is not a number. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a - b;
}
