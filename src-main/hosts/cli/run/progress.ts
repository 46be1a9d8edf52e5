import { Presets, SingleBar } from 'cli-progress';
import type { JobKind, JobResults } from '../../../../src-shared/contract/job-results.ts';
import type { Job, StartedJob } from '../../../../src-shared/contract/jobs.ts';
import type { Services } from '../../../services/create-services.ts';
import { timeLeft } from '../../../../src-shared/format/duration.ts';
import { visibleText } from '../../../../src-shared/format/hidden-characters.ts';
import { say } from './say.ts';

/** Where stderr is not a terminal (a log file), a line is written at most this often. */
const LINE_INTERVAL_MS = 10_000;

/** Shows a job on stderr until it ends: a bar in a terminal, an occasional line elsewhere. */
export async function showProgress<K extends JobKind>(
  jobs: Services['jobs'],
  job: StartedJob<K>,
): Promise<JobResults[K]> {
  const show = process.stderr.isTTY ? bar(visibleText(job.title)) : lines(visibleText(job.title));
  const unsubscribe = jobs.subscribe((list) => {
    const now = list.find(({ id }) => id === job.id);
    if (now?.state === 'running') show.update(now);
  });
  try {
    return await jobs.finished(job.id);
  } finally {
    unsubscribe();
    show.end();
  }
}

interface Display {
  update(job: Job): void;
  end(): void;
}

function bar(title: string): Display {
  const display = new SingleBar(
    {
      stream: process.stderr,
      format: '{bar} {percentage}%  {message}  {left}',
      hideCursor: true,
      barsize: 24,
      clearOnComplete: true,
    },
    Presets.rect,
  );
  say(title);
  display.start(1, 0, { message: '', left: '' });
  return {
    update: ({ done, total, message, secondsLeft }) =>
      display.update(total > 0 ? done / total : 0, {
        message: visibleText(message),
        left: secondsLeft === null ? '' : timeLeft(secondsLeft),
      }),
    end: () => display.stop(),
  };
}

function lines(title: string): Display {
  let last = performance.now();
  say(title);
  return {
    update: ({ message, secondsLeft }) => {
      if (performance.now() - last < LINE_INTERVAL_MS) return;
      last = performance.now();
      say(`${message}${secondsLeft === null ? '' : `; ${timeLeft(secondsLeft)}`}`);
    },
    end: () => undefined,
  };
}
