import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { expect, it } from 'vitest';
import { createRouter } from '../../src-main/api/create-router.ts';
import { listAudit } from '../../src-main/db/audit/audit.ts';
import { openDb } from '../../src-main/db/open.ts';
import { bundleFixture, PASSPHRASE, readBundle, servicesOn } from '../helpers/bundle-fixture.ts';
import { collectFiles } from '../helpers/collect-files.ts';
import { startCommand } from '../helpers/command-line.ts';
import { addStudy } from '../helpers/study-fixture.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

function openingsIn(folder: string): object[] {
  const db = openDb(join(folder, 'workspace.sqlite'));
  const found = [...listAudit(db)].filter(({ action }) => action === 'results-open');
  db.close();
  return found.map(({ details }) => JSON.parse(details) as object);
}

it('takes the passphrase where files were sent, and stays open for those who have finished', async () => {
  const { folder, files, services, studyId } = await bundleFixture();
  const { results } = createRouterClient(createRouter(services, 'web'));
  await readBundle(files[0]!, 'Dr A');
  await collectFiles(services, studyId, files);
  // Nobody is known to be reading, but a file for any reader may be with somebody.
  expect(await results.gate({ studyId })).toEqual({
    ...{ isOpen: false, needsPassphrase: true, outstanding: [], early: null },
  });
  await expect(results.summary({ studyId })).rejects.toThrow(/are sealed.*--unseal/s);
  await expect(results.open({ studyId })).rejects.toThrow(/are sealed/);
  await expect(results.open({ studyId, passphrase: 'another one' })).rejects.toThrow('This is not the passphrase');
  expect(openingsIn(folder)).toEqual([]);
  expect((await results.open({ studyId, passphrase: PASSPHRASE })).isOpen).toBe(true);
  expect(await results.responses({ studyId })).toHaveLength(6);
  expect(openingsIn(folder)).toMatchObject([
    { studyId, early: null, unsealedBy: expect.stringMatching(/^.+ \(window\)$/) as string },
  ]);
});

it('while a reader is outstanding takes a reason too, on the command line as in the window', async () => {
  const { folder, files, services, studyId } = await bundleFixture({ readers: ['Dr A', 'Dr B'] });
  await readBundle(files[0]!, 'Dr A');
  await collectFiles(services, studyId, [files[0]!]);
  const passphrase = PASSPHRASE;
  await expect(services.results.open(studyId, { reason: null, passphrase }, 'window')).rejects.toThrow(
    /Dr B \(0 of 6 pairs\)/,
  );
  await expect(services.results.open(studyId, { reason: 'Now', passphrase: null }, 'window')).rejects.toThrow(/sealed/);
  await services.close();
  const file = join(folder, 'passphrase.txt');
  writeFileSync(file, `${PASSPHRASE}\n`);
  const run = (...args: string[]) =>
    startCommand(folder, ['results', studyId, '--passphrase-file', file, ...args]).ended;
  expect((await run('--unseal', '--early', 'Interim look')).stderr).toMatch(/no terminal to confirm it at: give --yes/);
  const opened = await run('--unseal', '--early', 'Interim look', '--yes');
  expect(opened).toMatchObject({
    code: 0,
    stderr: expect.stringMatching(/opened early at .*: Interim look/) as string,
  });
  expect(opened.stdout).toContain('Interim look');
});

it('makes no key by the way where nothing was sealed', async () => {
  const folder = join(temporaryFolder(), 'workspace');
  const services = await servicesOn(folder);
  const db = openDb(join(folder, 'workspace.sqlite'));
  const { studyId } = addStudy(db, {});
  db.close();
  const opening = services.results.open(studyId, { reason: null, passphrase: 'a passphrase of somebody' }, 'window');
  await expect(opening).rejects.toThrow('there is nothing to unseal');
  expect(services.bundles.hasKey).toBe(false);
});
