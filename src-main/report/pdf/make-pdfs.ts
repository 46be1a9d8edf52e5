import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Sheet } from '../../../src-shared/contract/sheet.ts';
import { threadFile } from '../../numeric/thread-file.ts';

/** A figure of ours, or a sheet to print. */
export type PdfSource = { svg: string } | { sheet: Sheet };

/** The PDF, or the characters that its typefaces lack: a document with gaps would be worse than none. */
export type PdfOutcome = { bytes: Uint8Array } | { missing: readonly string[] };

export interface PdfTask {
  sources: readonly PdfSource[];
  at: Date;
}

/** A PDF of each, made beside the program. `at`: the time that they say they were made; the same content has the same bytes. */
export async function makePdfs(sources: readonly PdfSource[], at: Date): Promise<PdfOutcome[]> {
  const task: PdfTask = { sources, at };
  const thread = new Worker(threadFile(import.meta.url, 'pdf-thread'), { workerData: task });
  // Its error, if it has one, is thrown here.
  const [outcomes] = (await once(thread, 'message')) as [PdfOutcome[]];
  await thread.terminate();
  return outcomes;
}
