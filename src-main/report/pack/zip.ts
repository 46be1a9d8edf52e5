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
  for (const { path, text } of files) zip.addBuffer(Buffer.from(text, 'utf8'), path, { mtime: at });
  zip.end();
  return buffer(zip.outputStream);
}
