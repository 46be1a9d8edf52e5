import type { PairsFile } from '../../../src-shared/contract/pairs-file.ts';
import type { Protocol } from '../../../src-shared/study/protocol.ts';

/** What a study is built from. */
export interface CreateStudyRequest {
  protocol: Protocol;
  /** Of the real records. */
  datasetId: string;
  /** The model to fool; null: the bundled one, where an arm has an attack. */
  modelId: string | null;
  /** The pairs of arms that list theirs. */
  pairs?: PairsFile | undefined;
}
