import { copyFileSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';
import { CANNOT_SAY } from '../../src-shared/study/decisions.ts';
import { questionOf } from '../../src-shared/questions/index.ts';
import { openDb } from '../../src-main/db/open.ts';
import { openBundle, type Services } from '../../src-main/services/create-services.ts';
import { collect } from './collect.ts';
import { answer } from './answer-trial.ts';
import { openReadingServices } from './reading-services.ts';
import { addStudy, type ProtocolChanges } from './study-fixture.ts';
import { temporaryFolder } from './temporary-folder.ts';

export const PASSPHRASE = 'four plain words here';

interface Fixture {
  /** Whom the files are for; null: any reader. */
  readers?: readonly (string | null)[];
  protocol?: ProtocolChanges;
  /** Another study than that of the other tests of the file. */
  other?: boolean;
}

/** Making a key takes a second: what several tests of a file begin with is made once. */
const made = new Map<string, Promise<{ root: string; studyId: string }>>();
afterAll(async () => {
  for (const { root } of await Promise.all(made.values())) rmSync(root, { recursive: true, force: true });
  made.clear();
});

/** A workspace with a locked study of six pairs, exported for these readers. */
export async function bundleFixture({ readers = [null], protocol = {}, other = false }: Fixture = {}) {
  const key = JSON.stringify({ readers, protocol, other });
  const making = made.get(key) ?? make(readers, protocol);
  made.set(key, making);
  const { root: original, studyId } = await making;
  const root = temporaryFolder();
  cpSync(original, root, { recursive: true });
  const folder = join(root, 'workspace');
  const exported = join(root, 'exported');
  const files = readdirSync(exported).map((name) => join(exported, name));
  return { folder, services: await servicesOn(folder), studyId, exported, files };
}

async function make(readers: readonly (string | null)[], protocol: ProtocolChanges) {
  const root = mkdtempSync(join(tmpdir(), 'equipoise-test-'));
  const services = await openReadingServices(join(root, 'workspace'));
  const db = openDb(join(root, 'workspace', 'workspace.sqlite'));
  const { studyId } = addStudy(db, { protocol });
  db.close();
  await services.bundles.unlock(PASSPHRASE);
  await collect(services.bundles.export({ studyId, folder: join(root, 'exported'), readers }));
  await services.close();
  return { root, studyId };
}

export async function servicesOn(folder: string): Promise<Services> {
  const services = await openReadingServices(folder);
  onTestFinished(() => services.close());
  return services;
}

interface Read {
  /** Of its pairs, or all. */
  pairs?: number;
  /** Nothing can be said of any. */
  open?: boolean;
}

/** Reads a bundle as this reader. */
export async function readBundle(
  path: string,
  reader: string,
  { pairs = Infinity, open = false }: Read = {},
): Promise<void> {
  const bundle = openBundle({ path, otherwiseIn: temporaryFolder(), version: '1.2.3' });
  try {
    const [study] = bundle.sessions.studies();
    let step = await bundle.sessions.open(study!.id, reader);
    if (step.page === 'instructions') {
      const said = { page: 'instructions', language: 'en' } as const;
      step = bundle.sessions.turn(step.sessionId, said);
    }
    for (let given = 0; step.trial && given < pairs; given++) {
      const isFirst = given % 3 !== 0;
      const chosen = questionOf(step.trial.question).answers[isFirst ? 0 : 1]!.id;
      const said = open ? CANNOT_SAY : chosen;
      step = bundle.sessions.respond(answer(step, { answer: said, responseTimeMs: 1000 + given }));
    }
  } finally {
    await bundle.close();
  }
}

/** A copy of a file in a folder of its own. */
export function copyOf(path: string): string {
  const copy = join(temporaryFolder(), 'copy.equipoise');
  copyFileSync(path, copy);
  return copy;
}

export const bytesOf = (path: string): Buffer => readFileSync(path);

/** Opens the results of a study that was exported, as its coordinator does. */
export async function unseal({ results }: Pick<Services, 'results'>, studyId: string, reason: string | null = null) {
  return results.open(studyId, { reason, passphrase: PASSPHRASE }, 'window');
}
