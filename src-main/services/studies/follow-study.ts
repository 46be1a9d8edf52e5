import { questionOf } from '../../../src-shared/questions/index.ts';
import { CANNOT_SAY } from '../../../src-shared/study/decisions.ts';
import type { FollowRow } from '../../../src-shared/study/follow.ts';
import { wasInterrupted } from '../../../src-shared/study/trial-events.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import { trialFacts, type TrialFacts } from '../../db/studies/result-rows.ts';
import { listResponses, type ResponseRow } from '../../db/studies/responses.ts';
import { listSessions } from '../../db/studies/sessions.ts';
import type { StudyRow } from '../../db/studies/studies.ts';
import { followReader, type FollowedAnswer } from '../../statistics/summaries/follow-reader.ts';
import { judgeResponse } from '../../study/reading/judge-response.ts';
import { resumedShowings } from '../../study/reading/judge-showings.ts';
import { judgeTimes } from '../../study/reading/judge-times.ts';
import { truthOf } from '../../study/reading/trial-truth.ts';
import type { Steps } from '../workspace/in-pieces.ts';

/** How the readers of a study are getting on, withdrawn ones too, in the order in which they began; without practice. */
export function* followStudy(db: ReadableDB, { id, protocol }: StudyRow): Steps<FollowRow[]> {
  const rows: FollowRow[] = [];
  const trials = trialFacts(db, id);
  for (const { id: sessionId, reader, startedAt, completedAt, droppedOut } of listSessions(db, id)) {
    yield;
    const given = listResponses(db, sessionId);
    const contents = given.map(({ content }) => content);
    const times = judgeTimes(startedAt, contents, protocol.session?.fastMs);
    const resumed = resumedShowings(given.map(({ trialId, content }) => ({ ...content, trialId })));
    const last = new Map(given.map(({ trialId, position }) => [trialId, position]));
    const answers = given.flatMap((response, index): FollowedAnswer[] => {
      // Practice has no pair of the study; an answer that was given anew is the last one.
      const trial = trials.get(response.trialId);
      if (!trial || last.get(response.trialId) !== response.position) return [];
      return [followed(trial, response, times[index]?.fast ?? false, (resumed[index] ?? 0) > 0)];
    });
    rows.push({ sessionId, reader, ...followReader(answers, completedAt !== null || droppedOut !== null) });
  }
  return rows;
}

function followed(trial: TrialFacts, { content }: ResponseRow, fast: boolean, wasResumed: boolean): FollowedAnswer {
  const given = content.answer === CANNOT_SAY ? null : content.answer;
  return {
    responseTimeMs: content.responseTimeMs,
    interrupted: wasResumed || wasInterrupted(content.events ?? []),
    fast,
    cannotSay: given === null,
    tracing: given === null ? null : questionOf(trial.question).option(given).tracing,
    // Nothing else of the truth is asked for here.
    caught:
      trial.kind === 'catch'
        ? given !== null && judgeResponse(given, truthOf(trial, trial.otherRecord !== null))
        : null,
  };
}
