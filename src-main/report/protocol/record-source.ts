import { classNames, codesOf, type ClassList } from '../../../src-shared/class-list.ts';
import { recordWords } from '../../../src-shared/study/criteria.ts';
import { recordsBy } from '../../../src-shared/study/planned-arms.ts';
import type { Protocol } from '../../../src-shared/study/protocol.ts';

interface RecordsOf {
  protocol: Pick<Protocol, 'stimuli' | 'tasks' | 'seed'>;
  /** By its name of today; null where it is gone. */
  dataset: string | null;
  classList: ClassList;
}

/**
 * Where the real records of a study come from, as a clause: by split and classes where they were chosen, by whom where pairs
 * were listed, and both where its arms differ in that.
 */
export function recordSource({ protocol: { stimuli, tasks, seed }, dataset, classList }: RecordsOf): string {
  const of = dataset ?? 'a dataset that was deleted';
  const by = recordsBy({ tasks });
  const fit = recordWords(stimuli).map((words) => `, ${words}`);
  const classes = classNames(classList, stimuli.classes ?? codesOf(classList));
  const chosen = `records of the ${stimuli.split} split of ${of}, of class ${classes}${fit.join('')}, chosen by the seed ${seed}`;
  const listed = `records of ${of} that the protocol lists by name, of whatever split and class`;
  return [...(by.chosen ? [chosen] : []), ...(by.listed ? [listed] : [])].join('; and ');
}
