import type { Importable } from '../../../src-shared/contract/datasets.ts';
import { FORMATS } from '../../ecg/formats/index.ts';
import { LABEL_SOURCES } from '../../ecg/labels/index.ts';

/** What can be imported, for the form and the command line. */
export const IMPORTABLE: Importable = {
  formats: FORMATS.map(({ name, recordFiles }) => ({ name, recordFiles })),
  labels: LABEL_SOURCES.map(({ name, fileNames }) => ({ name, fileNames: [...fileNames] })),
};
