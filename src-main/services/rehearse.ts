import { setImmediate } from 'node:timers/promises';
import { AppError } from '../../src-shared/app-error.ts';
import { getTrial } from '../db/studies.ts';
import { studyRandom } from '../study/random.ts';
import { answerTrial } from '../study/virtual-reader.ts';
import type { ServiceContext } from './context.ts';
import type { SessionService } from './session-service.ts';
import { truthOf } from './trial-truth.ts';

export interface RehearseRequest {
  studyId: string;
  readers: number;
  probabilityRight: number;
  seed: number;
}

/** Virtual readers go through the real session service, so that the whole chain can be tried without people. */
export async function rehearse(
  { db }: ServiceContext,
  sessions: SessionService,
  request: RehearseRequest,
): Promise<{ sessions: number; responses: number }> {
  let responses = 0;
  for (let index = 0; index < request.readers; index++) {
    const random = studyRandom(request.seed, 'readers', index);
    const reader = `virtual-${index + 1}-seed-${request.seed}`;
    let step = sessions.open(request.studyId, reader, true);
    while (step.trial) {
      const trial = getTrial(db, request.studyId, step.trial.trialId);
      if (!trial) throw new AppError('internal', 'The session handed out a trial that the study does not have.');
      const { probabilityRight } = request;
      const answer = answerTrial(truthOf(trial), { probabilityRight }, random);
      step = sessions.respond({
        sessionId: step.sessionId,
        trialId: step.trial.trialId,
        ...answer,
        choiceChanges: 0,
        focusLost: 0,
        input: 'virtual',
        devicePixelRatio: null,
        pxPerMm: null,
        viewportWidthPx: null,
        viewportHeightPx: null,
      });
      responses += 1;
      await setImmediate();
    }
  }
  return { sessions: request.readers, responses };
}
