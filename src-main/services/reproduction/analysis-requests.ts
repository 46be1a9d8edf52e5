import { analysisRequestSchema, type AnalysisRequest } from '../../../src-shared/analyses/index.ts';
import { findRun, SPLIT, type ReproductionSubject, type ReproductionTools } from './find-run.ts';
import { reproducedAttack } from './reproduced-attack.ts';
import type { ReproductionRequest } from './request.ts';

/** The requests for the reproduction's analyses: the same request finds the same stored result. */
export function tableRequest(subject: ReproductionSubject): AnalysisRequest {
  return asked({ kind: 'targeted-table', ...subjectOf(subject), attack: reproducedAttack('sap', 'untargeted') });
}

/** Around the examples of the SAP run with the paper's goals; undefined while there is none. */
export function existenceRequest(
  tools: ReproductionTools,
  subject: ReproductionSubject,
  { examples, draws }: Pick<ReproductionRequest, 'examples' | 'draws'>,
): AnalysisRequest | undefined {
  const runId = findRun(tools, subject, reproducedAttack('sap', 'han2020'));
  return runId === undefined
    ? undefined
    : asked({ kind: 'existence', runId, limit: examples, draws, compat: 'han2020' });
}

/**
 * Id of the newest exploration of that run with at least as many examples and draws: a larger one serves too.
 */
export function findExistence(
  tools: ReproductionTools,
  subject: ReproductionSubject,
  request: Pick<ReproductionRequest, 'examples' | 'draws'>,
): string | undefined {
  const runId = findRun(tools, subject, reproducedAttack('sap', 'han2020'));
  return tools.analyses
    .list()
    .find(
      ({ request: asked }) =>
        asked.kind === 'existence' &&
        asked.runId === runId &&
        asked.compat === 'han2020' &&
        asked.draws >= request.draws &&
        (asked.limit ?? Infinity) >= request.examples,
    )?.id;
}

export function minimalRequest(subject: ReproductionSubject): AnalysisRequest {
  return asked({ kind: 'least-perturbation', ...subjectOf(subject), attack: reproducedAttack('sap', 'untargeted') });
}

export function curveRequest(subject: ReproductionSubject): AnalysisRequest {
  return asked({ kind: 'epsilon-curve', ...subjectOf(subject), attack: reproducedAttack('sap', 'untargeted') });
}

export function transferRequest(subject: ReproductionSubject, surrogateModelId: string): AnalysisRequest {
  const attack = reproducedAttack('sap', 'untargeted');
  return asked({ kind: 'transfer', ...subjectOf(subject), surrogateModelId, attack });
}

/** As the schema writes it: defaults filled in, keys in its order. */
function asked(request: object): AnalysisRequest {
  return analysisRequestSchema.parse(request);
}

function subjectOf({ model, dataset, limit }: ReproductionSubject): object {
  return { modelId: model.id, datasetId: dataset.id, split: SPLIT, ...(limit === undefined ? {} : { limit }) };
}
