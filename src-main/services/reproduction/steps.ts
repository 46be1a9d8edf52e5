import type { AnalysisRequest } from '../../../src-shared/analyses/index.ts';
import { className, classesOfCard } from '../../../src-shared/class-list.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { attackOf, type AttackMethod, type AttackOptions } from '../../../src-shared/attacks/index.ts';
import type { JobKind } from '../../../src-shared/contract/job-results.ts';
import type { StartedJob } from '../../../src-shared/contract/jobs.ts';
import { GOAL_NAMES, GOALS, REPRODUCED_METHODS, type Goal } from '../../report/reproduction/data.ts';
import {
  curveRequest,
  existenceRequest,
  findExistence,
  minimalRequest,
  tableRequest,
  transferRequest,
} from './analysis-requests.ts';
import { findEvaluation, findRun, SPLIT, type ReproductionSubject, type ReproductionTools } from './find-run.ts';
import { reproducedAttack, targetAttack } from './reproduced-attack.ts';
import type { ReproductionRequest } from './request.ts';

/** A part of the reproduction. Its result is stored, and found again by the next command. */
export interface ReproductionStep {
  title: string;
  /** Names the stored result for this step by the model as it is; undefined while there is none. */
  found: () => string | undefined;
  start: () => StartedJob<JobKind>;
}

/** Undefined while what it starts from does not exist. */
type Asked = () => AnalysisRequest | undefined;

/** Every step for the model that the paper is reproduced with, in order. */
export function stepsFor(
  tools: ReproductionTools,
  subject: ReproductionSubject,
  request: ReproductionRequest,
): ReproductionStep[] {
  const attacks = GOALS.flatMap((goal) =>
    REPRODUCED_METHODS.map((method) => attackStep(tools, subject, { method, goal })),
  );
  const analysis = (title: string, asked: Asked): ReproductionStep => analysisStep(tools, subject, title, asked);
  return [
    evaluationStep(tools, subject),
    ...attacks,
    ...targetSteps(tools, subject),
    analysis('Table 1: from each class to every other by SAP', () => tableRequest(subject)),
    {
      ...analysis('New examples by noise, crossings and band', () => existenceRequest(tools, subject, request)),
      found: () => named('analysis', findExistence(tools, subject, request)),
    },
    ...(request.all ? furtherSteps(tools, withAtMost(subject, request.allLimit)) : []),
  ];
}

/**
 * The paper's own network takes minutes for each record: its scores and only the four attacks with the paper's goals.
 */
export function stepsForPaperNetwork(tools: ReproductionTools, subject: ReproductionSubject): ReproductionStep[] {
  const attacks = REPRODUCED_METHODS.map((method) => attackStep(tools, subject, { method, goal: 'han2020' }));
  return [evaluationStep(tools, subject), ...attacks];
}

/** The runs that Table 1 is made of, each a step of its own: one that was stopped is all that is made anew. */
function targetSteps(tools: ReproductionTools, subject: ReproductionSubject): ReproductionStep[] {
  const classes = classesOfCard(subject.model.card);
  return [...classes.keys()].map((target) =>
    runStep(tools, subject, `all led to ${className(classes, target)}`, targetAttack(target)),
  );
}

/** What the paper has no figure for. */
function furtherSteps(tools: ReproductionTools, subject: ReproductionSubject): ReproductionStep[] {
  const { model } = subject;
  const surrogates = tools.models
    .list()
    .filter(({ id, architecture }) => id !== model.id && architecture !== PAPER_NETWORK);
  const analysis = (title: string, asked: Asked): ReproductionStep => analysisStep(tools, subject, title, asked);
  return [
    analysis('Minimal perturbation that fools, by SAP', () => minimalRequest(subject)),
    analysis('Success of SAP against its budget', () => curveRequest(subject)),
    attackStep(tools, subject, { method: 'spsa', goal: 'untargeted' }),
    ...surrogates.map(({ id, name }) => analysis(`Transfer from ${name}`, () => transferRequest(subject, id))),
  ];
}

export const PAPER_NETWORK = 'han2020';

/** The same subject on at most this many records. */
export function withAtMost(subject: ReproductionSubject, records: number): ReproductionSubject {
  return { ...subject, limit: Math.min(records, subject.limit ?? records) };
}

export function evaluationStep(tools: ReproductionTools, subject: ReproductionSubject): ReproductionStep {
  const { model, dataset } = subject;
  return {
    title: `Accuracy and F1 of ${model.name}`,
    found: () => {
      const stored = findEvaluation(tools, subject);
      return stored && `evaluation of ${stored.createdAt.slice(0, 16)}`;
    },
    start: () => tools.models.startEvaluation({ modelId: model.id, datasetId: dataset.id, split: SPLIT }),
  };
}

export function attackStep(
  tools: ReproductionTools,
  subject: ReproductionSubject,
  { method, goal }: { method: AttackMethod; goal: Goal },
): ReproductionStep {
  return runStep(tools, subject, GOAL_NAMES[goal], reproducedAttack(method, goal));
}

function runStep(
  tools: ReproductionTools,
  subject: ReproductionSubject,
  goal: string,
  options: AttackOptions,
): ReproductionStep {
  const { model, dataset, limit } = subject;
  return {
    title: `${attackOf(options.method).name} on ${model.name}, ${goal}`,
    found: () => named('run', findRun(tools, subject, options)),
    start: () => tools.attacks.start({ modelId: model.id, datasetId: dataset.id, split: SPLIT, limit, options }),
  };
}

function analysisStep(
  { analyses }: ReproductionTools,
  { model }: ReproductionSubject,
  title: string,
  asked: Asked,
): ReproductionStep {
  return {
    title: `${title} (${model.name})`,
    found: () => {
      const request = asked();
      return request && named('analysis', analyses.same(request));
    },
    start: () => {
      const request = asked();
      if (!request) throw new AppError('bad-input', 'The attack run that it starts from does not exist.');
      return analyses.start(request);
    },
  };
}

function named(what: string, id: string | undefined): string | undefined {
  return id && `${what} ${id.slice(0, 8)}`;
}
