import type { Job } from '../../src-shared/contract/jobs.ts';
import type { Step } from './route.ts';

export interface ResultPlace {
  label: string;
  to: [step: Step, ...ids: string[]];
}

/** Where to see a job's result: the result itself, or its list before it exists. */
export function placeOfResult(job: Job): ResultPlace | undefined {
  switch (job.kind) {
    case 'import':
    case 'simulate':
    case 'convert':
      return { label: 'Show the records', to: ['datasets', ...given(job.result?.datasetId)] };
    case 'import-model':
    case 'evaluate':
      return { label: 'Show the model', to: ['models', ...given(job.result?.modelId)] };
    case 'train':
      return {
        label: 'Show the model',
        to: ['models', ...given(job.result && 'modelId' in job.result ? job.result.modelId : undefined)],
      };
    case 'compare':
      return { label: 'Show the comparison', to: ['models', 'comparisons', ...given(job.result?.comparisonId)] };
    case 'verify':
      return { label: 'Show the findings', to: ['attacks', ...given(job.result?.runId)] };
    case 'attack':
      return { label: 'Show the examples', to: ['attacks', ...given(job.result?.runId)] };
    case 'analysis':
      return { label: 'Show the analysis', to: ['attacks', 'analyses', ...given(job.result?.analysisId)] };
    case 'build-study':
      return { label: 'Show the study', to: ['studies', ...given(job.result?.studyId)] };
    case 'rehearse':
      return { label: 'Show the results', to: ['results', ...given(job.result?.studyId)] };
    case 'check-workspace':
      return { label: 'Show the findings', to: ['workspace'] };
    default:
      return undefined;
  }
}

const given = (id: string | undefined): string[] => (id === undefined ? [] : [id]);
