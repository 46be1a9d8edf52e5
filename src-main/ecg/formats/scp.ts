import { AppError } from '../../../src-shared/errors/app-error.ts';
import { baseName } from '../source/file-name.ts';
import type { DatasetSource } from '../source/open-dataset.ts';
import type { EcgFormat, OpenedRecord, Remark } from './format.ts';
import { countedRecords } from './format.ts';
import { oneRecordPerFile } from './one-record-per-file.ts';
import { identifyingInScp } from './scp/identifying.ts';
import { scpLeads } from './scp/leads.ts';
import { readScpLead, scpRhythm } from './scp/rhythm.ts';
import { hasRightChecksum, isScp, scpSections } from './scp/sections.ts';

const MAX_BYTES = 64 * 1024 ** 2;
const START_BYTES = 22;
const DEFAULT_TABLE = 19999;

/** SCP-ECG (EN 1064, ISO 11073-91064), one record a file. */
export const scp: EcgFormat = {
  name: 'SCP-ECG',
  recordFiles: 'SCP-ECG (.scp)',
  holds: {
    recordsPerFile: 'one',
    leadsPerRecord: 'several',
    signals:
      'The rhythm of section 6: plain, or first or second differences, stored as they are or with the default Huffman table. ' +
      'Files with a reference beat subtracted, bimodal compression or tables of their own are refused, and what converts them ' +
      'is named. Gain and sampling rate come from section 6, names of leads from section 3.',
  },
  detect: (file, source) => /\.scp$/i.test(file) || isScp(source.readStart(file, START_BYTES)),
  list: oneRecordPerFile(open),
};

function open(source: DatasetSource, file: string): OpenedRecord {
  const name = baseName(file);
  const bytes = source.read(file, MAX_BYTES);
  if (!isScp(bytes)) throw new AppError('damaged', `${name} does not begin as an SCP-ECG file does.`);
  const sections = scpSections(bytes, name);
  const [tables, description, rhythmData] = [sections.get(2), sections.get(3), sections.get(6)];
  if (description === undefined || rhythmData === undefined) {
    throw new AppError('damaged', `${name} holds no rhythm (sections 3 and 6). It may hold a reference beat only.`);
  }
  const { leads, isSubtracted } = scpLeads(description, name);
  const isHuffman = tables !== undefined && tables.length >= 2;
  if (isHuffman && tables.readUInt16LE(0) !== DEFAULT_TABLE) throw unread(name, 'a Huffman table of its own');
  if (isSubtracted) throw unread(name, 'a reference beat that was subtracted');
  const rhythm = scpRhythm(rhythmData, leads.length, isHuffman, name);
  if (rhythm.isBimodal) throw unread(name, 'bimodal compression');
  return {
    signals: leads.map((lead, i) => ({
      name: lead.name,
      isVoltage: true,
      read: () => readScpLead(rhythm, lead, i, `${name}, lead ${lead.name ?? i + 1}`),
    })),
    sourceFormat: isHuffman ? 'SCP-ECG, Huffman' : 'SCP-ECG',
    identifying: identifyingInScp(sections.get(1)),
    remarks: hasRightChecksum(bytes) ? [] : [wrongChecksum],
  };
}

function unread(name: string, what: string): AppError {
  const cure = 'Convert it to HL7 aECG or DICOM with the software of its recorder, or to EDF with biosig (save2gdf).';
  return new AppError('damaged', `${name} is an SCP-ECG file with ${what}, which is not read. ${cure}`);
}

const wrongChecksum: Remark = (records) =>
  `${countedRecords(records, 'has', 'have')} a checksum that does not match: compare with a printout before you rely on it.`;
