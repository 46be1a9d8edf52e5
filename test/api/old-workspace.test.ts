import { describe, expect, it } from 'vitest';
import { tidyNumber } from '../../src-shared/format/tidy-number.ts';
import {
  columnsOf,
  essence,
  exportedThen,
  headOf,
  openOldWorkspace,
  toldThen,
  type Told,
} from '../helpers/old-workspace.ts';
import { tellWorkspace } from '../helpers/tell-workspace.ts';

/** Numbers in a sentence, whatever its words and their order. */
const numbersIn = (sentence: string): string[] => (sentence.match(/\d+(\.\d+)?/g) ?? []).sort();

/** Numbers of then have float noise in JSON, which those of now have not. */
const tidied = (_: string, value: unknown): unknown => (typeof value === 'number' ? tidyNumber(value) : value);

/** What a run of then says: its findings may be worded better, with the same numbers. A worst case is demanded since. */
function said({ findings, ...run }: Told['runs'][number]): unknown {
  const told = findings.filter(({ code }) => code !== 'worst-case-missing');
  return {
    run: essence(run),
    findings: told.map(({ code, severity, message }) => ({ code, severity, numbers: numbersIn(message) })),
  };
}

describe('a workspace of commit 8746c3c', () => {
  let now: Awaited<ReturnType<typeof tellWorkspace>>;

  // The others look at what it found: it is opened once, in a test, because it is closed when that is finished.
  it('is opened by the program as it is now, with all that was in it', { timeout: 120_000 }, async () => {
    now = await tellWorkspace(await openOldWorkspace());
    expect(now.datasets.map(({ name, records }) => [name, records])).toEqual([
      ['simulated', 6],
      ['short', 60],
    ]);
  });

  it('exports the results of its study with every column it had', () => {
    expect(Object.keys(now.exports)).toEqual(expect.arrayContaining(Object.keys(exportedThen())));
    for (const [name, text] of Object.entries(exportedThen())) {
      const exported = now.exports[name] ?? '';
      if (name.endsWith('.csv')) expect(columnsOf(exported, headOf(text)), name).toEqual(columnsOf(text, headOf(text)));
      else expect(JSON.parse(exported), name).toMatchObject(JSON.parse(text, tidied) as object);
    }
  });

  it.each(['verifications', 'comparisons'] as const)('has the same %s', (topic) => {
    expect(essence(now[topic])).toEqual(essence(toldThen(topic)));
  });

  it.each(['datasets', 'records', 'examples', 'studies', 'trainings'] as const)(
    'has the same %s, which may say more by now',
    (topic) => {
      expect(essence(now[topic])).toMatchObject(essence(toldThen(topic)) as object);
    },
  );

  it('has the same readings, of which less is sent (positions on the display’s grid), and more is said of the way', () => {
    expect(withoutSent(now.readings)).toMatchObject(withoutSent(toldThen('readings')) as object);
  });

  it('has the same models, of which that of another program is now known as imported', () => {
    const then = toldThen('models').map((model) => ({
      ...model,
      ...(model.name === 'imported' ? { origin: 'imported' } : {}),
    }));
    // These ship with the program since.
    const later = ['han2020', 'tiny-robust'];
    expect(essence(now.models.filter(({ id }) => !later.includes(id)))).toEqual(essence(then));
  });

  it('has the same analyses, of which minimal perturbations are known as warm searches', () => {
    const then = toldThen('analyses').map((analysis) =>
      analysis.kind === 'least-perturbation'
        ? { ...analysis, request: { ...(analysis.request as object), search: 'warm' } }
        : analysis,
    );
    expect(then.filter(({ kind }) => kind === 'least-perturbation')).toHaveLength(1);
    expect(essence(now.analyses)).toMatchObject(essence(then) as object);
  });

  it('has the same runs with the same findings', () => {
    expect(now.runs.map(said)).toMatchObject(toldThen('runs').map(said) as object);
  });
});

/** Without what is sent of a tracing: that was the stored samples then, and is dithered positions now. */
function withoutSent(readings: unknown): unknown {
  const sent = ['samplesSha256', 'unitsPerMv', 'stepsPerMv'];
  return essence(
    JSON.parse(JSON.stringify(readings), (key, value: unknown) => (sent.includes(key) ? undefined : value)),
  );
}
