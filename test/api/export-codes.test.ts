import { expect, it } from 'vitest';
import { bundleFixture, PASSPHRASE } from '../helpers/bundle-fixture.ts';
import { collect } from '../helpers/collect.ts';
import { startCommand } from '../helpers/command-line.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

it('asks whom the files are for where a study has no codes', async () => {
  const { folder, services } = await bundleFixture();
  await services.close();
  const { code, stderr } = await startCommand(folder, ['study', 'export', 'Fixture study', '--out', temporaryFolder()])
    .ended;
  expect(code).not.toBe(0);
  expect(stderr).toContain('"Fixture study" has no codes. Say whom the files are for: --reader <name>');
});

it('makes a file for every code that was sent none yet', async () => {
  const { folder, services } = await bundleFixture({ protocol: { readers: { codes: 2 } } });
  const [study] = services.studies.list();
  await services.close();
  const words = ['study', 'export', 'Fixture study', '--out', temporaryFolder(), '--json'];
  const { stdout } = await startCommand(folder, words).ended;
  expect((JSON.parse(stdout) as { reader: string }[]).map(({ reader }) => reader)).toEqual(study!.codes);
  expect(study!.codes).toHaveLength(2);
  expect((await startCommand(folder, words).ended).stderr).toContain('Every code was sent a file already');
});

it('tells of a code whose reader was withdrawn before beginning', async () => {
  const { folder, services, studyId } = await bundleFixture({ protocol: { readers: { codes: 2 } } });
  const [sent, other] = services.studies.list()[0]!.codes as [string, string];
  await services.bundles.unlock(PASSPHRASE);
  await collect(services.bundles.export({ studyId, folder: temporaryFolder(), readers: [sent] }));
  services.studies.withdraw({ studyId, reader: sent, reason: 'never opened the file' });
  await services.close();
  const { stdout } = await startCommand(folder, ['study', 'codes', 'Fixture study']).ended;
  expect(stdout).toMatch(new RegExp(`${sent} +withdrawn before beginning +never opened the file`));
  expect(stdout).toMatch(new RegExp(`${other} +not begun`));
});
