import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { CollectedFile, ReturnedFile } from '../../../src-shared/contract/bundles.ts';
import { readerSchema } from '../../../src-shared/contract/reading.ts';
import { fileStem } from '../../../src-shared/format/file-stem.ts';
import { appendExport } from '../../db/bundles/bundle-entries.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import { findReaderWithdrawal } from '../../db/studies/reader-withdrawals.ts';
import type { StudyRow } from '../../db/studies/studies.ts';
import { storeWhenFree } from '../../db/sqlite/when-free.ts';
import { recoverySheet } from '../../study/sealing/recovery-sheet.ts';
import { lintLeaks } from '../studies/lint-leaks.ts';
import { inPieces } from '../workspace/in-pieces.ts';
import { checkStudy } from '../studies/check-study.ts';
import { knownCode } from '../studies/known-code.ts';
import { storedStudy } from '../studies/stored-study.ts';
import { nowIso, type ServiceContext } from '../workspace/context.ts';
import { makeFolder } from '../workspace/make-folder.ts';
import { userPath } from '../workspace/user-path.ts';
import { collectBundles } from './collect-bundles.ts';
import { coordinatorKey, coordinatorPublicKey } from './coordinator-key.ts';
import { unsealStudy } from './unseal-study.ts';
import { makeBundle, refuseExisting, type MadeBundle } from './make-bundle.ts';
import { readingOf } from './reading-of.ts';
import { Uploads } from './uploads.ts';

export interface ExportRequest {
  studyId: string;
  folder: string;
  /** One file for each; null: for any reader. */
  readers: readonly (string | null)[];
}

/** Sealed files that travel to readers and come back. */
export class BundleService {
  readonly #context: ServiceContext;
  readonly #uploads: Uploads;

  constructor(context: ServiceContext) {
    this.#context = context;
    this.#uploads = new Uploads(context.workspace);
  }

  /** Whether the key exists that the files are sealed to; the first passphrase makes it. */
  get hasKey(): boolean {
    return coordinatorPublicKey(this.#context.db) !== undefined;
  }

  /** Makes the key, or opens it. Throws AppError 'refused' for a wrong passphrase, 'bad-input' for a short first one. */
  async unlock(passphrase: string): Promise<void> {
    await coordinatorKey(this.#context.db, passphrase);
  }

  /** Makes nothing. Throws AppError 'refused' for a wrong passphrase, or where nothing was sealed. */
  async checkPassphrase(passphrase: string): Promise<void> {
    if (!this.hasKey)
      throw new AppError(
        'refused',
        'No sealed file was made in this workspace, so there is nothing to unseal: leave out the passphrase (--unseal on the command line).',
      );
    await coordinatorKey(this.#context.db, passphrase);
  }

  /**
   * Writes a page to print that opens what the passphrase opens, for nobody else of the computer to read; the first
   * passphrase makes the key. Throws AppError: see unlock; conflict (the file exists), storage.
   */
  async writeRecoverySheet(studyId: string, passphrase: string, file: string): Promise<void> {
    const { db } = this.#context;
    const { title } = storedStudy(db, studyId);
    const path = userPath(file);
    // Before a key is made that the sheet would then not be of.
    refuseExisting(path, 'the key of another workspace');
    const sheet = recoverySheet(await coordinatorKey(db, passphrase), { study: title, madeAt: nowIso() });
    makeFolder(dirname(path));
    writeFileSync(path, sheet, { flag: 'wx', mode: 0o600 });
  }

  /**
   * Before a key is made, which stays: whatever of an export can be refused at once. Throws AppError: bad-input, refused,
   * conflict.
   */
  checkExport(request: ExportRequest): void {
    this.#plan(request);
  }

  #plan({ studyId, folder, readers }: ExportRequest) {
    const { db } = this.#context;
    const study = storedStudy(db, studyId);
    if (study.rehearsalOf !== null)
      throw new AppError('refused', `"${study.title}" is a rehearsal. Export the study that people read.`);
    if (study.lockedAt === null)
      throw new AppError('refused', `The study "${study.title}" is a draft. Lock it before it is exported.`);
    const intended = readers.map((each) => readerOf(db, study, each));
    const into = userPath(folder);
    const files = intended.map((reader) => ({
      reader,
      path: join(into, `${fileStem(study.title, 'study')}-${fileStem(reader ?? 'any', 'reader')}.equipoise`),
    }));
    for (const { path } of files) refuseExisting(path, 'answers');
    return { study, intended, into, files };
  }

  /**
   * Writes one file for each reader, and gives each as soon as it is made. Throws AppError: refused (a draft, or no key
   * yet), damaged (the study was changed), conflict (one of the files exists: then none is made), storage.
   */
  async *export(request: ExportRequest): AsyncGenerator<MadeBundle> {
    const { db, version } = this.#context;
    const { study, intended, into, files } = this.#plan(request);
    const { readers } = request;
    const publicKey = coordinatorPublicKey(db);
    if (publicKey === undefined)
      throw new AppError('refused', 'This workspace has no key to seal the truth to. Give a passphrase first.');
    await checkStudy(db, study.id);
    // Where all have the same order there is one to test.
    const isOwn = study.protocol.order === 'per-reader';
    const orders = isOwn ? Math.max(readers.length, study.protocol.readers?.codes ?? 1) : 1;
    for (const reader of isOwn ? intended : intended.slice(0, 1))
      await inPieces(lintLeaks(db, study, readingOf(db, study, reader), { orders }));
    makeFolder(into);
    for (const { reader, path } of files) {
      const at = nowIso();
      const bundle = await makeBundle(db, {
        ...{ study, reader, path, at, version },
        publicKey: Buffer.from(publicKey, 'base64'),
      });
      const { bundleId, audit } = bundle;
      await storeWhenFree(db, () => appendExport(db, at, { studyId: study.id, bundleId, reader, audit }));
      yield bundle;
    }
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

  /** See Uploads. */
  async upload(uploadId: string | null, name: string, piece: string): Promise<{ uploadId: string }> {
    return { uploadId: await this.#uploads.append(uploadId, name, Buffer.from(piece, 'base64')) };
  }

  /** See collectBundles. What was sent in pieces is gone afterwards, whether or not it was taken. */
  async *collect(studyId: string | null, files: readonly ReturnedFile[]): AsyncGenerator<CollectedFile> {
    try {
      const study = studyId === null ? null : storedStudy(this.#context.db, studyId);
      yield* collectBundles(
        this.#context,
        study,
        files.map(({ at, unfinished }) => ({ ...this.#placeOf(at), unfinished })),
      );
    } finally {
      for (const { at } of files) if ('uploadId' in at) this.#uploads.remove(at.uploadId);
    }
  }

  #placeOf(at: ReturnedFile['at']): { name: string; path: string } {
    return 'path' in at ? { name: at.path, path: userPath(at.path) } : this.#uploads.find(at.uploadId);
  }
}

/** The name or code that a file is for. Throws AppError: bad-input (it could not begin a session), refused (withdrawn). */
function readerOf(db: ReadableDB, { id, title, protocol }: StudyRow, typed: string | null): string | null {
  if (typed === null) return null;
  const reader = protocol.readers ? knownCode(db, id, typed) : nameOf(typed);
  if (!findReaderWithdrawal(db, id, reader)) return reader;
  throw new AppError(
    'refused',
    `"${reader}" was withdrawn. Reinstate the reader first: equipoise study reinstate "${title}" "${reader}" --reason "<words>"`,
  );
}

function nameOf(typed: string): string {
  const name = readerSchema.safeParse(typed);
  if (name.success) return name.data;
  throw new AppError('bad-input', `"${typed}" is no reader's name. ${name.error.issues[0]?.message ?? ''}`);
}
