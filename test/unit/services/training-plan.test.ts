import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readPlan, writePlan } from '../../../src-main/services/trainings/training-plan.ts';
import { parseTrainOptions } from '../../../src-shared/models/train-options.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

it('a plan from before an option has the default of its model for it, so that it can go on', () => {
  const folder = temporaryFolder();
  const options = parseTrainOptions({ model: 'tiny', epochs: 7 });
  writePlan(folder, {
    format: 1,
    id: 'a',
    name: 'tiny-seed-1',
    dataset: { id: 'd', name: 'd' },
    recordsSha256: 'f',
    options,
    teachers: [],
    pid: null,
  });
  const file = join(folder, 'training.json');
  const plan = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  const { towers: _, teachers: __, teacherShare: ___, ...before } = options;
  delete plan['teachers'];
  writeFileSync(file, JSON.stringify({ ...plan, options: before }));
  expect(readPlan(folder)).toMatchObject({ options: { ...options, towers: 1 }, teachers: [] });
});
