import { CAUSES } from '../../report/reproduction/causes.ts';

/** A request to `equipoise reproduce han2020`. */
export interface ReproductionRequest {
  /** Id or name; the bundled or newest one if left out. */
  model?: string | undefined;
  dataset?: string | undefined;
  /** Attack only this many test records, the first by name. */
  limit?: number | undefined;
  /** Adversarial examples whose neighbourhood is explored, and new signals of each procedure for each. */
  examples: number;
  draws: number;
  /** Also minimal perturbation, success against ε, transfer and SPSA, on the first `allLimit` records. */
  all: boolean;
  allLimit: number;
  /** Records on which the paper's own network is attacked; 0: none, and it has no column. */
  han2020Limit: number;
  /** Ids of CAUSES: small networks that are trained in these ways and attacked. */
  causes: readonly string[];
  /** Epochs of each of them, of the usual length. */
  causeEpochs: number;
}

export const DEFAULT_REPRODUCTION: ReproductionRequest = {
  examples: 25,
  draws: 1000,
  all: false,
  allLimit: 100,
  han2020Limit: 4,
  causes: [],
  causeEpochs: 10,
};

/** The command that repeats this request. */
export function commandOf(request: ReproductionRequest): string {
  const { examples, draws, all, allLimit, han2020Limit, causes, causeEpochs } = request;
  const standard = DEFAULT_REPRODUCTION;
  const parts = [
    option('--model', request.model),
    option('--dataset', request.dataset),
    option('--limit', request.limit),
    examples === standard.examples ? '' : `--examples ${examples}`,
    draws === standard.draws ? '' : `--draws ${draws}`,
    all ? '--all' : '',
    all && allLimit !== standard.allLimit ? `--all-limit ${allLimit}` : '',
    han2020Limit === standard.han2020Limit ? '' : `--han2020-limit ${han2020Limit}`,
    causes.length === 0 ? '' : `--causes ${causes.length === CAUSES.length ? 'all' : causes.join(',')}`,
    causes.length === 0 || causeEpochs === standard.causeEpochs ? '' : `--cause-epochs ${causeEpochs}`,
  ];
  return ['equipoise reproduce han2020', ...parts.filter((part) => part !== '')].join(' ');
}

function option(name: string, value: string | number | undefined): string {
  if (value === undefined) return '';
  return `${name} ${/^[\w.-]+$/.test(String(value)) ? value : JSON.stringify(value)}`;
}
