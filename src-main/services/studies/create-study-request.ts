import type { Protocol } from '../../../src-shared/study/protocol.ts';

/** What a study is built from. */
export interface CreateStudyRequest {
  protocol: Protocol;
  datasetId: string;
  modelId: string;
}
