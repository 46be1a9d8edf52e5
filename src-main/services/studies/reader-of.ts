import { readerError } from '../../../src-shared/errors/reader-error.ts';
import { isOneSlipFrom, typedCode } from '../../../src-shared/study/reader-code.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import { listReaderCodes } from '../../db/studies/reader-codes.ts';
import type { StudyRow } from '../../db/studies/studies.ts';

/** After so many codes that a study does not have, nobody is told any more what was nearly typed. */
const MOST_HINTS = 20;

/** Whom a study lets read: whoever gives a name, or, where it has codes, their holders alone. */
export class ReaderNames {
  /** Study → how often a code was refused since the program began. */
  readonly #refused = new Map<string, number>();

  /**
   * The name that the session of this reader has. Throws AppError 'bad-input' for what is not a code, with
   * `didYouMean` if one slip made it of one, and 'not-found' for a code that the study does not have.
   */
  of(db: ReadableDB, study: StudyRow, typed: string): string {
    if (study.protocol.readers === undefined) return typed;
    const codes = listReaderCodes(db, study.id);
    const code = typedCode(typed);
    if (code !== null && codes.includes(code)) return code;
    const refused = (this.#refused.get(study.id) ?? 0) + 1;
    this.#refused.set(study.id, refused);
    if (code !== null) {
      throw readerError('not-found', 'unknown-code', { typed: code }, { details: { code: 'unknown' } });
    }
    const meant = refused > MOST_HINTS ? [] : codes.filter((each) => isOneSlipFrom(typed, each));
    const [didYouMean] = meant.length === 1 ? meant : [];
    const details = { code: 'mistyped', ...(didYouMean !== undefined && { didYouMean }) };
    throw didYouMean === undefined
      ? readerError('bad-input', 'mistyped-code', { typed }, { details })
      : readerError('bad-input', 'did-you-mean', { typed, meant: didYouMean }, { details });
  }
}
