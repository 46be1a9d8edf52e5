import { AppError } from '../../../src-shared/errors/app-error.ts';
import { baseName } from '../source/file-name.ts';
import type { DatasetSource } from '../source/open-dataset.ts';
import type { XmlElement } from '../xml/element.ts';
import { allNamed, attributeOf, childAt, childrenNamed } from '../xml/element.ts';
import { parseXml } from '../xml/parse-xml.ts';
import { toldIn } from '../xml/told.ts';
import type { EcgFormat, ListedSignal, OpenedRecord } from './format.ts';
import { oneRecordPerFile } from './one-record-per-file.ts';
import { signalsOfSet } from './hl7-aecg/sequence.ts';
import { isXmlOf, MAX_XML_BYTES } from './xml-files.ts';

/** HL7 v3 Annotated ECG (Brown and Badilini 2005, implementation guide), one record a file. */
export const hl7Aecg: EcgFormat = {
  name: 'HL7 aECG',
  recordFiles: 'annotated ECGs (.xml, root AnnotatedECG)',
  holds: {
    recordsPerFile: 'one',
    leadsPerRecord: 'several',
    signals:
      'Sequences of SLIST_PQ or SLIST_INT, of every series; a lead of a derived series (a representative beat) carries the ' +
      'name of that series. The sampling rate comes from the increment of the times, gain and zero from scale and origin.',
  },
  detect: (file, source) => isXmlOf(file, source, 'AnnotatedECG'),
  list: oneRecordPerFile(open),
};

const IDENTIFYING = [
  [
    "patient's name",
    'subjectDemographicPerson/name',
    'subjectDemographicPerson/name/family',
    'subjectDemographicPerson/name/given',
  ],
  ["patient's number", 'trialSubject/id@extension'],
  ['date of birth', 'subjectDemographicPerson/birthTime@value'],
  ['sex', 'subjectDemographicPerson/administrativeGenderCode@code'],
  ['race', 'subjectDemographicPerson/raceCode@code'],
  ['comment', 'subjectFindingComment/text', 'text'],
  ['physician', 'assignedPerson/name', 'investigatorPerson/name'],
  ['institution', 'location/name', 'representedAuthoringOrganization/name'],
  ['date of recording', 'effectiveTime/center@value', 'effectiveTime/low@value', 'effectiveTime@value'],
] as const;

function open(source: DatasetSource, file: string): OpenedRecord {
  const name = baseName(file);
  const root = parseXml(source.read(file, MAX_XML_BYTES), name);
  if (root.name !== 'AnnotatedECG')
    throw new AppError('damaged', `${name} is no annotated ECG: its root is ${root.name}.`);
  const taken = new Set<string>();
  const signals = allNamed(root, 'series', 'derivedSeries').flatMap((series, i) =>
    signalsOfSeries(series, i, taken, name),
  );
  if (signals.length === 0) throw new AppError('damaged', `${name} is an annotated ECG without a sequence of values.`);
  return { signals, sourceFormat: 'HL7 aECG', identifying: toldIn(root, IDENTIFYING), remarks: [] };
}

/** A lead of the first series has its plain name; one of a derived or later series is told apart from it. */
function signalsOfSeries(series: XmlElement, index: number, taken: Set<string>, fileName: string): ListedSignal[] {
  const kind = attributeOf(childAt(series, 'code'), 'code');
  const prefix = series.name === 'derivedSeries' ? (kind ?? 'derived') : `series ${index + 1}`;
  const rename = (code: string | undefined): string | undefined => {
    if (code === undefined) return undefined;
    const isPlain = series.name === 'series' && !taken.has(code);
    taken.add(code);
    return isPlain ? code : `${prefix}: ${code}`;
  };
  return childrenNamed(series, 'component')
    .flatMap((component) => childrenNamed(component, 'sequenceSet'))
    .flatMap((set) => signalsOfSet(set, rename, fileName));
}
