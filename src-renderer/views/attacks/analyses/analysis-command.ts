import { classesOfCard } from '../../../../src-shared/class-list.ts';
import type { AnalysisRequest } from '../../../../src-shared/analyses/index.ts';
import { shellWord } from '../../../format/command.ts';
import { optionFlags, subjectFlags, type CommandSubject } from '../forms/attack-command.ts';
import { KINDS } from './kinds.ts';

/** The same analysis for the command line: all that is not its default. `surrogate`: the name of that model. */
export function analysisCommand(
  request: AnalysisRequest,
  subject: CommandSubject,
  surrogate: string | undefined,
): string {
  return [...wordsOf(request, subject, surrogate)].join(' ');
}

function wordsOf(request: AnalysisRequest, subject: CommandSubject, surrogate: string | undefined): string[] {
  const flag = (name: string, value: number | string | undefined, usual?: number | string): string[] =>
    value === undefined || value === usual ? [] : [`--${name} ${value}`];
  if (request.kind === 'existence') {
    const { runId, limit, draws, sigmaUnits, compat, seed } = request;
    return [
      `existence ${runId}`,
      ...flag('limit', limit),
      ...flag('draws', draws, 1000),
      ...flag('sigma', sigmaUnits, 5),
      ...flag('compat', compat, 'none'),
      ...flag('seed', seed, 1),
    ];
  }
  if (request.kind === 'device') {
    const { runId, limit, draws, seed } = request;
    return [`device ${runId}`, ...flag('limit', limit), ...flag('draws', draws, 10), ...flag('seed', seed, 1)];
  }
  if (request.kind === 'certificate') {
    const { subspace, kernels, sigmaUnits, choosingDraws, draws, confidence, epsilonsUnits, seed } = request;
    return [
      'certify',
      ...subjectFlags(subject),
      ...flag('subspace', subspace, 'all'),
      ...flag('kernels', kernels, 'cross25'),
      ...flag('sigma', sigmaUnits, 50),
      ...flag('draws', draws, 1000),
      ...flag('choosing-draws', choosingDraws, 100),
      ...flag('confidence', confidence, 0.999),
      ...flag('epsilons', epsilonsUnits.join(','), '0.5,1,2,5,10,50,75,100,150'),
      ...flag('seed', seed, 1),
    ];
  }
  const { attack } = request;
  const made = [
    `--method ${attack.method}`,
    ...subjectFlags(subject),
    ...optionFlags(attack, classesOfCard(subject.model?.card ?? {}), KINDS[request.kind].omit),
  ];
  switch (request.kind) {
    case 'epsilon-curve':
      return [
        'curve',
        ...made,
        `--epsilons ${request.epsilonsUnits.join(',')}`,
        ...flag('alpha-share', request.alphaShare, 0.1),
        ...(request.effort ? ['--effort'] : []),
      ];
    case 'least-perturbation':
      return [
        'least',
        ...made,
        ...flag('max-epsilon', request.maxEpsilonUnits, 150),
        ...flag('alpha-share', request.alphaShare, 0.1),
      ];
    case 'targeted-table':
      return ['attack', '--table targeted', ...made];
    case 'transfer':
      return ['transfer', ...flag('surrogate', surrogate && shellWord(surrogate)), ...made];
  }
}
