import { AppError } from '../../../src-shared/errors/app-error.ts';
import { excerpt } from '../../../src-shared/format/excerpt.ts';

/** How far into a file its declaration reaches: `<?xml version="1.0" encoding="ISO-8859-1"?>`. */
const DECLARATION_BYTES = 200;

/**
 * The text of an XML file: UTF-16 and UTF-8 by their marks or by how the first bracket is stored, anything else by the
 * encoding that the file declares; UTF-8 if it declares none. Throws AppError('damaged') for an encoding that is not known.
 */
export function decodeXmlText(bytes: Buffer, fileName: string): string {
  const wide = utf16(bytes);
  if (wide !== undefined) return new TextDecoder(wide).decode(bytes);
  const declaration = bytes.subarray(0, DECLARATION_BYTES).toString('latin1');
  const declared = /^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)["']/.exec(declaration)?.[1];
  // A file that says UTF-16 but stores one byte for a character was converted without telling its declaration.
  if (declared === undefined || /^utf-?16/i.test(declared)) return new TextDecoder('utf-8').decode(bytes);
  try {
    return new TextDecoder(declared).decode(bytes);
  } catch {
    const text = `${fileName} is in the encoding "${excerpt(declared)}", which is not known. Convert it to UTF-8.`;
    throw new AppError('damaged', text);
  }
}

function utf16(bytes: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c)) return 'utf-16be';
  return undefined;
}
