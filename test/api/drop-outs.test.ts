import { expect, it } from 'vitest';
import { collectFiles } from '../helpers/collect-files.ts';
import { bundleFixture, copyOf, readBundle, servicesOn, unseal } from '../helpers/bundle-fixture.ts';

const REASON = 'Left the hospital';
const NOTHING = { study: 'Fixture study', added: [], continued: [], known: [], unfinished: [] };

it('takes an unfinished file on purpose, and tells the reason with the results', async () => {
  const { files, services, studyId } = await bundleFixture({ readers: ['Dr A', 'Dr B'] });
  const [a, b] = files as [string, string];
  await readBundle(a, 'Dr A', { pairs: 4 });
  await readBundle(b, 'Dr B', { pairs: 0 });
  const [refused] = await collectFiles(services, studyId, [a]);
  expect(refused).toEqual({
    ...{ ...NOTHING, file: a, unfinished: [{ reader: 'Dr A', answers: 4 }] },
    problems: ['reader "Dr A" has not finished: 4 of 6 pairs are answered'],
  });
  const taken = await collectFiles(services, studyId, [a, b], REASON);
  expect(taken.map(({ problems, added }) => [problems, added])).toEqual([
    [[], [{ reader: 'Dr A', answers: 4 }]],
    [[], [{ reader: 'Dr B', answers: 0 }]],
  ]);
  // Nobody waits for them, and whoever answered nothing is in every count of readers.
  expect(services.results.gate(studyId)).toMatchObject({ isOpen: false, outstanding: [] });
  expect(await unseal(services, studyId)).toMatchObject({ isOpen: true, needsPassphrase: false, early: null });
  expect(await services.results.responses(studyId)).toHaveLength(4);
  expect(await services.results.sessions(studyId)).toMatchObject([
    { reader: 'Dr A', answered: 4, planned: 6, finished_at: null, receipt: null, dropped_out_reason: REASON },
    { reader: 'Dr B', answered: 0, planned: 6, finished_at: null, receipt: null, dropped_out_reason: REASON },
  ]);
  await expect(services.results.evidence(studyId)).resolves.toMatchObject({ problems: [] });
  // The key that signs is in the file alone.
  await expect(services.sessions.open(studyId, 'Dr A')).rejects.toThrow('"Dr A" reads this study in a sealed file');
  expect((await collectFiles(services, studyId, [a]))[0]).toMatchObject({ problems: [], known: [{ answers: 4 }] });
});

it('appends what a later file of the same session adds, and marks what was answered after the results were seen', async () => {
  const protocol = { order: 'per-reader' as const };
  const { folder, files, services, studyId } = await bundleFixture({ protocol, readers: ['Dr A'] });
  const [file] = files as [string];
  await readBundle(file, 'Dr A', { pairs: 2 });
  const early = copyOf(file);
  await collectFiles(services, studyId, [early], REASON);
  await unseal(services, studyId);
  await services.results.responses(studyId);
  await readBundle(file, 'Dr A', { pairs: 2 });
  const [further] = await collectFiles(services, studyId, [file], 'Still away');
  expect(further).toMatchObject({ problems: [], added: [], continued: [{ reader: 'Dr A', answers: 2 }] });
  await readBundle(file, 'Dr A');
  expect((await collectFiles(services, studyId, [file]))[0]).toEqual({
    ...{ ...NOTHING, file, problems: [] },
    continued: [{ reader: 'Dr A', answers: 2 }],
  });
  const rows = await services.results.responses(studyId);
  expect(rows.map(({ after_opening }) => after_opening)).toEqual([0, 0, 1, 1, 1, 1]);
  expect(await services.results.sessions(studyId)).toMatchObject([
    { answered: 6, dropped_out_reason: null, receipt: expect.stringMatching(/^[0-9a-f]{4}-/) as string },
  ]);
  await expect(services.results.evidence(studyId)).resolves.toMatchObject({ problems: [] });
  // It has ended: an older copy is named, and the same one again changes nothing.
  const again = await collectFiles(services, studyId, [early, file], REASON);
  expect(again.map(({ problems }) => problems)).toEqual([
    ['it is an older copy: 2 answers of reader "Dr A", of whom the study has 6'],
    [],
  ]);
  await services.close();
  await expect((await servicesOn(folder)).results.evidence(studyId)).resolves.toMatchObject({ problems: [] });
});

it('refuses another session of the reader, begun in a copy of the file', async () => {
  const { files, services, studyId } = await bundleFixture({ readers: ['Dr A'] });
  const [file] = files as [string];
  const fork = copyOf(file);
  await readBundle(file, 'Dr A', { pairs: 2 });
  await collectFiles(services, studyId, [file], REASON);
  await readBundle(fork, 'Dr A');
  expect((await collectFiles(services, studyId, [fork]))[0]?.problems.join()).toMatch(/another session in the study/);
});

it('stores a file once that two collect at the same time', async () => {
  const { files, services, studyId } = await bundleFixture({ readers: ['Dr A'] });
  const [file] = files as [string];
  await readBundle(file, 'Dr A');
  const outcomes = (
    await Promise.all([file, copyOf(file)].map((each) => collectFiles(services, studyId, [each])))
  ).flat();
  expect(outcomes.flatMap(({ added }) => added)).toEqual([{ reader: 'Dr A', answers: 6 }]);
  const [other] = outcomes.filter(({ added }) => added.length === 0);
  const changed = ['what the workspace has of "Dr A" changed meanwhile. Collect the file once more.'];
  expect(other?.known.length === 1 ? changed : other?.problems).toEqual(changed);
  expect(await collectFiles(services, studyId, [file])).toMatchObject([{ problems: [], known: [{ answers: 6 }] }]);
  await expect(services.results.evidence(studyId)).resolves.toMatchObject({ problems: [] });
});
