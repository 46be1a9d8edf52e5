import type { StudyEvidence } from '../../../../src-shared/contract/results.ts';
import { visibleText } from '../../../../src-shared/format/hidden-characters.ts';

/** What was checked of a study and what was found, a line each. */
export function evidenceLines({ statement, problems, sides, sessions }: StudyEvidence): string[] {
  const notes = sessions.flatMap(({ reader, notes }) => notes.map((note) => `${visibleText(reader)}: ${note}`));
  return [statement, sides.statement, ...[...problems, ...notes].map((line) => `- ${line}`)];
}
