import { comparisonFigure } from '../../../src-figures/index.ts';
import { compareWithPaper, VERDICT_WORDS, type ComparisonEntry } from './comparison.ts';
import { differencesOf } from './differences.ts';
import { explain } from './explain.ts';
import { countText, escape, estimateText, figure, named, table, type Column } from './markup.ts';
import type { Section, SectionInput } from './section.ts';
import { percent } from '../../../src-shared/format/share.ts';
import { MISSING, decimal } from '../../../src-shared/format/number.ts';

/** For the bars, which have little room. */
const SHORT: Record<string, string> = {
  'mean-f1': 'Mean F1 (N, A, O)',
  'sap-han2020': 'SAP',
  'smoothed-pgd-han2020': 'Smoothed PGD',
  'pgd-han2020': 'PGD',
  'fgsm-han2020': 'FGSM',
  noise: 'New examples by noise',
  crossings: 'New by concatenation',
  band: 'New within the band',
};

/** Every figure of the paper beside ours, and why some differ. */
export function summarySection({ data, names }: SectionInput): Section {
  const entries = compareWithPaper(data);
  const shown = entries.filter(({ ours, paper }) => ours.some(Boolean) || paper !== null);
  const bars = shown
    .filter(({ ours }) => ours[0])
    .map(({ id, what, ours, paper }) => ({
      name: SHORT[id] ?? what,
      ours: ours[0]?.value ?? null,
      interval: ours[0]?.interval ?? null,
      paper,
    }));
  const otherModels = data.models.slice(1);
  const columns: Column[] = [
    { head: 'Figure' },
    { head: 'Paper (%)', isNumber: true },
    { head: 'Ours (%, 95 % interval)', isNumber: true },
    { head: 'Count', isNumber: true },
    ...otherModels.map(({ name, records }) => ({ head: `${name}, ${records} records (%)`, isNumber: true })),
    { head: 'Verdict' },
    { head: 'Differs in', isFixed: true },
  ];
  const rows = shown.map((entry) => [
    escape(entry.what),
    paperText(entry.paper),
    estimateText(entry.ours[0]),
    countText(entry.ours[0]),
    ...otherModels.map((_, index) => estimateText(entry.ours[index + 1])),
    VERDICT_WORDS[entry.verdict],
    marks(entry),
  ]);
  return {
    id: 'beside-the-paper',
    title: 'Our figures beside the paper’s',
    html: [
      bars.length === 0
        ? ''
        : figure(
            names.figure(),
            'Our figures beside the paper’s',
            'Bars and lines: our figures with 95 % intervals. Diamonds: Han et al. 2020.',
            comparisonFigure(bars),
          ),
      table(
        `${named(names.table(), 'Every figure of the paper beside ours')} Intervals: bootstrap over records for accuracy and F1, Wilson elsewhere, for joined and band signals over examples. Letters: differences, listed below. The paper’s 100 % for concatenation comes from its public script. The paper’s Table 1 has <a href="#targeted">its own section</a>.`,
        columns,
        rows,
      ),
      explanations(shown, (entry) => explain(entry, data)),
    ].join('\n'),
  };
}

/** The paper's percentage with the digits that the paper gives: whole, or one decimal. */
function paperText(share: number | null): string {
  if (share === null) return MISSING;
  return decimal(100 * share, 100 * share - Math.round(100 * share) ? 1 : 0);
}

function marks({ differs }: ComparisonEntry): string {
  return differs.map(({ mark, id }) => `<a href="#difference-${id}">${mark}</a>`).join(' ');
}

function explanations(entries: readonly ComparisonEntry[], text: (entry: ComparisonEntry) => string): string {
  const missed = entries.filter(({ verdict }) => verdict === 'above' || verdict === 'below');
  if (missed.length === 0) return '';
  const items = missed.map(
    (entry) =>
      `<dt>${escape(entry.what)}: ${percent(entry.ours[0]?.value ?? null)}, the paper ${percent(entry.paper)}</dt><dd>${escape(text(entry))}</dd>`,
  );
  return `<h3>Where our figures differ from the paper’s</h3><dl class="notes">${items.join('\n')}</dl>`;
}

/** What differs from the paper, by letter. */
export function differencesSection({ data }: SectionInput): Section {
  const items = differencesOf(data).map(
    ({ id, mark, title, text }) =>
      `<dt id="difference-${id}"><span class="mark">${mark}</span>${escape(title)}</dt><dd>${escape(text)}</dd>`,
  );
  return {
    id: 'differences',
    title: 'What differs from the paper',
    html: `<dl class="notes">${items.join('\n')}</dl>`,
  };
}
