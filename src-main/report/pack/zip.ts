import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';

export interface PackedFile {
  /** With forward slashes: `tables/summary.csv`. */
  path: string;
  text: string;
}

export interface PackedBytes {
  path: string;
  /** One after the other. */
  parts: readonly Uint8Array[];
}

/** A zip file of texts in UTF-8 and of bytes, in the order given. `at`: the time that every file has, so that the same pack has the same bytes. */
export async function zipFiles(files: readonly (PackedFile | PackedBytes)[], at: Date): Promise<Buffer> {
  const zip = new ZipFile();
  for (const file of files)
    zip.addReadStreamLazy(file.path, { mtime: at }, (give) => give(null, Readable.from(piecesOf(file))));
  zip.end();
  return buffer(zip.outputStream);
}

/** What is encoded and compressed before others get a turn, UTF-16 code units or bytes. */
const AT_ONCE = 2 ** 17;

function* piecesOf(file: PackedFile | PackedBytes): Generator<Uint8Array> {
  if ('text' in file) yield* encoded(file.text);
  else
    for (const part of file.parts)
      for (let from = 0; from < part.length; from += AT_ONCE) yield part.subarray(from, from + AT_ONCE);
}

function* encoded(text: string): Generator<Uint8Array> {
  for (let from = 0, to; from < text.length; from = to) {
    to = Math.min(from + AT_ONCE, text.length);
    // Never between the halves of one character.
    if (/[\uD800-\uDBFF]/.test(text[to - 1] ?? '')) to = Math.min(to + 1, text.length);
    yield Buffer.from(text.slice(from, to), 'utf8');
  }
}
