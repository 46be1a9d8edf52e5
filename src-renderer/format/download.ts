import type { BinaryFile } from '../../src-shared/contract/common.ts';

/** Gives the person a text as a file, by the browser's own download. */
export function saveText(fileName: string, mediaType: string, text: string): void {
  saveBlob(fileName, new Blob([text], { type: `${mediaType};charset=utf-8` }));
}

/** The same with a file that came as base64. */
export function saveBinary({ fileName, base64 }: BinaryFile, mediaType: string): void {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  saveBlob(fileName, new Blob([bytes], { type: mediaType }));
}

/** The same with any data. */
export function saveBlob(fileName: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  // Once the download has begun, it holds the data itself; a minute is long enough for that.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
