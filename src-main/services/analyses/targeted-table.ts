import { PAPER_TARGETED_TABLE } from '../../../src-shared/analyses/targeted-table.ts';
import type { ResultOf } from '../../../src-shared/analyses/index.ts';
import { attackOf } from '../../../src-shared/attacks/index.ts';
import {
  CINC_2017_CLASSES,
  className,
  classesOfCard,
  sameClasses,
  type ClassList,
} from '../../../src-shared/class-list.ts';
import type { ClassIndex } from '../../../src-shared/ecg.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import { countByClassBefore } from '../../db/attacks/run-counts.ts';
import type { JobContext } from '../../jobs/job-queue.ts';
import type { Analysis } from './analysis.ts';
import { proportionOf } from '../../statistics/summaries/proportion.ts';
import { runOf } from './run-of.ts';

/**
 * Table 1 of Han et al. 2020, for the classes of any model: one attack run for each target on the same records, stored like any run, and made only if
 * there is none yet; each cell counts the records that the model assigned to one class before the attack.
 */
export const targetedTable: Analysis<'targeted-table'> = {
  title: ({ attack }, { recordIds }) =>
    `Targeted table by ${attackOf(attack.method).name} on ${recordIds.length} records`,
  make: async (tools, { attack }, subject, job) => {
    const classes = classesOfCard(subject.model.card);
    const runIds: string[] = [];
    for (const target of classes.keys()) {
      runIds.push(await runOf(tools, partOf(job, classes, target), subject, { ...attack, target }));
    }
    const { engine } = tools.attacks.run(runIds[0] as string);
    return {
      engine,
      result: { records: subject.recordIds.length, cells: cells(tools.context.db, classes, runIds), runIds },
    };
  },
};

/** The same job, with the progress of one target's run as its part of all. */
function partOf(job: JobContext, classes: ClassList, target: ClassIndex): JobContext {
  const title = `To ${className(classes, target)}, ${target + 1} of ${classes.length}`;
  return {
    ...job,
    runTasks: (task, inputs, options) =>
      job.runTasks(task, inputs, {
        ...options,
        onProgress: ({ done, total, unit, message }) => {
          job.progress({
            done: target * total + done,
            total: classes.length * total,
            unit,
            message: `${title}: ${message}`,
          });
        },
      }),
  };
}

function cells(db: ReadableDB, classes: ClassList, runIds: readonly string[]): ResultOf<'targeted-table'>['cells'] {
  const ofPaper = sameClasses(classes, CINC_2017_CLASSES) ? PAPER_TARGETED_TABLE : [];
  const byTarget = runIds.map((runId) => countByClassBefore(db, runId));
  return [...classes.keys()].flatMap((from) =>
    [...classes.keys()].flatMap((to) => {
      if (from === to) return [];
      const counted = byTarget[to]?.find((row) => row.from === from);
      return [
        {
          from,
          to,
          all: proportionOf(counted?.fooled ?? 0, counted?.records ?? 0),
          correct: proportionOf(counted?.fooledCorrect ?? 0, counted?.originallyCorrect ?? 0),
          paper: ofPaper[from]?.[to] ?? null,
        },
      ];
    }),
  );
}
