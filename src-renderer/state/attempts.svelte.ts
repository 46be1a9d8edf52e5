import type { AnalysisRequest } from '../../src-shared/analyses/index.ts';
import type { AttackOptions } from '../../src-shared/attacks/index.ts';
import type { Job } from '../../src-shared/contract/jobs.ts';
import type { TrainOptions } from '../../src-shared/models/train-options.ts';
import type { Client } from './client.ts';

type Given<Procedure extends (input: never) => unknown> = Parameters<Procedure>[0];

/** What was asked for in a form, by the kind of job that it starts. */
export interface Requests {
  import: Given<Client['datasets']['import']>;
  simulate: Given<Client['datasets']['simulate']>;
  convert: Given<Client['datasets']['convert']>;
  'import-network': Given<Client['models']['importNetwork']>;
  train: Exclude<Given<Client['models']['train']>, { resume: string }> & { options: TrainOptions };
  attack: Given<Client['attacks']['start']> & { options: AttackOptions };
  analysis: { request: AnalysisRequest };
  /** `designId`: what it was built from, which is changed and built again. */
  'build-study': Given<Client['studies']['create']> & { designId: string };
}
type Attempt = { [K in keyof Requests]: { kind: K; request: Requests[K] } }[keyof Requests];

/** What each job was asked for, so that one that failed, however late, is changed and repeated and not typed anew. */
export class Attempts {
  #byJob = $state.raw<ReadonlyMap<string, Attempt>>(new Map());
  /** What a form is to be opened with, by whoever shows that form. */
  #again = $state.raw<Attempt>();

  /** Starts it and remembers it; throws what the start throws. */
  async start(client: Client, attempt: Attempt): Promise<void> {
    const { jobId } = await send(client, attempt);
    this.#byJob = new Map([...this.#byJob, [jobId, attempt]]);
  }

  /** Whether the request of this job is known. */
  knows({ id }: Job): boolean {
    return this.#byJob.has(id);
  }

  /** Opens the form of this job, filled, in the view where it is at home. */
  repeat({ id }: Job): void {
    this.#again = this.#byJob.get(id);
  }

  /** Opens the form of this kind, filled with this. */
  open(attempt: Attempt): void {
    this.#again = attempt;
  }

  /** What the form of this kind is to be filled with now; undefined: it is not to be opened. */
  again<K extends keyof Requests>(kind: K): Requests[K] | undefined {
    return this.#again?.kind === kind ? (this.#again.request as Requests[K]) : undefined;
  }

  /** The job that last built this design, as far as this window knows. */
  lastBuildOf(designId: string): string | undefined {
    const builds = [...this.#byJob].filter(
      ([, attempt]) => attempt.kind === 'build-study' && attempt.request.designId === designId,
    );
    return builds.at(-1)?.[0];
  }

  close(): void {
    this.#again = undefined;
  }
}

function send(client: Client, { kind, request }: Attempt): Promise<{ jobId: string }> {
  switch (kind) {
    case 'import':
      return client.datasets.import(request);
    case 'simulate':
      return client.datasets.simulate(request);
    case 'convert':
      return client.datasets.convert(request);
    case 'import-network':
      return client.models.importNetwork(request);
    case 'train':
      return client.models.train(request);
    case 'attack':
      return client.attacks.start(request);
    case 'analysis':
      return client.analyses.start(request);
    case 'build-study': {
      const { designId: _, ...study } = request;
      return client.studies.create(study);
    }
  }
}
