import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';

export interface PackedFile {
  /** With forward slashes: `tables/summary.csv`. */
  path: string;
  text: string;
}

/** A zip file of texts in UTF-8, in the order given. `at`: the time that every file has, so that the same pack has the same bytes. */
export async function zipTexts(files: readonly PackedFile[], at: Date): Promise<Buffer> {
  const zip = new ZipFile();
  for (const { path, text } of files)
    zip.addReadStreamLazy(path, { mtime: at }, (give) => give(null, Readable.from(piecesOf(text))));
  zip.end();
  return buffer(zip.outputStream);
}

/** What is encoded and compressed before others get a turn, UTF-16 code units. */
const AT_ONCE = 2 ** 17;

function* piecesOf(text: string): Generator<Buffer> {
  for (let from = 0, to; from < text.length; from = to) {
    to = Math.min(from + AT_ONCE, text.length);
    // Never between the halves of one character.
    if (/[\uD800-\uDBFF]/.test(text[to - 1] ?? '')) to = Math.min(to + 1, text.length);
    yield Buffer.from(text.slice(from, to), 'utf8');
  }
}
