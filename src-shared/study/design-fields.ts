import { z } from 'zod';
import { attackOptionsSchema } from '../attacks/index.ts';
import { questionOf, type QuestionId } from '../questions/index.ts';
import { sourceSchema } from '../sources/index.ts';
import { quotaProblem, quotasSchema, sizeSchema, type Quotas } from './criteria.ts';

/** What an arm shows: pairs of one record or of a real and a made one, and pairs of two records of different classes. */
export const shownFields = {
  /** What makes the second tracing: an attack on the record of the first, or else a source. */
  attack: attackOptionsSchema.optional(),
  source: sourceSchema.optional(),
  pairs: z.int().min(1).max(10_000),
  foils: z.int().min(1).max(10_000).optional(),
  /** Of which classes the pairs are; those of the task where nothing is said. */
  quotas: quotasSchema.optional(),
  /** How large the perturbations may be. */
  size: sizeSchema.optional(),
};

/** Fields of a task besides its question and arms. A task without them is what it was before there were any. */
export const taskDesignFields = {
  catch: z.strictObject(shownFields).optional(),
  repeats: z.int().min(1).max(10_000).optional(),
  practice: z.int().min(1).max(100).optional(),
  quotas: quotasSchema.optional(),
};

/** Fields of a study besides its tasks. */
export const studyDesignFields = {
  order: z.enum(['same', 'per-reader']).optional(),
  rounds: z.int().min(1).max(5).optional(),
  washoutDays: z.number().min(0).max(3650).optional(),
  sharedKeys: z.boolean().optional(),
};

/** The arms that a task adds by itself: nobody else's may have their names. */
export const CATCH_ARM = 'catch';
export const PRACTICE_ARM = 'practice';

interface Shown {
  attack?: unknown;
  source?: { kind: string } | undefined;
  pairs: number;
  quotas?: Quotas | undefined;
  size?: unknown;
  foils?: number | undefined;
}

interface DesignedTask {
  question: QuestionId;
  arms: readonly (Shown & { name: string })[];
  catch?: Shown | undefined;
  repeats?: number | undefined;
  quotas?: Quotas | undefined;
}

/** Adds the rules between the fields of a task. */
export function checkTask(task: DesignedTask, context: z.RefinementCtx): void {
  const refuse = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
  const shown: (Shown & { name: string; path: (string | number)[] })[] = task.arms.map((arm, i) => ({
    ...arm,
    path: ['arms', i],
  }));
  if (task.catch) shown.push({ ...task.catch, name: CATCH_ARM, path: ['catch'] });
  const { foils: isAboutClass } = questionOf(task.question);
  for (const { attack, source, foils, name, pairs, quotas, size, path } of shown) {
    if (attack === undefined && source === undefined)
      refuse([...path, 'attack'], 'must say what makes the second tracing, unless a "source" says where it comes from');
    if (attack !== undefined && source !== undefined)
      refuse([...path, 'source'], 'must be left out where there is an "attack": give one of the two');
    if (source !== undefined && isAboutClass)
      refuse([...path, 'source'], `must be left out: the question ${task.question} needs two tracings of one record`);
    if (foils !== undefined && !isAboutClass)
      refuse([...path, 'foils'], `must be left out: the question ${task.question} is about tracings of one record`);
    if (size !== undefined && source !== undefined)
      refuse([...path, 'size'], 'must be left out: nothing is perturbed where a "source" gives the second tracing');
    if (quotas !== undefined && source?.kind === 'pairs')
      refuse([...path, 'quotas'], 'must be left out: a list names its pairs, whatever their classes');
    const meant = source?.kind === 'pairs' ? undefined : (quotas ?? task.quotas);
    const problem = meant && quotaProblem(meant, pairs, `the arm ${name}`);
    if (problem !== undefined) refuse([...(quotas ? path : []), 'quotas'], problem);
  }
  task.arms.forEach(({ name }, i) => {
    if ([CATCH_ARM, PRACTICE_ARM].includes(name.toLowerCase()))
      refuse(
        ['arms', i, 'name'],
        `must not be ${CATCH_ARM} or ${PRACTICE_ARM}: those are the arms of trials of that kind`,
      );
  });
  const most = Math.floor(task.arms.reduce((sum, { pairs, foils = 0 }) => sum + pairs + foils, 0) / 2);
  if ((task.repeats ?? 0) > most)
    refuse(
      ['repeats'],
      `must be at most ${most}, half of the pairs of the task: as many trials lie between a pair and its repeat`,
    );
}

interface DesignedStudy {
  options: { distinctRecords: string };
  tasks: readonly DesignedTask[];
  stimuli: { classes?: readonly string[] | undefined; minDurationMs: number; maxDurationMs?: number | undefined };
  sharedKeys?: boolean | undefined;
}

/** Adds the rules between the parts of a study. */
export function checkStudy(study: DesignedStudy, context: z.RefinementCtx): void {
  checkKeys(study, context);
  if (study.options.distinctRecords === 'matched') checkMatched(study, context);
  const { tasks, stimuli } = study;
  const refuse = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
  if ((stimuli.maxDurationMs ?? Infinity) < stimuli.minDurationMs)
    refuse(['stimuli', 'maxDurationMs'], `must not be below "minDurationMs", ${stimuli.minDurationMs}`);
  const asked = tasks.flatMap((task, t) => [
    { quotas: task.quotas, path: ['tasks', t, 'quotas'] },
    { quotas: task.catch?.quotas, path: ['tasks', t, 'catch', 'quotas'] },
    ...task.arms.map(({ quotas }, a) => ({ quotas, path: ['tasks', t, 'arms', a, 'quotas'] })),
  ]);
  for (const { quotas, path } of asked)
    for (const code of Object.keys(quotas ?? {}))
      if (stimuli.classes && !stimuli.classes.includes(code))
        refuse([...path, code], `must be left out: "classes" of the stimuli are ${stimuli.classes.join(', ')}`);
}

/** Where every arm shows the same records, each takes as many, and none brings records of its own. */
function checkMatched({ tasks }: DesignedStudy, context: z.RefinementCtx): void {
  tasks.forEach(({ arms: [first, ...others], quotas }, t) => {
    if (first === undefined || others.length === 0) return;
    [first, ...others].forEach((arm, a) => {
      const refuse = (field: string, message: string) =>
        context.addIssue({ code: 'custom', path: ['tasks', t, 'arms', a, field], message });
      const why = 'since "distinctRecords" is "matched": each record is shown in every arm';
      if (arm.source !== undefined)
        refuse('source', `must be left out, ${why}. Name the pairs in a list, and set "distinctRecords" to "none"`);
      if (arm.pairs !== first.pairs) refuse('pairs', `must be ${first.pairs} as in the arm ${first.name}, ${why}`);
      if ((arm.foils ?? 0) !== (first.foils ?? 0))
        refuse('foils', `must be ${first.foils ?? 0} as in the arm ${first.name}, ${why}`);
      if (JSON.stringify(arm.quotas ?? quotas) !== JSON.stringify(first.quotas ?? quotas))
        refuse('quotas', `must be those of the arm ${first.name}, ${why}`);
    });
  });
}

/** A key that means one answer in one task and another in the next is pressed by mistake: the protocol must want it. */
function checkKeys({ tasks, sharedKeys = false }: DesignedStudy, context: z.RefinementCtx): void {
  if (sharedKeys) return;
  const taken = new Map<string, QuestionId>();
  tasks.forEach(({ question }, i) => {
    for (const key of questionOf(question).answers.flatMap(({ keys }) => keys)) {
      const other = taken.get(key) ?? question;
      taken.set(key, other);
      if (other === question) continue;
      const message = `must not share the key ${key} with ${other}, unless the study sets "sharedKeys" to true`;
      context.addIssue({ code: 'custom', path: ['tasks', i, 'question'], message });
      return;
    }
  });
}
