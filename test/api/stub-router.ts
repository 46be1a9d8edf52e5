import { ORPCError, implement } from '@orpc/server';
import { contract } from '../../src-shared/contract/index.ts';
import type { Job } from '../../src-shared/contract/jobs.ts';

const os = implement(contract);

const JOB: Job = {
  id: '1',
  kind: 'attack',
  title: 'SAP on 50 records',
  state: 'running',
  done: 0,
  total: 3,
  unit: 'records',
  message: '',
  secondsLeft: null,
  startedAt: null,
  finishedAt: null,
  error: null,
  result: null,
};

/** A few procedures of the contract that show what a transport must carry: values, errors, streams, cancelling. */
export function stubRouter(host: 'electron' | 'web') {
  const ended = Promise.withResolvers<string>();
  const router = {
    app: {
      info: os.app.info.handler(() => ({
        version: '0',
        host,
        mode: 'workbench' as const,
        workspace: '/µV',
        bundle: null,
        namedWorkspace: null,
        platform: 'test',
      })),
    },
    datasets: {
      record: os.datasets.record.handler(({ input }) => ({
        id: input.recordId,
        name: 'A00001',
        label: 0,
        split: 'test',
        lead: 'I',
        leads: [],
        samplingHz: 300,
        unitsPerMv: 1000,
        durationS: 60,
        samples: Array.from({ length: 18_000 }, (_, index) => (index % 2000) - 1000),
        sha256: '',
      })),
    },
    jobs: {
      cancel: os.jobs.cancel.handler(({ input }) => {
        const data = { code: 'not-found', message: `There is no job ${input.jobId}.`, details: { jobId: input.jobId } };
        throw new ORPCError('NOT_FOUND', { message: data.message, data });
      }),
      watch: os.jobs.watch.handler(async function* ({ signal }) {
        try {
          for (let done = 0; ; done++) {
            yield [{ ...JOB, done }];
            if (done >= 2) await untilAborted(signal);
          }
        } finally {
          ended.resolve(signal?.aborted === true ? 'aborted' : 'returned');
        }
      }),
    },
  };
  return { router, watchEnded: ended.promise };
}

function untilAborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new Error('aborted'))));
}
