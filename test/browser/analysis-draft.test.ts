import { expect, it } from 'vitest';
import { certificateRequestSchema } from '../../src-shared/analyses/certificate.ts';
import { AnalysisDraft } from '../../src-renderer/views/attacks/analyses/analysis-draft.svelte.ts';

const SUBJECT = { kind: 'certificate', modelId: 'tiny', datasetId: 'demo', split: 'test' } as const;
/** Nothing is asked for until the form is shown. */
const noClient = (): never => {
  throw new Error('asked');
};

it('a certificate that is repeated keeps what the form does not show', () => {
  const before = certificateRequestSchema.parse({
    ...{ ...SUBJECT, limit: 7, kernels: 'paired5', subspace: 'smooth', sigmaUnits: 200, draws: 500, seed: 3 },
    ...{ choosingDraws: 50, confidence: 0.99, epsilonsUnits: [2, 4] },
  });
  expect(new AnalysisDraft(noClient, before).request()).toEqual(before);
});

it('a new one has the defaults of the command', () => {
  const draft = new AnalysisDraft(noClient);
  draft.kind = 'certificate';
  const { datasetId, modelId, ...rest } = certificateRequestSchema.parse({ ...SUBJECT, limit: 50 });
  expect(draft.request()).toMatchObject(rest);
  expect([datasetId, modelId]).toEqual(['demo', 'tiny']);
});
