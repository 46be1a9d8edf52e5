import { expect, it } from 'vitest';
import { bundleFixture, copyOf, PASSPHRASE, readBundle } from '../helpers/bundle-fixture.ts';
import { collect } from '../helpers/collect.ts';
import { collectFiles } from '../helpers/collect-files.ts';
import { startCommand } from '../helpers/command-line.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const REASON = 'never opened the file';

/** Dr A has read to the end and is collected; Dr B was sent a file and never opened it. */
async function halfRead() {
  const fixture = await bundleFixture({ readers: ['Dr A', 'Dr B'] });
  const { services, studyId, files } = fixture;
  const [a, b] = files as [string, string];
  await readBundle(a, 'Dr A');
  await collectFiles(services, studyId, [a]);
  const open = (reason: string | null = null) =>
    services.results.open(studyId, { reason, passphrase: PASSPHRASE }, 'window');
  return { ...fixture, b, open };
}

it('withdraws a reader who was sent a file and never began, so that results open to all others', async () => {
  const { services, studyId, b, open } = await halfRead();
  await expect(open()).rejects.toThrow(/Dr B \(0 of 6 pairs\).*study withdraw.*collect --unfinished/);
  const study = services.studies.withdraw({ studyId, reader: 'dr  b', reason: REASON });
  expect(study.sealed).toMatchObject([
    { reader: 'Dr A', withdrawn: null },
    { reader: 'Dr B', withdrawn: { reason: REASON } },
  ]);
  expect(services.results.gate(studyId).outstanding).toEqual([]);
  expect(await open()).toMatchObject({ isOpen: true, early: null });
  expect((await services.audit.all({ studyId, trials: false })).map(({ what }) => what)).toContain(
    `Withdrew “Dr B”, who was sent a sealed file and had not begun, because: ${REASON}`,
  );
  await expect(services.results.evidence(studyId)).resolves.toMatchObject({ problems: [] });
  expect(await services.results.sessions(studyId)).toMatchObject([
    { reader: 'Dr A', answered: 6, withdrawn_reason: null },
    { reader: 'Dr B', session_id: null, began_at: null, answered: 0, planned: 6, withdrawn_reason: REASON },
  ]);
  // Neither here nor by another file does the reader begin meanwhile.
  await expect(services.sessions.open(studyId, 'Dr B')).rejects.toMatchObject({ code: 'refused' });
  const again = { studyId, folder: temporaryFolder(), readers: ['Dr B'] };
  await expect(collect(services.bundles.export(again))).rejects.toThrow('study reinstate "Fixture study" "Dr B"');
  await readBundle(b, 'Dr B');
  const [refused] = await collectFiles(services, studyId, [b]);
  expect(refused?.added).toEqual([]);
  expect(refused?.problems.join()).toMatch(/"Dr B" was withdrawn at .*never opened.*study reinstate "Fixture study"/);
});

it('takes the file of a reader who is reinstated, and marks results that were opened in between', async () => {
  const { services, studyId, b, open } = await halfRead();
  const ask = { studyId, reader: 'Dr B', reason: REASON };
  expect(() => services.studies.reinstate(ask)).toThrow('"Dr B" was not withdrawn');
  services.studies.withdraw(ask);
  expect(() => services.studies.withdraw(ask)).toThrow(REASON);
  await open();
  services.studies.reinstate({ ...ask, reason: 'was on leave' });
  const outstanding = [{ reader: 'Dr B', answered: 0, total: 6 }];
  expect(services.results.gate(studyId)).toMatchObject({ isOpen: false, outstanding });
  await readBundle(b, 'Dr B');
  expect((await collectFiles(services, studyId, [b]))[0]).toMatchObject({ problems: [], added: [{ answers: 6 }] });
  expect(services.results.gate(studyId)).toMatchObject({ isOpen: true, early: { by: null } });
  expect((await services.results.exported(studyId, 'sessions'))[1]).toMatchObject({ reader: 'Dr B', opened_early: 1 });
});

it('is told on the command line: who has not begun, and the cure for a file that nobody will open', async () => {
  const { folder, services, b } = await halfRead();
  await services.close();
  const run = (...words: string[]) => startCommand(folder, ['study', ...words]).ended;
  const [sessions, collected] = await Promise.all([
    run('sessions', 'Fixture study'),
    run('collect', 'Fixture study', copyOf(b), '--unfinished', REASON),
  ]);
  expect(sessions.stdout).toContain('Dr B  sent, not begun');
  expect(collected.stdout).toContain('equipoise study withdraw "Fixture study" <reader> --reason');
});
