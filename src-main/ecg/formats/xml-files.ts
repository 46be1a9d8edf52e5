import type { DatasetSource } from '../source/open-dataset.ts';
import { rootName } from '../xml/root-name.ts';

/** An ECG of a day in text is larger, but no device writes one. */
export const MAX_XML_BYTES = 64 * 1024 ** 2;
/** The root comes after the declaration, comments and a document type. */
const START_BYTES = 16 * 1024;

/** Whether a file is XML with this root. Its content decides; only names of other formats are not looked into. */
export function isXmlOf(file: string, source: DatasetSource, root: string): boolean {
  return (
    /(?:\.xml|\.ecg|\.aecg|\.hl7|\/[^.]*|^[^./]*)$/i.test(file) &&
    rootName(source.readStart(file, START_BYTES)) === root
  );
}
