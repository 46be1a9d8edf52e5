import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import {
  DEFAULT_REPRODUCTION,
  type ReproductionRequest,
  type Services,
  type StepProgress,
} from '../../src-main/services/create-services.ts';
import { openServices } from '../helpers/open-services.ts';
import { unclosedElements } from '../unit/figures/unclosed-elements.ts';

const REQUEST: ReproductionRequest = {
  ...DEFAULT_REPRODUCTION,
  model: 'small',
  limit: 6,
  examples: 2,
  draws: 6,
  causes: ['usual', 'no-augment'],
  causeEpochs: 1,
};

async function make(services: Services, request: ReproductionRequest): Promise<[StepProgress[], Map<string, string>]> {
  const told: StepProgress[] = [];
  const reasons = await services.reproduction.make(request, {
    follow: (job) => services.jobs.finished(job.id),
    onStep: (progress) => void told.push(progress),
  });
  return [told, reasons];
}

describe('the reproduction of Han et al. 2020', () => {
  // One flow: every step starts workers, and the simulated records are made once.
  it(
    'is stopped, resumes where it was, and writes a report that needs nothing else',
    { timeout: 300_000 },
    async () => {
      const { services } = await openServices();
      await services.jobs.finished(services.datasets.startSimulation({ records: 80, seed: 7, durationS: 9 }).id);

      let started = 0;
      const stopped = services.reproduction.make(REQUEST, {
        follow: (job) => {
          started += 1;
          const finished = services.jobs.finished(job.id);
          if (started === 4) services.jobs.cancel(job.id);
          return finished;
        },
      });
      const message = expect.stringMatching(/^Stopped at step 4 of 23, Smoothed PGD.*resumes there\.$/) as string;
      await expect(stopped).rejects.toMatchObject({ code: 'cancelled', message });
      expect(services.attacks.list()).toHaveLength(2);

      const [again, reasons] = await make(services, REQUEST);
      const positions = (state: StepProgress['state']): number[] =>
        again.filter((one) => one.state === state).map(({ position }) => position);
      expect(positions('found')).toEqual([1, 2, 3]);
      expect([...positions('made'), ...positions('refused')].sort((a, b) => a - b)).toEqual(
        Array.from({ length: 20 }, (_, i) => i + 4),
      );
      const runs = services.attacks.list().length;
      const [third] = await make(services, REQUEST);
      expect(third.filter(({ state }) => state === 'made')).toEqual([]);
      expect(services.attacks.list()).toHaveLength(runs);
      expect(services.reproduction.steps({ ...REQUEST, limit: 5 })[1]?.found()).toBeUndefined();

      const files = services.reproduction.report(REQUEST, reasons);
      expect(services.reproduction.report(REQUEST, reasons)).toEqual(files);
      checkPage(files);
      checkTables(files);
    },
  );
});

type Files = ReturnType<Services['reproduction']['report']>;
const textOf = (files: Files, name: string): string => files.find((file) => file.name === name)?.text ?? '';

const rowsOf = (files: Files, name: string): Record<string, string>[] => parse(textOf(files, name), { columns: true });

function checkPage(files: Files): void {
  const html = textOf(files, 'report.html');
  expect(unclosedElements(html.replaceAll(/<!doctype html>|<meta [^>]*>/g, ''))).toEqual([]);
  expect(html).not.toMatch(/<script|<link|<img|@import|url\(|src=/);
  const references = [...html.matchAll(/href="([^"#][^"]*)"/g)].map(([, target]) => target);
  expect(references.filter((target) => !files.some(({ name }) => name === target))).toEqual([
    'https://doi.org/10.1038/s41591-020-0791-x',
  ]);
  const sections = [...html.matchAll(/<section id="([^"]+)"/g)].map(([, id]) => id);
  // An untrained model may stand: then there is nothing to show of examples, and the report says so.
  const shown = rowsOf(files, 'attacks.csv').some(({ attack, fooled }) => attack === 'SAP' && fooled !== '0');
  const examples = shown ? ['examples'] : [];
  const ids = ['beside-the-paper', 'differences', 'classifier', 'attacks', 'causes', ...examples, 'targeted'];
  const rest = [...(shown ? ['not-rare'] : []), 'artefacts', 'perturbations', 'robustness', 'findings', 'provenance'];
  expect(sections).toEqual([...ids, ...rest]);
  expect(html.includes('<li>New examples by noise, crossings and band (small): ')).toBe(!shown);
  expect(html).not.toMatch(/NaN|undefined|Infinity/);
  expect(html).toMatch(/Only the first 6 of \d+ test records/);
}

function checkTables(files: Files): void {
  const read = (name: string): Record<string, string>[] => rowsOf(files, name);
  const attacks = read('attacks.csv');
  expect(attacks).toHaveLength(8);
  expect(attacks.every((row) => row['records'] === '6')).toBe(true);
  expect(read('table1.csv')).toHaveLength(12);
  const trained = read('causes.csv').map((row) => [row['model'], row['attack'], row['best_epoch']]);
  expect(trained).toEqual(
    ['tiny-usual', 'tiny-no-augment'].flatMap((name) => ['SAP', 'PGD'].map((attack) => [name, attack, '1'])),
  );
  const data = JSON.parse(textOf(files, 'report.json')) as {
    models: { evaluation: { metrics: { accuracy: number } } }[];
  };
  // Tables have twelve digits.
  const { accuracy } = data.models[0]?.evaluation.metrics ?? { accuracy: NaN };
  expect(Number(read('comparison.csv')[0]?.['ours'])).toBeCloseTo(accuracy, 11);
}
