import { visibleText } from './hidden-characters.ts';

/** Where a spreadsheet would begin a formula; it divides at semicolons where commas are decimal, and East Asian forms count. */
const FORMULA = /(^|[;|])(["'\s]*)([=+\-@＝＋－＠])/gu;

/**
 * A text as a cell of a table that spreadsheets may open: an apostrophe before whatever they would calculate (OWASP,
 * "CSV injection"), hidden characters spelled out.
 */
export function csvCell(text: string): string {
  const guarded = text.replaceAll(
    FORMULA,
    (_, before: string, blank: string, sign: string) => `${before}'${blank}${sign}`,
  );
  const shown = visibleText(guarded);
  return /^[\t\r]/.test(guarded) ? `'${shown}` : shown;
}
