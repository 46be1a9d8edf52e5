import type { Sheet, SheetForm, SheetSection } from '../../../src-shared/contract/sheet.ts';
import { decimal } from '../../../src-shared/format/number.ts';
import { questionOf } from '../../../src-shared/questions/index.ts';
import { analysisConsequences } from '../../../src-shared/study/analysis-consequences.ts';
import { needsModel } from '../../../src-shared/study/planned-arms.ts';
import type { Protocol } from '../../../src-shared/study/protocol.ts';
import { sidesFrom } from '../../../src-shared/study/sides-from.ts';
import { orderPart, questionsPart, readersPart, recordsPart, samplePart, textsPart } from './protocol-parts.ts';
import type { SheetStudy } from './sheet-study.ts';

/** A study's protocol as a page to print: every statement follows from what was locked. */
export function writeSheet(form: SheetForm, sheet: SheetStudy): Sheet {
  const { study, version } = sheet;
  const { protocol } = study;
  const analysis: SheetSection = { heading: 'Analysis plan', list: analysisConsequences(protocol) };
  const design = [
    questionsPart(study),
    recordsPart(study),
    orderPart(protocol),
    readersPart(protocol),
    ...textsPart(protocol),
  ];
  const sections =
    form === 'protocol'
      ? [...described(protocol), ...design, samplePart(sheet), analysis, exclusionsPart(protocol)]
      : [
          ...described(protocol),
          hypothesesPart(protocol),
          ...design,
          samplePart(sheet),
          stoppingPart(protocol),
          exclusionsPart(protocol),
          analysis,
          { heading: 'Other', paragraphs: ['Whatever is analysed beyond this plan is reported as exploratory.'] },
        ];
  return {
    title: study.title,
    line: form === 'protocol' ? 'Protocol of a blinded reading study' : 'Preregistration of a blinded reading study',
    facts: [
      { name: 'Locked', value: study.lockedAt ?? 'not yet: this is a draft' },
      { name: 'Protocol, SHA-256', value: study.protocolSha256 },
      { name: 'Sides and order', value: study.lockedAt === null ? 'drawn at the lock' : sidesFrom(study.commitment) },
      { name: 'Dataset', value: study.madeFrom.dataset ?? 'deleted' },
      { name: 'Model', value: study.madeFrom.model ?? (needsModel(protocol) ? 'deleted' : 'none: no attack') },
      { name: 'Program', value: `Equipoise ${version}` },
    ],
    sections,
  };
}

const described = ({ description }: Protocol): SheetSection[] =>
  description === '' ? [] : [{ heading: 'About', paragraphs: [description] }];

function hypothesesPart({ tasks, options }: Protocol): SheetSection {
  const margin = decimal(options.similarityMargin, 2);
  return {
    heading: 'Hypotheses',
    list: tasks.flatMap(({ id, question, arms }) => {
      const { chance } = questionOf(question).analysis;
      if (chance === null) return [`${id}: answers are described; no share of them means guessing, so none is tested.`];
      return [
        ...arms.map(
          ({ name }) =>
            `${id}/${name}: the share of right answers differs from ${chance} (two-sided); or, on the other hand, it lies between ${decimal(1 - options.similarityMargin, 2)} and ${margin}, and the tracings cannot be told apart.`,
        ),
        ...(arms.length > 1 ? [`${id}: the share of right answers differs between arms.`] : []),
      ];
    }),
  };
}

const stoppingPart = ({ readers }: Protocol): SheetSection => ({
  heading: 'Stopping rule',
  paragraphs: [
    `Reading ends when ${readers ? 'every code that was given to a reader has' : 'every reader who began has'} been read to the end, or the session was withdrawn with a reason. Results stay closed until then: opening them sooner needs a reason, which is recorded and stands in every report.`,
  ],
});

const exclusionsPart = ({ session }: Protocol): SheetSection => ({
  heading: 'Exclusions and flags',
  list: [
    'A session counts unless a coordinator withdrew it; the reason is recorded, and nothing of it is deleted.',
    'Catch trials, repeats and practice are not among the n of any arm.',
    `Answers sooner than ${session?.leastTimeMs ?? 300} ms after the tracings are seen are not taken; sooner than ${session?.fastMs ?? 1000} ms, or interrupted, they count and are flagged.`,
    'The share of right answers, its interval and its test are reported with and without flagged trials; none is dropped for its answer.',
  ],
});
