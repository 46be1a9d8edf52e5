import { baseName } from './file-name.ts';

/** What a file is that holds no record, and what its owner can do. */
export interface FileKind {
  /** With its article, after "is": `a PDF`. */
  is: string;
  /** A sentence. */
  way: string;
  /** It goes with records: no reason for a word where its records were read. */
  isCompanion: boolean;
}

/** How many bytes of a file are enough. */
export const START_BYTES = 4096;

interface Signature extends Pick<FileKind, 'is' | 'way'> {
  isCompanion?: true;
  matches: (start: Buffer, file: string) => boolean;
}

const TO_READ = 'EDF, WFDB, DICOM or HL7 aECG';
const SIGNATURES: readonly Signature[] = [
  { is: 'empty', way: 'Copy or download it again.', matches: (start) => start.length === 0 },
  {
    is: 'a pointer of Git LFS, not the file itself',
    way: 'Fetch the file with `git lfs pull`.',
    matches: (start) => begins(start, 'version https://git-lfs'),
  },
  {
    is: 'a PDF',
    way:
      'It holds a drawing, and lines cannot be measured in microvolts, which a study of perturbations of a few of them needs: ' +
      `export the signals from the recorder or its archive as ${TO_READ}.`,
    matches: (start) => start.subarray(0, 1024).includes('%PDF-'),
  },
  {
    is: 'an image',
    way: `It holds a drawing, from which no microvolts can be had: export the signals as ${TO_READ}.`,
    matches: isImage,
  },
  {
    is: 'an ISHNE Holter file',
    way: `Convert it to ${TO_READ}, for example to WFDB with ishne2wfdb or to EDF.`,
    matches: (start) => begins(start, 'ISHNE1.0'),
  },
  {
    is: 'an MFER file',
    way: `Convert it to ${TO_READ} with the recorder's own software.`,
    matches: (start) => begins(start, '@ MFR'),
  },
  {
    is: 'a BioSemi BDF file',
    way: 'Convert it to EDF, for example with EDFbrowser.',
    matches: (start) => begins(start, '\xffBIOSEMI'),
  },
  {
    is: 'a GDF file',
    way: 'Convert it to EDF, for example with SigViewer.',
    matches: (start) => begins(start, 'GDF '),
  },
  {
    is: 'a header of BrainVision',
    way: 'Convert it to EDF, for example with EDFbrowser or MNE.',
    matches: (start) => begins(start, 'Brain Vision Data Exchange'),
  },
  {
    is: 'an audio file',
    way: `Its samples have no unit: convert it to WFDB with wav2mit and state the gain, or to ${TO_READ}.`,
    matches: (start) =>
      (begins(start, 'RIFF') && at(start, 8, 'WAVE')) ||
      ['fLaC', 'OggS', 'ID3', 'FORM'].some((marker) => begins(start, marker)),
  },
  {
    is: 'a MATLAB file',
    way: 'No matrix of numbers with a row or a column for each lead was found in it.',
    matches: (start) => begins(start, 'MATLAB '),
  },
  {
    is: 'an HDF5 file',
    way: 'If it holds signals, call it .h5.',
    matches: (start) => begins(start, '\x89HDF\r\n\x1a\n'),
  },
  {
    is: 'a NumPy array',
    isCompanion: true,
    way: 'If it holds labels, give it with --labels and the folder of the records as the dataset.',
    matches: (start) => begins(start, '\x93NUMPY'),
  },
  {
    is: 'a Parquet file',
    isCompanion: true,
    way: 'No columns of numbers were found in it. If it holds labels, give it with --labels and the folder of the records as the dataset.',
    matches: (start) => begins(start, 'PAR1'),
  },
  {
    is: 'a Python pickle',
    way: 'It would have to be run to be read: save its arrays with numpy.save.',
    matches: (start) => start[0] === 0x80 && (start[1] ?? 0) >= 2 && (start[1] ?? 9) <= 5,
  },
  {
    is: 'a spreadsheet or a document of an office program',
    way: 'Save it as CSV (UTF-8).',
    matches: (start) =>
      begins(start, '\xd0\xcf\x11\xe0') ||
      (begins(start, 'PK\x03\x04') && /\[Content_Types\]|mimetypeapplication|_rels\//.test(text(start))),
  },
  {
    is: 'an archive without a record that can be read',
    way: 'Unpack it, and give the folder.',
    matches: (start) =>
      ['PK\x03\x04', 'PK\x05\x06', '\x1f\x8b', '7z\xbc\xaf', 'Rar!', '\xfd7zXZ', 'BZh'].some((it) =>
        begins(start, it),
      ) || at(start, 257, 'ustar'),
  },
  { is: 'a database', way: 'Export its signals as CSV.', matches: (start) => begins(start, 'SQLite format 3\0') },
  {
    is: 'a page of the web',
    way: 'Perhaps the download asked for a login: download the file again.',
    matches: (start) => /^\s*<(?:!doctype html|html)/i.test(text(start)),
  },
  {
    is: 'an XML file of a kind that is not known',
    way: `Export the signals as ${TO_READ}.`,
    matches: (start) => /^(?:\ufeff|ï»¿)?\s*<(?:\?xml|[A-Za-z])/.test(text(start)),
  },
  {
    is: 'the header of a WFDB record',
    isCompanion: true,
    way: 'Its signals lie in files beside it: give the folder that holds them all.',
    matches: (start, file) => /\.hea$/i.test(file) && /^\S+\s+\d+/m.test(text(start)),
  },
  {
    is: 'the annotations of a WFDB record',
    isCompanion: true,
    way: 'Its signals lie in files beside it: give the folder that holds them all.',
    matches: (_, file) => /\.(?:atr|qrs|ecg|ari|pwave|ann)$/i.test(file),
  },
  {
    is: 'a table of labels',
    isCompanion: true,
    way: 'Give the folder of the records as the dataset, and this file with --labels.',
    matches: (start, file) => /^REFERENCE.*\.csv$/i.test(baseName(file)) || isLabelTable(text(start)),
  },
];

/**
 * Recognises what a file is by its first bytes (START_BYTES of them), and says what can be done with it. Undefined for what is
 * not known. It is asked only about files that no format took.
 */
export function recogniseFile(start: Buffer, file: string): FileKind | undefined {
  const found = SIGNATURES.find(({ matches }) => matches(start, file));
  return found === undefined ? undefined : { is: found.is, way: found.way, isCompanion: found.isCompanion ?? false };
}

function text(start: Buffer): string {
  return start.toString('latin1');
}

/** @param marker one character for each byte */
function begins(start: Buffer, marker: string): boolean {
  return at(start, 0, marker);
}

function at(start: Buffer, offset: number, marker: string): boolean {
  return start.toString('latin1', offset, offset + marker.length) === marker;
}

function isImage(start: Buffer): boolean {
  const markers = ['\x89PNG', '\xff\xd8\xff', 'GIF8', 'II*\0', 'MM\0*', '\0\0\x01\0'];
  return (
    markers.some((marker) => begins(start, marker)) ||
    (begins(start, 'BM') && at(start, 6, '\0\0\0\0')) ||
    (begins(start, 'RIFF') && at(start, 8, 'WEBP')) ||
    /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^]*?-->\s*)?<svg/i.test(text(start))
  );
}

/** Whether most lines are a name and a word or a small number, and hardly anything else. */
function isLabelTable(start: string): boolean {
  const lines = start
    .split(/\r?\n/)
    .slice(0, 50)
    .filter((line) => line.trim() !== '');
  const like = lines.filter((line) =>
    /^"?[\w./-]*[A-Za-z][\w./-]*"?\s*[,;\t]\s*"?(?:[A-Za-z~][\w ~+-]{0,40}|\d{1,3})"?\s*$/.test(line),
  );
  return lines.length >= 2 && like.length >= 0.8 * lines.length;
}
