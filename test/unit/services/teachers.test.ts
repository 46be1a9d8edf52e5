import { expect, it } from 'vitest';
import { askTeachers } from '../../../src-main/services/trainings/teachers.ts';

type Models = Parameters<typeof askTeachers>[0];
type Runs = Parameters<typeof askTeachers>[3];

const teachers = ['a', 'b'].map((id) => ({ id, name: id, sha256: `hash of ${id}` }));
const models = {
  find: (id: string) => ({ id, sha256: `hash of ${id}`, card: {} }),
  folderOf: ({ id }: { id: string }) => `folder of ${id}`,
} as unknown as Models;

/** What each of the two says of each of three records. */
const said: Record<string, number[][]> = {
  'folder of a': [
    [1, 0, 0, 0],
    [0, 1, 0, 0],
    [0.5, 0.5, 0, 0],
  ],
  'folder of b': [
    [0, 1, 0, 0],
    [0, 1, 0, 0],
    [0, 0, 0.25, 0.75],
  ],
};

it('what teachers say is their mean, record by record in the order of the pack', async () => {
  const runTasks = ((_task: 'evaluate', inputs: { modelFolder: string; packPath: string }[]) =>
    Promise.resolve(
      inputs.map(({ modelFolder, packPath }) => {
        expect(packPath).toBe('records.pack');
        return { predictions: (said[modelFolder] ?? []).map((probabilities) => ({ probabilities })) };
      }),
    )) as unknown as Runs['runTasks'];
  expect(await askTeachers(models, teachers, 'records.pack', { runTasks }, () => undefined)).toEqual([
    [0.5, 0.5, 0, 0],
    [0, 1, 0, 0],
    [0.25, 0.25, 0.125, 0.375],
  ]);
  expect(await askTeachers(models, [], 'records.pack', { runTasks }, () => undefined)).toBeUndefined();
});
