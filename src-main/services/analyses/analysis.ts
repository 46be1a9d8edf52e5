import type { RecordId } from '../../../src-shared/record-id.ts';
import type { AnalysisKind, RequestOf, ResultOf } from '../../../src-shared/analyses/index.ts';
import type { LeftOut } from '../../../src-shared/models/left-out.ts';
import type { Split } from '../../../src-shared/ecg.ts';
import type { ModelRow } from '../../db/models/models.ts';
import type { JobContext } from '../../jobs/job-queue.ts';
import type { AttackService } from '../attacks/attack-service.ts';
import type { ServiceContext } from '../workspace/context.ts';
import type { ModelService } from '../models/model-service.ts';

/** What is analysed. */
export interface AnalysisSubject {
  model: ModelRow;
  datasetId: string;
  split: Split;
  recordIds: RecordId[];
  /** Records of the split that a model of the analysis was not made for. */
  leftOut: LeftOut;
}

export interface AnalysisTools {
  context: ServiceContext;
  models: ModelService;
  attacks: AttackService;
}

/** How an analysis of one kind is made; the service finds the subject beforehand and stores the result afterwards. */
export interface Analysis<K extends AnalysisKind> {
  /** For the list of jobs. */
  title: (request: RequestOf<K>, subject: AnalysisSubject) => string;
  make: (
    tools: AnalysisTools,
    request: RequestOf<K>,
    subject: AnalysisSubject,
    job: JobContext,
  ) => Promise<{ engine: string; result: ResultOf<K> }>;
}
