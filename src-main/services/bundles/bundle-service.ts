import { join } from 'node:path';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { CollectedFile, ReturnedFile } from '../../../src-shared/contract/bundles.ts';
import { readerSchema } from '../../../src-shared/contract/reading.ts';
import { typedCode } from '../../../src-shared/study/reader-code.ts';
import { fileStem } from '../../../src-shared/format/file-stem.ts';
import { appendExport } from '../../db/bundles/bundle-entries.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import { listReaderCodes } from '../../db/studies/reader-codes.ts';
import type { StudyRow } from '../../db/studies/studies.ts';
import { storeWhenFree } from '../../db/sqlite/when-free.ts';
import { recoverySheet } from '../../study/sealing/recovery-sheet.ts';
import { lintLeaks } from '../studies/lint-leaks.ts';
import { inPieces } from '../workspace/in-pieces.ts';
import { checkStudy } from '../studies/check-study.ts';
import { storedStudy } from '../studies/stored-study.ts';
import { nowIso, type ServiceContext } from '../workspace/context.ts';
import { makeFolder } from '../workspace/make-folder.ts';
import { userPath } from '../workspace/user-path.ts';
import { collectBundles } from './collect-bundles.ts';
import { coordinatorKey, coordinatorPublicKey } from './coordinator-key.ts';
import { unsealStudy } from './unseal-study.ts';
import { makeBundle, type MadeBundle } from './make-bundle.ts';
import { readingOf } from './reading-of.ts';

export interface ExportRequest {
  studyId: string;
  folder: string;
  /** One file for each; null: for any reader. */
  readers: readonly (string | null)[];
}

/** Sealed files that travel to readers and come back. */
export class BundleService {
  readonly #context: ServiceContext;

  constructor(context: ServiceContext) {
    this.#context = context;
  }

  /** Whether the key exists that the files are sealed to; the first passphrase makes it. */
  get hasKey(): boolean {
    return coordinatorPublicKey(this.#context.db) !== undefined;
  }

  /** Makes the key, or opens it. Throws AppError 'refused' for a wrong passphrase, 'bad-input' for a short first one. */
  async unlock(passphrase: string): Promise<void> {
    await coordinatorKey(this.#context.db, passphrase);
  }

  /** A page to print that opens what the passphrase opens. */
  async recoverySheet(studyId: string, passphrase: string): Promise<string> {
    const { title } = storedStudy(this.#context.db, studyId);
    return recoverySheet(await coordinatorKey(this.#context.db, passphrase), { study: title, madeAt: nowIso() });
  }

  /**
   * Writes one file for each reader. Throws AppError: refused (a draft, or no key yet), damaged (the study was changed),
   * conflict (a file exists), storage.
   */
  async export({ studyId, folder, readers }: ExportRequest): Promise<MadeBundle[]> {
    const { db, version } = this.#context;
    const study = storedStudy(db, studyId);
    const publicKey = coordinatorPublicKey(db);
    if (publicKey === undefined)
      throw new AppError('refused', 'This workspace has no key to seal the truth to. Give a passphrase first.');
    if (study.rehearsalOf !== null)
      throw new AppError('refused', `"${study.title}" is a rehearsal. Export the study that people read.`);
    await checkStudy(db, study.id);
    const intended = readers.map((each) => readerOf(db, study, each));
    // Where all have the same order there is one to test.
    const isOwn = study.protocol.order === 'per-reader';
    const orders = isOwn ? Math.max(readers.length, study.protocol.readers?.codes ?? 1) : 1;
    for (const reader of isOwn ? intended : intended.slice(0, 1))
      await inPieces(lintLeaks(db, study, readingOf(db, study, reader), { orders }));
    const into = userPath(folder);
    makeFolder(into);
    const made: MadeBundle[] = [];
    for (const reader of intended) {
      const name = `${fileStem(study.title, 'study')}-${fileStem(reader ?? 'any', 'reader')}.equipoise`;
      const at = nowIso();
      const bundle = await makeBundle(db, {
        ...{ study, reader, path: join(into, name), at, version },
        publicKey: Buffer.from(publicKey, 'base64'),
      });
      const { bundleId, audit } = bundle;
      await storeWhenFree(db, () => appendExport(db, at, { studyId: study.id, bundleId, reader, audit }));
      made.push(bundle);
    }
    return made;
  }

  /** See unsealStudy; with the key of this workspace. Throws AppError 'refused' for a wrong passphrase, or without a key. */
  async unseal(file: string, passphrase: string, into: string): Promise<{ studyId: string; title: string }> {
    if (!this.hasKey)
      throw new AppError(
        'refused',
        'This workspace has no key. Give the recovery key that was printed: --recovery-key.',
      );
    return unsealStudy(userPath(file), await coordinatorKey(this.#context.db, passphrase), userPath(into));
  }

  /** See collectBundles; each file as soon as it was dealt with. */
  collect(studyId: string, files: readonly ReturnedFile[]): AsyncGenerator<CollectedFile> {
    return collectBundles(this.#context, storedStudy(this.#context.db, studyId), files);
  }
}

/** The name or code that a file is for. Throws AppError 'bad-input' for one that could not begin a session. */
function readerOf(db: ReadableDB, { id, protocol }: StudyRow, typed: string | null): string | null {
  if (typed === null) return null;
  if (protocol.readers) {
    const code = typedCode(typed);
    if (code !== null && listReaderCodes(db, id).includes(code)) return code;
    throw new AppError('bad-input', `"${typed}" is no code of this study. "equipoise study codes" lists them.`);
  }
  const name = readerSchema.safeParse(typed);
  if (name.success) return name.data;
  throw new AppError('bad-input', `"${typed}" is no reader's name. ${name.error.issues[0]?.message ?? ''}`);
}
