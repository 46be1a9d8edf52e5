import { SHEET_FORMS, type Sheet, type SheetForm } from '../../../src-shared/contract/sheet.ts';
import { fileStem } from '../../../src-shared/format/file-stem.ts';
import { totalTrials } from '../../../src-shared/study/planned-arms.ts';
import { madeFrom } from '../../db/studies/made-from.ts';
import type { StudyRow } from '../../db/studies/studies.ts';
import type { PackedBytes } from '../../report/pack/zip.ts';
import { makePdfs } from '../../report/pdf/make-pdfs.ts';
import { SHEET_POWER_AT } from '../../report/protocol/sheet-study.ts';
import { writeSheet } from '../../report/protocol/write-sheet.ts';
import { powerOfArms } from '../../statistics/summaries/power-of-arms.ts';
import type { ServiceContext } from '../workspace/context.ts';
import { inPieces } from '../workspace/in-pieces.ts';
import { onePdf } from './one-pdf.ts';

/** A study's protocol as a page to print. */
export async function sheetOf(
  { db, version }: Pick<ServiceContext, 'db' | 'version'>,
  study: StudyRow,
  form: SheetForm,
): Promise<Sheet> {
  const powers = await inPieces(powerOfArms(study.protocol, SHEET_POWER_AT));
  const described = { ...study, madeFrom: madeFrom(db, study.id), trials: totalTrials(study.protocol) };
  return writeSheet(form, { study: described, powers, version });
}

/** Both forms of a study's protocol as PDFs, for its pack; none if no typeface of ours has its characters. */
export async function sheetPdfs(
  context: Pick<ServiceContext, 'db' | 'version'>,
  study: StudyRow,
  at: Date,
): Promise<PackedBytes[]> {
  const sources = [];
  for (const form of SHEET_FORMS) sources.push({ sheet: await sheetOf(context, study, form) });
  const made = await makePdfs(sources, at);
  return made.flatMap((one, i) => ('bytes' in one ? { path: `${SHEET_FORMS[i] ?? ''}.pdf`, parts: [one.bytes] } : []));
}

/** A sheet as a PDF with the name of its study. Throws AppError as `onePdf`. */
export async function sheetFile(sheet: Sheet, form: SheetForm, at: Date): Promise<{ fileName: string; bytes: Buffer }> {
  return { fileName: `${fileStem(sheet.title, 'study')}-${form}.pdf`, bytes: await onePdf({ sheet }, at) };
}
