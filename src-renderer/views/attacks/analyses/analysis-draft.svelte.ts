import type { AttackSubspace } from '../../../../src-shared/attacks/fields.ts';
import { certificateRequestSchema } from '../../../../src-shared/analyses/certificate.ts';
import type { AnalysisKind, AnalysisRequest } from '../../../../src-shared/analyses/index.ts';
import { AppError } from '../../../../src-shared/errors/app-error.ts';
import type { AttackRun } from '../../../../src-shared/contract/attacks.ts';
import type { Client } from '../../../state/client.ts';
import { microvoltsToUnits } from '../../../../src-shared/ecg.ts';
import { Loaded } from '../../../state/loaded.svelte.ts';
import { AttackDraft } from '../forms/attack-draft.svelte.ts';
import { Subject } from '../forms/subject.svelte.ts';

type CertificateRequest = Extract<AnalysisRequest, { kind: 'certificate' }>;

/** The newest runs are offered as starting points, this many. */
const MOST_RUNS = 200;

/** An analysis as it is typed into a form: sizes in µV. */
export class AnalysisDraft {
  kind = $state<AnalysisKind>('epsilon-curve');
  readonly subject: Subject;
  readonly attack: AttackDraft;
  epsilonsUv = $state('1, 2, 5, 10, 20, 50, 100, 150');
  effort = $state(false);
  alphaShare = $state<number | undefined>(0.1);
  maxEpsilonUv = $state<number | undefined>(150);
  draws = $state<number | undefined>(1000);
  devices = $state<number | undefined>(10);
  sigmaUv = $state<number | undefined>(5);
  seed = $state<number | undefined>(1);
  limit = $state<number | undefined>(20);
  asPublished = $state(false);
  subspace = $state<AttackSubspace>('all');
  smoothingUv = $state<number | undefined>(50);
  certifiedUv = $state(certificateRequestSchema.shape.epsilonsUnits.parse(undefined).join(', '));
  /** Of a certificate, what the form does not show. */
  #unshown: Partial<Pick<CertificateRequest, 'kernels' | 'choosingDraws' | 'confidence'>> = {};
  readonly #client: () => Client;
  readonly #runs = new Loaded<AttackRun[]>();
  runs = $derived(this.#runs.value ?? []);
  runId: string;
  surrogateModelId: string;

  /** `before`: the request that it is filled with; its sizes as of records at the usual gain. */
  constructor(client: () => Client, before?: AnalysisRequest) {
    this.#client = client;
    const onRecords = before === undefined || 'runId' in before ? undefined : before;
    this.subject = new Subject(client, onRecords);
    this.attack = new AttackDraft(onRecords && 'attack' in onRecords ? onRecords.attack : undefined);
    const surrogate = before?.kind === 'transfer' ? before.surrogateModelId : undefined;
    const runId = before !== undefined && 'runId' in before ? before.runId : undefined;
    this.runId = $derived(runId ?? this.runs[0]?.id ?? '');
    this.surrogateModelId = $derived(
      surrogate ?? this.subject.models.find(({ id }) => id !== this.subject.modelId)?.id ?? '',
    );
    if (before !== undefined) this.take(before);
  }

  /** Fills every field; sizes in ADC units of records with this gain. */
  take(before: AnalysisRequest, unitsPerMv = 1000): void {
    const uv = (units: number): number => (units * 1000) / unitsPerMv;
    if ('attack' in before) this.attack.take(before.attack, unitsPerMv);
    this.kind = before.kind;
    if ('alphaShare' in before) this.alphaShare = before.alphaShare;
    if (before.kind === 'epsilon-curve') {
      this.epsilonsUv = before.epsilonsUnits.map(uv).join(', ');
      this.effort = before.effort === true;
    }
    if (before.kind === 'least-perturbation') this.maxEpsilonUv = uv(before.maxEpsilonUnits);
    if (before.kind === 'certificate') {
      const { kernels, choosingDraws, confidence } = before;
      this.#unshown = { kernels, choosingDraws, confidence };
      this.certifiedUv = before.epsilonsUnits.map(uv).join(', ');
      this.smoothingUv = uv(before.sigmaUnits);
      this.subspace = before.subspace;
    }
    if ('seed' in before) this.seed = before.seed;
    if ('runId' in before) this.limit = before.limit;
    if (before.kind === 'device') this.devices = before.draws;
    else if ('draws' in before) this.draws = before.draws;
    if (before.kind !== 'existence') return;
    this.sigmaUv = uv(before.sigmaUnits);
    this.asPublished = before.compat === 'han2020';
  }

  loadRuns(): Promise<void> {
    return this.#runs.load(async () => (await this.#client().attacks.page({ limit: MOST_RUNS })).rows);
  }

  /** Whether everything that it is made of has been chosen. */
  get complete(): boolean {
    if (this.kind === 'existence' || this.kind === 'device') return this.runId !== '';
    const { dataset, model } = this.subject;
    return dataset !== undefined && model !== undefined && (this.kind !== 'transfer' || this.surrogateModelId !== '');
  }

  /** Throws AppError 'bad-input' for budgets that are not numbers. */
  request(): AnalysisRequest {
    const { subject, kind } = this;
    const units = (uv: number): number => microvoltsToUnits(uv, subject.unitsPerMv);
    const alphaShare = this.alphaShare ?? 0.1;
    const attack = this.attack.options(subject.unitsPerMv);
    switch (kind) {
      case 'existence':
        return {
          kind,
          runId: this.runId,
          ...(this.limit === undefined ? {} : { limit: this.limit }),
          draws: this.draws ?? 1000,
          sigmaUnits: units(this.sigmaUv ?? 5),
          compat: this.asPublished ? 'han2020' : 'none',
          seed: this.seed ?? 1,
        };
      case 'device':
        return {
          ...{ kind, runId: this.runId, draws: this.devices ?? 10, seed: this.seed ?? 1 },
          ...(this.limit === undefined ? {} : { limit: this.limit }),
        };
      case 'epsilon-curve':
        return {
          ...{ kind, ...subject.fields, attack, alphaShare, epsilonsUnits: budgets(this.epsilonsUv).map(units) },
          ...(this.effort ? { effort: true } : {}),
        };
      case 'least-perturbation':
        return {
          ...{ kind, ...subject.fields, attack, alphaShare, maxEpsilonUnits: units(this.maxEpsilonUv ?? 150) },
          search: 'every',
        };
      case 'targeted-table':
        return { kind, ...subject.fields, attack: { ...attack, target: null } };
      case 'certificate':
        return certificateRequestSchema.parse({
          ...{ kind, ...subject.fields, ...this.#unshown, subspace: this.subspace },
          sigmaUnits: units(this.smoothingUv ?? 50),
          epsilonsUnits: budgets(this.certifiedUv).map(units),
          ...{ draws: this.draws, seed: this.seed },
        });
      case 'transfer':
        return { kind, ...subject.fields, attack, surrogateModelId: this.surrogateModelId };
    }
  }
}

function budgets(typed: string): number[] {
  const words = typed.split(/[\s,;]+/).filter((word) => word !== '');
  const wrong = words.find((word) => !(Number(word) > 0));
  if (wrong === undefined && words.length > 0) return words.map(Number);
  throw new AppError(
    'bad-input',
    wrong === undefined
      ? 'No budget is given: enter at least one in µV, such as “1, 2, 5, 10”.'
      : `“${wrong}” is not a budget: enter sizes in µV above 0, such as “1, 2, 5, 10”.`,
  );
}
