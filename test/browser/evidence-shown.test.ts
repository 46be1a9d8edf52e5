import { expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { openResults, openWorkbench } from './fixtures/open-workbench.ts';
import { filledWorld } from './fixtures/workbench-data.ts';

const session = {
  sessionId: 'session',
  reader: 'Dr. Okafor',
  virtual: false,
  answers: 6,
  notes: ["The computer's clock ran backwards before 2: shown_at and answered_at are wrong there."],
  signed: true,
  publicKey: 'key',
  receipt: null,
  signedReceipt: null,
};

it('says above the results what was checked, as it is once the tables were told', async () => {
  const { calls } = await openResults();
  const evidence = page.getByRole('region', { name: 'Evidence' });
  await expect.element(evidence).toMatchTextContent(/Checked just now, and nothing was changed/);
  const answer = page.getByRole('region', { name: 'The answer' }).element();
  expect(evidence.element().compareDocumentPosition(answer)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
  const asked = calls.map(({ path }) => path).filter((path) => path.startsWith('results.'));
  expect(asked.indexOf('results.evidence')).toBeGreaterThan(asked.indexOf('results.sessions'));
});

it('names everything that was changed, and what the times say of a reader', async () => {
  const problems = [1, 2, 3, 4, 5, 6].map((n) => `answer ${n} of reader "Dr. Okafor" was changed`);
  const world = filledWorld();
  world.evidence = { ...world.evidence, statement: 'This study is not as it was.', problems, sessions: [session] };
  for (const each of world.studies.flatMap(({ sessions }) => sessions)) each.answered = each.total;
  await openWorkbench(world, '#/results');
  const shown = page.getByRole('alert', { name: 'Evidence' });
  for (const problem of problems) await expect.element(shown.getByText(problem)).toBeVisible();
  await expect.element(shown.getByText(/^Dr. Okafor: The computer's clock ran backwards before 2/)).toBeVisible();
});

it('calls an opening early that nobody asked for, by the session that was reinstated', async () => {
  const world = filledWorld();
  const reason = 'a session that was withdrawn then was reinstated later';
  for (const { id } of world.studies) world.openings.set(id, { at: '2026-11-22T10:00:00.000Z', by: null, reason });
  await openWorkbench(world, '#/results');
  const opening = page.getByRole('region', { name: 'How the results were opened' });
  await expect.element(opening).toMatchTextContent(/Opened early .*\d: a session that was withdrawn then/);
  expect(opening.element().textContent).not.toContain('null');
});
