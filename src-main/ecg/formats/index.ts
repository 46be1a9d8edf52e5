import { delimited } from './delimited.ts';
import { dicom } from './dicom.ts';
import { edf } from './edf.ts';
import type { EcgFormat } from './format.ts';
import { hdf5 } from './hdf5.ts';
import { hl7Aecg } from './hl7-aecg.ts';
import { kardia } from './kardia.ts';
import { matlab } from './matlab.ts';
import { museXml } from './muse-xml.ts';
import { numpy } from './numpy.ts';
import { parquet } from './parquet.ts';
import { philipsXml } from './philips-xml.ts';
import { scp } from './scp.ts';
import { wfdb } from './wfdb.ts';

/** Every format that can be imported. A file belongs to the first one that takes it. */
export const FORMATS: readonly EcgFormat[] = [
  wfdb,
  edf,
  dicom,
  hl7Aecg,
  philipsXml,
  museXml,
  scp,
  kardia,
  numpy,
  matlab,
  hdf5,
  parquet,
  delimited,
];
