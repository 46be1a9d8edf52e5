import type { DataSet } from 'dicom-parser';
import type { IdentifyingKind } from '../record/identifying-kind.ts';
import { itemsOf, stringOf } from './data-set.ts';

const TOLD: readonly (readonly [kind: IdentifyingKind, ...tags: string[]])[] = [
  ["patient's name", 'x00100010', 'x00101001', 'x00101005'],
  ["patient's number", 'x00100020', 'x00101000', 'x00080050', 'x00380010'],
  ['date of birth', 'x00100030'],
  ['age', 'x00101010'],
  ['sex', 'x00100040'],
  ['race', 'x00102160'],
  ['address', 'x00101040', 'x00102154'],
  ['comment', 'x00104000', 'x001021b0', 'x00321030', 'x00204000', 'x00400280'],
  ['physician', 'x00080090', 'x00081048', 'x00081050', 'x00081060', 'x00081070', 'x00321032'],
  ['institution', 'x00080080', 'x00080081', 'x00081040'],
  ['date of recording', 'x00080020', 'x0008002a', 'x00080022', 'x00080023'],
];
const ANNOTATIONS = 'x0040b020';
const ANNOTATION_TEXT = 'x00700006';

/** What a data set tells about a person; kinds, never values. */
export function identifyingInDicom(dataSet: DataSet): IdentifyingKind[] {
  const isTold = (tag: string): boolean => stringOf(dataSet, tag) !== undefined;
  const isAnnotated = itemsOf(dataSet, ANNOTATIONS).some((item) => stringOf(item, ANNOTATION_TEXT) !== undefined);
  return TOLD.flatMap(([kind, ...tags]) => (tags.some(isTold) || (kind === 'comment' && isAnnotated) ? [kind] : []));
}
