import { parentPort, workerData } from 'node:worker_threads';
import { figurePdf } from './figure-pdf.ts';
import type { PdfOutcome, PdfTask } from './make-pdfs.ts';
import { settable, sheetPdf } from './sheet-pdf.ts';
import { missingFrom } from './typefaces.ts';

/** Unpacking typefaces and setting text takes a tenth of a second a document: too long for the thread that serves the views. */
const { sources, at } = workerData as PdfTask;
const outcomes: PdfOutcome[] = [];
for (const given of sources) {
  const source = 'svg' in given ? given : { sheet: settable(given.sheet) };
  const missing = missingFrom('svg' in source ? source.svg : JSON.stringify(source.sheet));
  if (missing.length > 0) outcomes.push({ missing });
  else outcomes.push({ bytes: await ('svg' in source ? figurePdf(source.svg, at) : sheetPdf(source.sheet, at)) });
}
parentPort?.postMessage(outcomes);
