import { attacksSection, findingsSection } from './attacks-section.ts';
import { causesSection } from './causes-section.ts';
import { storedAttack } from './comparison.ts';
import { classifierSection } from './classifier-section.ts';
import type { ReproducedModel, ReproductionData } from './data.ts';
import { artefactsSection, pairsSection, targetedSection } from './examples-section.ts';
import { existenceSection } from './existence-section.ts';
import { beyondSection, perturbationsSection } from './further-sections.ts';
import { escape, intervalText } from './markup.ts';
import { PAGE_STYLE } from './page-style.ts';
import { CITATION, DOI, PAPER } from './paper.ts';
import { provenanceSection } from './provenance-section.ts';
import { robustnessSection } from './robustness-section.ts';
import { newNames, type Section, type WriteSection } from './section.ts';
import { differencesSection, summarySection } from './summary-section.ts';
import { momentUtc } from '../../../src-shared/format/moment.ts';
import { count, decimal } from '../../../src-shared/format/number.ts';

const SECTIONS: readonly WriteSection[] = [
  summarySection,
  differencesSection,
  classifierSection,
  attacksSection,
  causesSection,
  pairsSection,
  targetedSection,
  existenceSection,
  artefactsSection,
  perturbationsSection,
  beyondSection,
  robustnessSection,
  findingsSection,
  provenanceSection,
];

/** The report as one HTML file that needs nothing else: styles and figures are in it, and it has no scripts. */
export function reproductionPage(data: ReproductionData): string {
  const [model] = data.models;
  const names = newNames();
  const sections = model ? SECTIONS.flatMap((write) => write({ data, model, names }) ?? []) : [];
  const title = `Han et al. 2020 reproduced with ${model?.name ?? 'no model'}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<main>
<header>
<h1>Susceptibility of ECG classifiers to adversarial attack: a reproduction</h1>
<p class="muted">The paper: ${escape(CITATION)} <a href="https://doi.org/${DOI}">doi:${DOI}</a></p>
${model ? abstract(data, model) : ''}
</header>
<nav aria-label="Contents"><h3>Contents</h3>
<ol>${sections.map(({ id, title: name }) => `<li><a href="#${id}">${name}</a></li>`).join('')}</ol></nav>
${sections.map(written).join('\n')}
<footer>Made by Equipoise ${escape(data.programVersion)} from results up to ${momentUtc(data.newestResult)} with <code>${escape(data.command)}</code>. A research tool, not a medical device.</footer>
</main>
</body>
</html>
`;
}

function written({ id, title, html }: Section, index: number): string {
  return `<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${index + 1}. ${title}</h2>\n${html}\n</section>`;
}

/** The answer in two sentences. */
function abstract(data: ReproductionData, model: ReproducedModel): string {
  const metrics = model.evaluation?.metrics;
  const sap = storedAttack(model, 'sap', 'han2020')?.summary;
  const records = `${count(data.dataset.testRecords)} test records of “${data.dataset.name}”`;
  const sentences = [
    metrics
      ? `On ${records}, ${model.name} reaches an accuracy of ${decimal(100 * metrics.accuracy, 1)} %${intervalText(metrics.intervals?.accuracy)} and a mean F1 of ${decimal(metrics.meanF1, 3)} (the paper: ${PAPER.accuracy} and ${PAPER.meanF1}).`
      : '',
    sap && sap.asr !== null
      ? `Smooth adversarial perturbations of at most 10 µV change its answer on ${sap.fooled} of ${sap.attackable} records that it got right${data.limit === null ? '' : ` among the first ${data.limit}`}, ${decimal(100 * sap.asr, 1)} %${intervalText(sap.asrInterval)} (the paper, with its own network: ${100 * PAPER.sap} %).`
      : '',
  ].filter((sentence) => sentence !== '');
  return sentences.length === 0 ? '' : `<p class="lead">${escape(sentences.join(' '))}</p>`;
}
