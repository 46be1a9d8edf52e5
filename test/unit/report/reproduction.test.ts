import { CINC_2017_CLASSES } from '../../../src-shared/class-list.ts';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { compareWithPaper, verdictOf } from '../../../src-main/report/reproduction/comparison.ts';
import type { ReproducedCause, ReproductionData } from '../../../src-main/report/reproduction/data.ts';
import { differencesOf } from '../../../src-main/report/reproduction/differences.ts';
import { explain } from '../../../src-main/report/reproduction/explain.ts';
import { reproductionPage } from '../../../src-main/report/reproduction/page.ts';
import { ANALYSIS_ROWS } from '../../../src-main/report/analysis-rows.ts';
import { outcomeRows } from '../../../src-main/report/outcome-rows.ts';
import { writeReproduction } from '../../../src-main/report/reproduction/write.ts';
import type { AnalysisKind, ResultOf } from '../../../src-shared/analyses/index.ts';
import { ANALYSIS_TABLES } from '../../../src-shared/analyses/tables.ts';
import { unclosedElements } from '../figures/unclosed-elements.ts';
import { attack, MODEL, REPRODUCTION } from './sample-reproduction.ts';

const entry = (data: ReproductionData, id: string) => {
  const found = compareWithPaper(data).find((one) => one.id === id);
  if (!found) throw new Error(`no ${id}`);
  return found;
};

describe('the verdict', () => {
  it('takes the paper’s whole percentages as everything that rounds to them', () => {
    expect(verdictOf({ value: 0.87, interval: [0.86, 0.8749] }, 0.88)).toBe('below');
    expect(verdictOf({ value: 0.87, interval: [0.86, 0.876] }, 0.88)).toBe('agrees');
    expect(verdictOf({ value: 0.9, interval: [0.884, 0.91] }, 0.88)).toBe('agrees');
    expect(verdictOf({ value: 0.9, interval: [0.886, 0.91] }, 0.88)).toBe('above');
    expect(verdictOf({ value: 0.9, interval: [0.886, 0.91] }, null)).toBe('uncompared');
    expect(verdictOf(null, 0.88)).toBe('uncompared');
  });
});

describe('the comparison', () => {
  it('has the paper’s figure only where the paper gives one', () => {
    expect(entry(REPRODUCTION, 'sap-han2020')).toMatchObject({ paper: 0.74, verdict: 'below' });
    expect(entry(REPRODUCTION, 'pgd-han2020')).toMatchObject({ paper: null, verdict: 'uncompared' });
    expect(entry(REPRODUCTION, 'band')).toMatchObject({ paper: null });
  });

  it('gives a second model a column of its own', () => {
    const own = {
      ...MODEL,
      name: 'han2020',
      architecture: 'han2020',
      evaluation: null,
      attacks: [attack('sap', 'han2020')],
    };
    const data = { ...REPRODUCTION, models: [MODEL, own] };
    expect(entry(data, 'sap-han2020').ours.map((ours) => ours?.value)).toEqual([0.59, 0.59]);
    expect(entry(data, 'accuracy').ours[1]).toBeNull();
    expect(reproductionPage(data)).toContain('han2020, 120 records (%)');
  });
});

describe('the causes', () => {
  const cause = (id: string, title: string, fooled: number): ReproducedCause => {
    const sap = attack('sap', 'han2020');
    const summary = { ...sap.summary, fooled, asr: fooled / 100 };
    const attacks = [{ ...sap, summary }, attack('pgd', 'han2020')];
    const { evaluation } = MODEL;
    return {
      id,
      title,
      model: `tiny-${id}`,
      sha256: '',
      epochs: 10,
      bestEpoch: 8,
      evaluation,
      attacks,
      medianConfidence: 0.91,
    };
  };
  const causes = [cause('usual', 'As usual', 40), cause('plain', 'None of the four', 60)];

  it('says how many points more than usual each fools, with Newcombe’s interval', () => {
    const page = reproductionPage({ ...REPRODUCTION, causes });
    expect(page).toContain('<td>None of the four</td><td class="number">10 (8)</td>');
    expect(page).toContain('<td class="number">+20.0 (6.1–32.8)</td>');
    expect(page).toContain('What moves that figure is tried below');
  });

  it('are in a table of their own, which is left out where none was trained', () => {
    const files = writeReproduction({ ...REPRODUCTION, causes }, []);
    const rows = parse<Record<string, string>>(files.find(({ name }) => name === 'causes.csv')?.text ?? '', {
      columns: true,
    });
    expect(rows.map((row) => [row['training'], row['attack'], row['fooled']])).toEqual([
      ['As usual', 'SAP', '40'],
      ['As usual', 'PGD', '72'],
      ['None of the four', 'SAP', '60'],
      ['None of the four', 'PGD', '72'],
    ]);
    expect(writeReproduction(REPRODUCTION, []).map(({ name }) => name)).not.toContain('causes.csv');
  });

  it('are also looked for in what counts and in how sure the network was', () => {
    const page = reproductionPage(REPRODUCTION);
    expect(page).toContain('Another class than the label, of all attacked records');
    expect(page).toContain('Fooled, of the least sure third: confidence 0.41 to 0.83');
  });
});

describe('what differs', () => {
  const titles = (data: ReproductionData): string[] => differencesOf(data).map(({ title }) => title);

  it('names labels and split only where the test records are not the paper’s', () => {
    expect(titles(REPRODUCTION)).not.toContain('Records, labels and split');
    const other = { ...REPRODUCTION, dataset: { ...REPRODUCTION.dataset, testCounts: [1, 2, 3, 4] } };
    expect(titles(other)).toContain('Records, labels and split');
  });

  it('names the network only where it differs, and a limit only where there is one', () => {
    expect(titles(REPRODUCTION)).toContain('Network');
    expect(titles(REPRODUCTION)).not.toContain('Part of the test records');
    const own = { ...REPRODUCTION, limit: 50, models: [{ ...MODEL, architecture: 'han2020' }] };
    expect(titles(own)).not.toContain('Network');
    expect(titles(own)).toContain('Part of the test records');
  });
});

describe('the explanation', () => {
  it('says how far our figure is from the paper’s and what smoothness costs, from our own runs', () => {
    const text = explain(entry(REPRODUCTION, 'sap-han2020'), REPRODUCTION);
    expect(text).toContain('15.0 points below');
    expect(text).toContain('fools 72.0 %; 57 % of its energy');
    expect(text).toContain('costs 13.0 points here');
    expect(text).toContain('Smoothness does not account for the other 2.0 points');
    expect(text).toContain('Half of 40 records are fooled by SAP at a budget of 4 µV');
  });

  it('says nothing of runs that were not made', () => {
    const alone = { ...MODEL, attacks: [attack('sap', 'han2020')], leastPerturbation: null };
    const data = { ...REPRODUCTION, models: [alone] };
    expect(explain(entry(data, 'sap-han2020'), data)).toBe(
      'Ours is 15.0 points below the paper’s, which lies outside our interval.',
    );
  });
});

describe('the page', () => {
  const html = reproductionPage(REPRODUCTION);

  it('is well formed, refers to nothing outside and has no number that is none', () => {
    expect(unclosedElements(html.replaceAll(/<!doctype html>|<meta [^>]*>/g, ''))).toEqual([]);
    expect(html).not.toMatch(/<script|<link|<img|@import|url\(|src=|NaN|undefined|Infinity/);
  });

  it('has every section, in the order of the contents', () => {
    const sections = [...html.matchAll(/<section id="([^"]+)"/g)].map(([, id]) => id);
    const ids = ['beside-the-paper', 'differences', 'classifier', 'attacks', 'causes', 'examples', 'targeted'];
    const last = ['beyond', 'robustness', 'findings', 'provenance'];
    expect(sections).toEqual([...ids, 'not-rare', 'artefacts', 'perturbations', ...last]);
  });

  it('leaves out what has no result, and stays well formed', () => {
    const bare = { ...MODEL, evaluation: null, attacks: [], table: null, existence: null, leastPerturbation: null };
    const none = { epsilonCurve: null, transfers: [], blackBox: [], history: [], byDefinition: [], byConfidence: [] };
    const models = [{ ...bare, ...none }];
    const pictures = { pairs: [], artefacts: null, procedures: null, spectra: null };
    const robustness = { ...REPRODUCTION.robustness, models: [] };
    const empty = reproductionPage({ ...REPRODUCTION, models, pictures, robustness });
    expect(unclosedElements(empty.replaceAll(/<!doctype html>|<meta [^>]*>/g, ''))).toEqual([]);
    const sections = [...empty.matchAll(/<section id="([^"]+)"/g)].map(([, id]) => id);
    expect(sections).toEqual(['beside-the-paper', 'differences', 'provenance']);
  });

  it('escapes what people named', () => {
    expect(html).toContain('compact &amp; co');
    expect(html).toContain('Only 100 records &lt;were&gt; attacked.');
  });

  it('numbers figures and tables without gaps, in their order', () => {
    const numbers = (kind: string): number[] =>
      [...html.matchAll(new RegExp(`<strong>${kind} (\\d+) \\|`, 'g'))].map(([, place]) => Number(place));
    for (const kind of ['Figure', 'Table']) {
      const found = numbers(kind);
      expect(found.length).toBeGreaterThan(4);
      expect(found).toEqual(found.map((_, place) => place + 1));
    }
  });

  it('has a target for every link within', () => {
    const targets = [...html.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    expect(targets.filter((id) => !html.includes(` id="${id}"`))).toEqual([]);
  });

  it('says which results are missing, and why', () => {
    const missing = [{ step: 'Table 1', reason: 'No record was left.' }];
    expect(reproductionPage({ ...REPRODUCTION, missing })).toContain('<li>Table 1: No record was left.</li>');
  });
});

describe('the files', () => {
  it('are the same for the same results, and their tables can be read back', () => {
    const files = writeReproduction(REPRODUCTION, []);
    expect(writeReproduction(REPRODUCTION, [])).toEqual(files);
    const read = (name: string): Record<string, string>[] =>
      parse(files.find((file) => file.name === name)?.text ?? '', { columns: true });
    expect(read('comparison.csv').find(({ figure }) => figure === 'Accuracy')).toMatchObject({
      paper: '0.88',
      ours: '0.8734',
      verdict: 'agrees',
    });
    expect(read('attacks.csv').map((row) => row['attack'])).toContain('SPSA (black box)');
    expect(read('existence.csv')[0]).toMatchObject({ record: 'A00001', crossings: '' });
    expect(read('table1.csv')).toHaveLength(12);
    expect(read('perturbations.csv')[0]).toMatchObject({ unit: 'µV', median: '10' });
  });

  it('tell what each run did to each record, so that its figures can be counted anew', () => {
    const run = {
      runId: 'r1',
      model: 'compact',
      options: attack('sap', 'han2020').options,
      classes: CINC_2017_CLASSES,
    };
    const changed = { record: 'A1', lead: 'I', label: 1, originalClass: 1, adversarialClass: 0, fooled: true } as const;
    const kept = { record: 'A2', lead: null, label: 0, originalClass: 2, adversarialClass: 2, fooled: false } as const;
    const outcomes = outcomeRows(run, [
      { ...changed, noiseFooled: false, parts: [{ attack: 'apgd-ce', reached: true, advantage: 2 }], sha256: 'aa' },
      { ...kept, noiseFooled: null, sha256: 'bb' },
    ]);
    const file = writeReproduction(REPRODUCTION, outcomes).find(({ name }) => name === 'outcomes.csv');
    expect(file?.text).toBe(
      [
        'run,model,method,record,lead,label,class_before,class_after,target,fooled,noise_fooled,fooled_by,reached,sha256',
        'r1,compact,sap,A1,I,AF,AF,Normal,Normal,1,0,apgd-ce,"[{""attack"":""apgd-ce"",""reached"":true,""advantage"":2}]",aa',
        'r1,compact,sap,A2,,Normal,Other,Other,,0,,,,bb',
        '',
      ].join('\n'),
    );
  });

  it.each(['epsilon-curve', 'least-perturbation', 'targeted-table', 'existence', 'transfer'] as const)(
    'of an analysis have the columns that are declared (%s)',
    (kind) => {
      const stored = {
        'epsilon-curve': MODEL.epsilonCurve,
        'least-perturbation': MODEL.leastPerturbation,
        'targeted-table': MODEL.table,
        existence: MODEL.existence,
        transfer: MODEL.transfers[0],
      };
      const rows = rowsOf(kind, stored[kind]?.result as ResultOf<typeof kind>);
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) {
        expect(Object.keys(row)).toEqual(ANALYSIS_TABLES[kind].fields.map(({ name }) => name));
      }
    },
  );
});

function rowsOf<K extends AnalysisKind>(kind: K, result: ResultOf<K>): object[] {
  return ANALYSIS_ROWS[kind](result, CINC_2017_CLASSES);
}
