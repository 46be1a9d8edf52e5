import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { ReadingStep } from '../../../src-shared/contract/reading.ts';
import { BUNDLE_FILE, openDb } from '../../db/open.ts';
import type { WritableDB } from '../../db/sqlite/connection.ts';
import { readerKey } from '../../../src-shared/names/reader-key.ts';
import { getStudy } from '../../db/studies/studies.ts';
import { SessionService } from '../studies/session-service.ts';
import { bundleContent } from './inspect-bundle.ts';
import { BUNDLE_PAIRS } from './bundle-pairs.ts';
import { checkWhole, writablePlace } from './bundle-place.ts';

export interface OpenBundleOptions {
  /** As a person named it. */
  path: string;
  /** Where the answers are kept if the file, or its folder, cannot be written. */
  otherwiseIn: string;
  version: string;
}

/** A bundle that is open for reading: all that a reader's window needs, from this one file. */
export interface OpenBundle {
  /** Where the answers are: the file itself, or its copy if it cannot be written. */
  path: string;
  isCopy: boolean;
  version: string;
  sessions: SessionService;
  keepEvidence: () => Promise<void>;
  close: () => Promise<void>;
}

/**
 * Opens a bundle to be read. Throws AppError: not-found, damaged (cut, or no bundle), refused (of a newer version),
 * conflict (another program has it open).
 */
export function openBundle({ path, otherwiseIn, version }: OpenBundleOptions): OpenBundle {
  const place = writablePlace(path, otherwiseIn);
  const db = openAlone(place.path);
  try {
    const { reader, studyId } = bundleContent(db);
    const study = getStudy(db, studyId);
    return {
      ...place,
      version,
      sessions: new BundleSessions({ db, version }, study?.protocol.readers ? null : reader),
      keepEvidence: () => Promise.resolve(), // it is in the file
      close: () => {
        if (db.open) db.close();
        return Promise.resolve();
      },
    };
  } catch (error) {
    db.close();
    throw error;
  }
}

/** A second program is told at once, and does not wait. */
function openAlone(path: string): WritableDB {
  checkWhole(path);
  try {
    return openDb(path, BUNDLE_FILE, { waitMs: 200 });
  } catch (error) {
    const code = (error as { cause?: { code?: string } }).cause?.code ?? (error as { code?: string }).code;
    if (!code?.startsWith('SQLITE_BUSY')) throw error;
    throw new AppError('conflict', `${path} is open in another window already. Go on there, or close that one first.`);
  }
}

/** Sessions of a bundle, which may be for one reader alone; where readers have codes, it has only this reader's. */
class BundleSessions extends SessionService {
  readonly #reader: string | null;

  constructor(context: { db: WritableDB; version: string }, reader: string | null) {
    super(context, BUNDLE_PAIRS);
    this.#reader = reader;
  }

  override open(studyId: string, reader: string): Promise<ReadingStep> {
    if (this.#reader === null || readerKey(this.#reader) === readerKey(reader)) return super.open(studyId, reader);
    throw new AppError(
      'refused',
      `This file is not for "${reader}". Type the name or code that came with it, or ask whoever sent it for a file of your own.`,
    );
  }
}
