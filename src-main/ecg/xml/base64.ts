import { AppError } from '../../../src-shared/errors/app-error.ts';

/** The bytes of a base64 text, blanks and line ends allowed. Throws AppError('damaged') that begins with `where`. */
export function fromBase64(text: string, where: string): Buffer {
  const stranger = /[^A-Za-z0-9+/=\s]/.exec(text);
  if (stranger !== null) {
    throw new AppError('damaged', `${where}: character ${stranger.index + 1} is not of base64.`);
  }
  const bytes = Buffer.from(text, 'base64');
  const characters = text.replace(/[\s=]/g, '').length;
  // Node leaves out what it does not understand: a padding amid the text, a last character alone.
  if (bytes.length !== Math.floor((characters * 3) / 4) || characters % 4 === 1) {
    throw new AppError('damaged', `${where}: its base64 text is cut off or mixed up.`);
  }
  return bytes;
}
