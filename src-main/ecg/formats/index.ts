import type { EcgFormat } from './format.ts';
import { wfdb } from './wfdb.ts';

/** Every format that can be imported. A file belongs to the first one that takes it. */
export const FORMATS: readonly EcgFormat[] = [wfdb];
