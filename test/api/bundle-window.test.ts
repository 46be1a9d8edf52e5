import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { expect, it } from 'vitest';
import { createRouter } from '../../src-main/api/create-router.ts';
import type { CollectedFile } from '../../src-shared/contract/bundles.ts';
import { bundleFixture, bytesOf, copyOf, PASSPHRASE, readBundle } from '../helpers/bundle-fixture.ts';
import { collect } from '../helpers/collect.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { readingFixture } from './reading-fixture.ts';

async function opened() {
  const fixture = await bundleFixture({ readers: ['Dr A', 'Dr B'] });
  const client = createRouterClient(createRouter(fixture.services, 'web'));
  /** In pieces, as a browser sends a file. */
  const upload = async (path: string): Promise<{ uploadId: string }> => {
    const bytes = bytesOf(path);
    const half = Math.floor(bytes.length / 2);
    const name = basename(path);
    const { uploadId } = await client.bundles.upload({
      ...{ uploadId: null, name },
      piece: bytes.subarray(0, half).toString('base64'),
    });
    return client.bundles.upload({ uploadId, name, piece: bytes.subarray(half).toString('base64') });
  };
  return { ...fixture, client, upload };
}

it('takes files that a browser sends, each named as it was there, and keeps nothing of them', async () => {
  const { folder, files, client, upload, studyId } = await opened();
  const [a, b] = files as [string, string];
  await readBundle(a, 'Dr A');
  const cut = join(temporaryFolder(), 'cut.equipoise');
  writeFileSync(cut, bytesOf(b).subarray(0, 5000));
  const sent = [await upload(a), await upload(cut), await upload(b)].map((at) => ({ at, unfinished: null }));
  const told: CollectedFile[] = await collect(await client.bundles.collect({ studyId: null, files: sent }));
  expect(told.map(({ file, study, added }) => [file, study, added.length])).toEqual([
    ['fixture-study-dr-a.equipoise', 'Fixture study', 1],
    ['cut.equipoise', null, 0],
    ['fixture-study-dr-b.equipoise', 'Fixture study', 0],
  ]);
  expect(told[1]?.problems.join()).toMatch(/^cut\.equipoise was cut: it has 5,000 of/);
  expect(told[2]?.problems).toEqual(['nobody has begun to read it']);
  expect(readdirSync(join(folder, 'tmp'))).toEqual([]);
  await expect(collect(await client.bundles.collect({ studyId, files: sent }))).rejects.toThrow(
    'What was sent of this file is gone. Drop it once more.',
  );
  // By path, as in Electron.
  const [known] = await collect(
    await client.bundles.collect({ studyId, files: [{ at: { path: a }, unfinished: null }] }),
  );
  expect(known?.known).toEqual([{ reader: 'Dr A', answers: 6 }]);
  const [summary] = await client.studies.list();
  expect(summary?.sealed.map(({ reader }) => reader)).toEqual(['Dr A', 'Dr B']);
});

it('names a file of a study that the workspace does not have', async () => {
  const { files } = await opened();
  const other = await readingFixture();
  const [told] = await collect(
    await other.client.bundles.collect({
      studyId: null,
      files: [{ at: { path: copyOf(files[0]!) }, unfinished: null }],
    }),
  );
  expect(told?.problems.join()).toMatch(/^it is of a study that this workspace does not have, "Fixture study"/);
});

it('makes the key, the sheet and the files, and sends the window neither key nor truth', async () => {
  const { client, studyId } = await readingFixture();
  const folder = join(temporaryFolder(), 'out');
  const recoverySheet = join(folder, 'sheet.html');
  const request = { studyId, folder, readers: ['Dr A', null], passphrase: 'short', recoverySheet };
  expect(await client.bundles.key()).toEqual({ exists: false });
  const refused = async (given: object): Promise<string> =>
    collect(await client.bundles.export({ ...request, ...given })).then(
      () => 'made',
      (error: Error) => error.message,
    );
  expect(await refused({})).toMatch(/A passphrase of 5 characters is guessed too soon/);
  expect(await refused({ passphrase: null })).toMatch(/no key to seal the truth to/);
  // A refused export sets no passphrase.
  expect(await refused({ readers: ['x'.repeat(500)], passphrase: PASSPHRASE })).toMatch(/is no reader's name/);
  expect(await client.bundles.key()).toEqual({ exists: false });
  const made = await collect(await client.bundles.export({ ...request, passphrase: PASSPHRASE }));
  expect(made).toEqual([
    { path: join(folder, 'fixture-study-dr-a.equipoise'), reader: 'Dr A' },
    { path: join(folder, 'fixture-study-any.equipoise'), reader: null },
  ]);
  expect(await client.bundles.key()).toEqual({ exists: true });
  expect(statSync(recoverySheet).mode & 0o777).toBe(0o600);
  expect(readFileSync(recoverySheet, 'utf8')).toContain('Equipoise recovery sheet');
  // One that is there already is named before any other is made.
  expect(await refused({ readers: ['Dr C', null], passphrase: null })).toMatch(/any\.equipoise exists already/);
  expect(await refused({ readers: ['Dr C'], passphrase: PASSPHRASE })).toMatch(
    /sheet\.html exists already, and may hold the key of another workspace/,
  );
  expect(readdirSync(folder)).toHaveLength(3);
});
