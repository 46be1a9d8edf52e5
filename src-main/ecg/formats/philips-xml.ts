import { AppError } from '../../../src-shared/errors/app-error.ts';
import { excerpt } from '../../../src-shared/format/excerpt.ts';
import { baseName } from '../source/file-name.ts';
import type { DatasetSource } from '../source/open-dataset.ts';
import { textAt } from '../xml/element.ts';
import { parseXml } from '../xml/parse-xml.ts';
import { toldIn } from '../xml/told.ts';
import type { EcgFormat, OpenedRecord } from './format.ts';
import { oneRecordPerFile } from './one-record-per-file.ts';
import { centredOnZero } from './record/physical-zero.ts';
import type { PhilipsWaveforms } from './philips-xml/waveforms.ts';
import { philipsWaveforms } from './philips-xml/waveforms.ts';
import { isComputedLead, restoredLead } from './philips-xml/limb-leads.ts';
import { decodeXliBlock } from './philips-xml/xli.ts';
import { signalName } from './record/signal-name.ts';
import { isXmlOf, MAX_XML_BYTES } from './xml-files.ts';

const VERSIONS = ['1.03', '1.04', '1.04.01'];

/** Philips Sierra and PageWriter XML, one record a file. */
export const philipsXml: EcgFormat = {
  name: 'Philips XML',
  recordFiles: 'Sierra ECGs (.xml, root restingecgdata)',
  holds: {
    recordsPerFile: 'one',
    leadsPerRecord: 'several',
    signals:
      `Sierra XML of version ${VERSIONS.join(', ')} with waveforms in Base64, compressed with XLI or not. Leads III, aVR, aVL ` +
      'and aVF are stored as differences from what I and II give, and restored. Representative beats are not read.',
  },
  detect: (file, source) => isXmlOf(file, source, 'restingecgdata'),
  list: oneRecordPerFile(open),
};

const IDENTIFYING = [
  ["patient's name", 'name/lastname', 'name/firstname', 'name/middlename'],
  ["patient's number", 'patientid', 'uniquepatientid', 'MRN'],
  ['date of birth', 'dateofbirth'],
  ['age', 'age/years'],
  ['sex', 'sex'],
  ['comment', 'comments', 'comment', 'userdefine/value', 'reasonfororder', 'orderremarks', 'diagnosis'],
  [
    'physician',
    'orderingclinicianname',
    'orderingclinician',
    'operator@id',
    'operatorid',
    'attendingphysician',
    'consultingphysician',
  ],
  ['institution', 'institutionname', 'facilityname', 'departmentname'],
  ['date of recording', 'dataacquisition@date'],
] as const;

function open(source: DatasetSource, file: string): OpenedRecord {
  const name = baseName(file);
  const bytes = source.read(file, MAX_XML_BYTES);
  const root = parseXml(bytes, name);
  if (root.name !== 'restingecgdata')
    throw new AppError('damaged', `${name} is no Philips ECG: its root is ${root.name}.`);
  const version = textAt(root, 'documentinfo', 'documentversion') ?? '';
  if (!VERSIONS.includes(version)) {
    const text = `${name} is of version "${excerpt(version)}"; ${VERSIONS.join(', ')} are read. Export it as one of these.`;
    throw new AppError('damaged', text);
  }
  const waveforms = philipsWaveforms(root, bytes.length, name);
  return {
    signals: waveforms.names.map((lead, i) => ({
      name: signalName(lead),
      isVoltage: true,
      read: () => {
        const { unitsPerMv, zero, samplingHz } = waveforms;
        const where = `${name}, lead ${lead}`;
        return {
          ...centredOnZero(leadSamples(waveforms, i, where), { unitsPerMv, zero, missing: [] }, where),
          samplingHz,
        };
      },
    })),
    sourceFormat: `Philips XML ${version}${'blocks' in waveforms.stored ? ', XLI' : ''}`,
    identifying: toldIn(root, IDENTIFYING),
    remarks: [],
  };
}

function leadSamples(waveforms: PhilipsWaveforms, index: number, where: string): Int32Array {
  const lead = waveforms.names[index];
  const stored = storedSamples(waveforms, index, where);
  if (!isComputedLead(lead)) return stored;
  const one = storedOf('I', waveforms, where);
  const two = storedOf('II', waveforms, where);
  if (lead === 'III' || lead === 'aVR') return restoredLead(lead, [one, two], stored);
  const three = restoredLead('III', [one, two], storedOf('III', waveforms, where));
  return restoredLead(lead, [one, two, three], stored);
}

function storedOf(lead: string, waveforms: PhilipsWaveforms, where: string): Int32Array {
  const index = waveforms.names.indexOf(lead);
  if (index >= 0) return storedSamples(waveforms, index, where);
  throw new AppError('damaged', `${where}: it is stored as a difference from lead ${lead}, which is not in the file.`);
}

function storedSamples({ stored, count }: PhilipsWaveforms, index: number, where: string): Int32Array {
  if ('samples' in stored) {
    return Int32Array.from({ length: count }, (_, i) => stored.samples.readInt16LE(2 * (index * count + i)));
  }
  const block = stored.blocks[index];
  if (block === undefined) throw new AppError('damaged', `${where} is not among the compressed blocks.`);
  return decodeXliBlock(block, count, where);
}
