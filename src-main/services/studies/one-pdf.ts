import { AppError } from '../../../src-shared/errors/app-error.ts';
import { makePdfs, type PdfSource } from '../../report/pdf/make-pdfs.ts';

/** A document as a PDF of now. Throws AppError 'bad-input' that names the characters that its typefaces lack, and the cure. */
export async function onePdf(source: PdfSource, now: Date): Promise<Buffer> {
  const [made] = await makePdfs([source], now);
  if (made && 'bytes' in made) return Buffer.from(made.bytes);
  const named = (made?.missing ?? []).slice(0, 5).map((character) => `"${character}"`);
  throw new AppError(
    'bad-input',
    `The typefaces for PDFs lack ${named.join(', ')}. Print it in the window, and save it as a PDF in the printer’s dialog.`,
  );
}
