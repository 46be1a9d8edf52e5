import { counted } from '../format/counted.ts';
import { decimal } from '../format/number.ts';
import { questionOf } from '../questions/index.ts';
import { needsModel, plannedArms, plannedTrials } from './planned-arms.ts';
import type { Protocol, ProtocolTask } from './protocol.ts';

/** What a protocol's choices do to its analysis, in sentences: one for each choice that makes a difference. */
export function analysisConsequences(protocol: Protocol): string[] {
  const { tasks } = protocol;
  return [
    ...tasks.flatMap((task) => ofQuestion(task, protocol)),
    ...ofContrasts(protocol),
    ...ofRecords(protocol),
    ...ofCriteria(protocol),
    ...ofTrials(protocol),
    ...ofSession(protocol),
    ...ofOrder(protocol),
  ];
}

function ofQuestion({ id, question }: ProtocolTask, { options }: Protocol): string[] {
  const { analysis } = questionOf(question);
  if (analysis.chance === null)
    return [
      `${id}: no share of answers means guessing, so there is no test against chance; hits and false alarms are told apart only where there are foils.`,
    ];
  const margin = decimal(options.similarityMargin, 2);
  return [
    `${id}: for each reader and arm an exact two-sided binomial test against ${analysis.chance}, d′, and the similarity test at ${margin}: not to be told apart only if both 95 % bounds lie between ${decimal(1 - options.similarityMargin, 2)} and ${margin}.`,
  ];
}

function ofContrasts({ tasks, options }: Protocol): string[] {
  if (tasks.every(({ arms }) => arms.length < 2)) return [];
  return [
    options.distinctRecords === 'matched'
      ? 'Every arm shows the same records: they are compared record by record (exact McNemar, with Holm’s adjustment), which sees smaller differences.'
      : options.distinctRecords === 'none'
        ? 'Arms may share records: where all are the same they are compared record by record (exact McNemar, with Holm’s adjustment), which sees smaller differences.'
        : 'Arms have records of their own: they are compared by Newcombe’s interval of the difference, which needs more pairs than the same records would.',
  ];
}

function ofRecords(protocol: Protocol): string[] {
  // Where nothing is attacked there is no model, which nothing can fool and which has seen nothing.
  if (!needsModel(protocol)) return [];
  const { stimuli } = protocol;
  return [
    ...(stimuli.onlySuccessful
      ? ['Only examples that fool the model are shown: the results are about successful attacks, not about all.']
      : ['Examples that do not fool the model are shown too: right answers may be about attacks that failed.']),
    ...(stimuli.split === 'test'
      ? []
      : [`Records are from the ${stimuli.split} split, which the model has seen: the results may not carry over.`]),
  ];
}

function ofCriteria({ tasks }: Protocol): string[] {
  const arms = tasks.flatMap(plannedArms);
  return [
    ...(arms.some(({ quotas }) => quotas !== null)
      ? ['Classes have quotas: shares right are those of this mix of classes, not of the dataset’s.']
      : []),
    ...(arms.some(({ size }) => size !== undefined)
      ? ['Sizes have limits: the results are about perturbations within them, not about all that the attack makes.']
      : []),
  ];
}

function ofTrials(protocol: Protocol): string[] {
  const { tasks } = protocol;
  const sum = (of: (task: ProtocolTask) => number): number => tasks.reduce((total, task) => total + of(task), 0);
  const repeats = sum((task) => task.repeats ?? 0);
  const caught = sum((task) => (task.catch?.pairs ?? 0) + (task.catch?.foils ?? 0));
  const practice = sum((task) => task.practice ?? 0);
  const foils = sum((task) => task.arms.reduce((count, arm) => count + (arm.foils ?? 0), 0));
  const odd = [...plannedTrials(protocol)].filter(([, trials]) => trials % 2 === 1).map(([arm]) => arm);
  return [
    ...(foils > 0
      ? [
          `${counted(foils, 'foil')} are among the n: what is said of them tells those who look from those who always say the same.`,
        ]
      : []),
    ...(repeats > 0
      ? [`${counted(repeats, 'repeat')} tell how far a reader agrees with themself (κ); they are not among the n.`]
      : []),
    ...(caught > 0
      ? [`${counted(caught, 'catch trial')} show whether a reader attends; they are not among the n.`]
      : []),
    ...(practice > 0 ? [`${counted(practice, 'practice trial')} are in no result.`] : []),
    ...(odd.length > 0
      ? [`${odd.join(', ')}: an odd number, so one side has the real tracing once more than the other.`]
      : []),
  ];
}

function ofSession({ session }: Protocol): string[] {
  return [
    ...(session?.cannotSay
      ? ['“Cannot say” is neither right nor wrong: such trials leave the n, and intervals become wider.']
      : []),
    ...(session?.undo ? ['An answer that was given anew counts as it was given last; the first one is exported.'] : []),
    ...(session?.confidence ? ['Confidence is a column of the results; no test uses it.'] : []),
    ...(session?.clue ? ['Clues are columns of the results; no test uses them.'] : []),
  ];
}

function ofOrder({ order = 'same', rounds = 1 }: Protocol): string[] {
  return [
    order === 'same'
      ? 'All readers see one order: what they share by tiring or learning cannot be told from the pairs.'
      : 'Each reader has an order of their own: tiring and learning do not meet the same pairs.',
    ...(rounds > 1 ? [`Each of the ${rounds} rounds has rows of its own; they are not added up.`] : []),
  ];
}
