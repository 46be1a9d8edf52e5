import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { integer } from '../../../src-main/numeric/random.ts';
import { answer } from '../../helpers/answer-trial.ts';
import { openReadingServices } from '../../helpers/reading-services.ts';
import { Editor } from '../../helpers/workspace-editor.ts';
import { EDITS, type EvidenceTable } from '../edited/edit-table.ts';
import { makeStudyFolder } from '../reading/study-folder.ts';
import type { Scenario } from '../scenario.ts';

const PAIRS = 8;

/** Tables on which a result depends. What nothing refers to changes no result, so only some are inserted into. */
const EVIDENCE: readonly EvidenceTable[] = [
  { table: 'studies', spare: [], unique: null },
  { table: 'trials', spare: [], unique: ['id', 'position'] },
  { table: 'sessions', spare: ['reader_key'], unique: ['id', 'reader_key'] },
  { table: 'responses', spare: ['id'], unique: ['id', 'position', 'trial_id'] },
  { table: 'presentations', spare: ['id'], unique: ['id'] },
  { table: 'audit', spare: [], unique: ['position'] },
  { table: 'study_secrets', spare: [], unique: null },
  // No study shows the other leads.
  { table: 'records', spare: ['dataset_id', 'leads_sha256'], unique: null },
  { table: 'signals', spare: ['sample_count'], unique: null },
  {
    table: 'attack_runs',
    spare: ['model_id', 'dataset_id', 'split', 'engine', 'program_version', 'created_at', 'summary'],
    unique: null,
  },
  {
    table: 'examples',
    // Of the metrics only the largest difference is part of a result.
    spare: [
      ...['zero_gradient', 'probabilities_before', 'probabilities_after', 'metrics'],
      ...['noise_fooled', 'queries', 'starts', 'kept_start', 'parts'],
    ],
    unique: null,
  },
];

export const editedOutside: Scenario = {
  name: 'edited-outside',
  does: 'a row of evidence that another program edits, deletes, reorders or inserts is named',
  roundsInTest: 1,
  async round({ random, folder }) {
    const original = join(folder, 'original');
    const studyId = await makeStudyFolder(original, PAIRS);
    await readFor(original, studyId, 'Dr A', PAIRS);
    await readFor(original, studyId, 'Dr B', integer(random, 1, PAIRS));
    expect(await problemsOf(original, studyId)).toBe('');
    for (const table of EVIDENCE) {
      for (const [kind, edit] of Object.entries(EDITS)) {
        const copy = join(folder, `${table.table}-${kind}`);
        cpSync(original, copy, { recursive: true });
        const editor = new Editor(join(copy, 'workspace.sqlite'));
        const what = edit(editor, random, table);
        editor.db.close();
        if (what === null) continue;
        expect(await problemsOf(copy, studyId), `${table.table}: ${what} ${kind}`).not.toBe('');
      }
    }
  },
};

async function readFor(workspace: string, studyId: string, reader: string, count: number): Promise<void> {
  const services = await openReadingServices(workspace);
  let step = await services.sessions.open(studyId, reader);
  for (let given = 0; given < count; given++) step = services.sessions.respond(answer(step));
  await services.close();
}

/** What the check of the study names, or why the workspace does not open. */
async function problemsOf(workspace: string, studyId: string): Promise<string> {
  try {
    const services = await openReadingServices(workspace);
    try {
      return (await services.results.evidence(studyId)).problems.join('; ');
    } finally {
      await services.close();
    }
  } catch (error) {
    return (error as Error).message;
  }
}
