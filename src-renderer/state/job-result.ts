import type { Job } from '../../src-shared/contract/jobs.ts';
import type { Step } from './route.ts';

export interface ResultPlace {
  label: string;
  to: [step: Step, ...ids: string[]];
}

/** Where to look at what a job made, by the ids in its result. */
export function placeOfResult(job: Job): ResultPlace | undefined {
  const id = (key: string): string[] => {
    const value = job.result?.[key];
    return typeof value === 'string' ? [value] : [];
  };
  switch (job.kind) {
    case 'import':
    case 'simulate':
      return { label: 'Show the records', to: ['datasets', ...id('datasetId')] };
    case 'import-model':
    case 'train':
    case 'evaluate':
      return { label: 'Show the model', to: ['models', ...id('modelId')] };
    case 'compare':
      return { label: 'Show the comparison', to: ['models', 'comparisons', ...id('comparisonId')] };
    case 'verify':
      return { label: 'Show the findings', to: ['attacks', ...id('runId')] };
    case 'attack':
      return { label: 'Show the examples', to: ['attacks', ...id('runId')] };
    case 'analysis':
      return { label: 'Show the analysis', to: ['attacks', 'analyses', ...id('analysisId')] };
    case 'export':
      return undefined;
    case 'build-study':
      return { label: 'Show the study', to: ['studies', ...id('studyId')] };
    case 'rehearse':
      return { label: 'Show the results', to: ['results', ...id('studyId')] };
  }
}
