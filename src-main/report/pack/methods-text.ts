import { counted } from '../../../src-shared/format/counted.ts';
import { decimal, upTo } from '../../../src-shared/format/number.ts';
import { attackOf, type AttackOptions } from '../../../src-shared/attacks/index.ts';
import type { ClassList } from '../../../src-shared/class-list.ts';
import { questionOf } from '../../../src-shared/questions/index.ts';
import { sourceWords } from '../../../src-shared/sources/index.ts';
import { criteriaWords } from '../../../src-shared/study/criteria.ts';
import { needsModel, plannedArms, totalTrials, type PlannedArm } from '../../../src-shared/study/planned-arms.ts';
import type { Protocol, ProtocolTask } from '../../../src-shared/study/protocol.ts';
import { recordSource } from '../protocol/record-source.ts';
import { readerFlow, were, type FlowRow } from './reader-flow.ts';

export interface MethodsFacts {
  protocol: Protocol;
  dataset: string | null;
  /** The classes of that dataset. */
  classList: ClassList;
  model: string | null;
  protocolHash: string;
  lockedAt: string | null;
  commitment: string | null;
  programVersion: string;
  /** Why the results were opened while a reader was outstanding; null if they were not. */
  openedEarly: string | null;
  sessions: readonly FlowRow[];
}

/** The methods section of a paper about the study: sentences that its protocol makes true, with the numbers filled in. */
export function methodsText(facts: MethodsFacts): string {
  const { protocol } = facts;
  const paragraphs = [
    ['Stimuli', stimuli(facts)],
    ['Reading', reading(protocol)],
    ['Blinding', blinding(facts)],
    ['Readers', readers(facts)],
    ['Analysis', analysis(protocol)],
  ];
  return `# Methods\n\n${paragraphs.map(([title, text]) => `## ${title}\n\n${text}\n`).join('\n')}`;
}

function stimuli({ protocol, dataset, classList, model }: MethodsFacts): string {
  const { stimuli: from, options } = protocol;
  const scope = {
    study: 'No record was shown in two pairs of the study.',
    task: 'No record was shown in two pairs of a question.',
    matched: 'Each record of a question was shown in every one of its arms, and in no other question.',
    none: 'The same records could appear in several arms.',
  }[options.distinctRecords];
  return [
    `The real tracings were ${recordSource({ protocol, dataset, classList })}.`,
    ...(from.onlySuccessful && needsModel(protocol)
      ? ['Of those attacked, they are the ones whose class the attack changed.']
      : []),
    ...(model === null ? [] : [`Adversarial tracings were made against the model ${model}.`]),
    ...protocol.tasks.map((each) => task(each, classList)),
    scope,
  ].join(' ');
}

function task(each: ProtocolTask, classes: ClassList): string {
  const arms = plannedArms(each);
  const of = (kind: PlannedArm['kind']) =>
    arms
      .filter((arm) => arm.kind === kind)
      .map((arm) => armWords(arm, classes))
      .join('; ');
  const caught = of('catch');
  return [
    `“${questionOf(each.question).text()}” was asked about ${of('main')}.`,
    ...(caught === '' ? [] : [`Catch trials: ${caught}.`]),
    ...(each.repeats ? [`${counted(each.repeats, 'pair')} came a second time with sides swapped.`] : []),
    ...(each.practice
      ? [`${counted(each.practice, 'simulated pair')} came first for practice and are in no result.`]
      : []),
  ].join(' ');
}

function armWords({ name, pairs, foils, origin, ...criteria }: PlannedArm, classes: ClassList): string {
  const fit = criteriaWords(criteria, classes);
  const made = origin.kind === 'attack' ? attackWords(origin.attack) : sourceWords(origin);
  return `${counted(pairs, 'pair')}${foils > 0 ? ` and ${counted(foils, 'foil')}` : ''} (${name}: ${made}${fit === '' ? '' : `; ${fit}`})`;
}

const attackWords = (attack: AttackOptions): string =>
  `${attackOf(attack.method).name}${'epsilonUnits' in attack ? `, ε = ${upTo(attack.epsilonUnits, 2)} units of the record` : ''}`;

function reading(protocol: Protocol): string {
  const { options, display, session, rounds = 1, washoutDays = 0 } = protocol;
  const decisions = [
    ...(session?.cannotSay ? ['“cannot say” was allowed'] : []),
    ...(session?.confidence ? ['confidence was asked on a scale of 1 to 4'] : []),
    ...(session?.clue ? ['readers could mark what looked wrong'] : []),
    ...(session?.undo ? ['the last answer could be given anew, both being kept'] : []),
  ];
  return [
    `Each reader saw ${counted(totalTrials(protocol), 'trial')}${rounds > 1 ? ` in ${rounds} rounds, at least ${decimal(washoutDays, 0)} days apart` : ''}, on drawn ECG paper at ${options.paperSpeedMmPerS} mm/s and ${options.gainMmPerMv} mm/mV${display.calibration.required ? ', at true size: each display was measured with a card or a ruler before' : ' (96 pixels to the inch; displays were not measured)'}.`,
    display.calipers ? 'Calipers were offered.' : 'No calipers were offered.',
    'There was no limit of time; response times count from the first painted frame.',
    ...(decisions.length > 0 ? [`${sentence(decisions.join('; '))}.`] : []),
    protocol.order === 'per-reader'
      ? 'Order and sides were drawn for each reader.'
      : 'Order and sides were the same for all readers.',
  ].join(' ');
}

function blinding({ protocolHash, lockedAt, commitment, programVersion, openedEarly }: MethodsFacts): string {
  return [
    `The protocol (SHA-256 ${protocolHash}), the stimuli and the analysis were locked ${lockedAt === null ? '' : `on ${lockedAt.slice(0, 10)} `}before the first reading, with Equipoise ${programVersion}.`,
    commitment === null
      ? 'Sides followed from the seed of the protocol.'
      : `Sides and order were drawn from a secret of 256 bits, to which the study had committed beforehand (${commitment}); it is published with the results, and drawing anew from it gives the same sides.`,
    'Readers were sent positions on the grid of the display, both tracings through the same path and dithered alike, under random names, and nothing that names record, arm or side.',
    `Answers are signed and chained; results ${openedEarly === null ? 'stayed closed until every reader had finished' : `were opened before every reader had finished, with a reason that stands in every table (${openedEarly})`}.`,
  ].join(' ');
}

function readers({ sessions }: MethodsFacts): string {
  const { begun, finished, withdrawn, droppedOut, withdrawnBefore, notBack, virtual } = readerFlow(sessions);
  return [
    `${counted(begun, 'reader')} began; ${finished} finished and ${finished === 1 ? 'counts' : 'count'}.`,
    ...(withdrawn > 0
      ? [
          `${were(withdrawn)} withdrawn after beginning, with ${withdrawn === 1 ? 'the reason' : 'reasons'} in tables/sessions.csv.`,
        ]
      : []),
    ...(withdrawnBefore > 0
      ? [
          `${were(withdrawnBefore)} sent a sealed file and withdrawn before beginning, with ${withdrawnBefore === 1 ? 'the reason' : 'reasons'} in tables/sessions.csv.`,
        ]
      : []),
    ...(notBack > 0 ? [`${were(notBack)} sent a sealed file that had not come back.`] : []),
    ...(droppedOut > 0 ? [`${counted(droppedOut, 'reader')} dropped out; their answers count up to then.`] : []),
    ...(virtual > 0 ? [`${counted(virtual, 'virtual reader')}: this is a rehearsal, and no result.`] : []),
  ].join(' ');
}

function analysis({ options }: Protocol): string {
  const m = options.similarityMargin;
  return [
    'Each reader stands alone, since all saw the same pairs. For each reader and arm the share of right answers has the exact Clopper-Pearson interval and Wilson’s, and an exact two-sided binomial test against one half.',
    `“Cannot be told apart” is claimed only where both one-sided 95 % bounds lie between ${decimal(1 - m, 2)} and ${decimal(m, 2)}, a margin that was locked with the protocol.`,
    'Sensitivity is d′ of two-alternative forced choice, or of yes and no with the log-linear correction; its sign is kept. Arms with the same records are compared by the exact McNemar test, with Holm’s adjustment over a reader’s tests; arms with different records by Newcombe’s interval. Agreement is Cohen’s κ, PABAK and AC1 (two readers), Fleiss’ κ (more).',
    'Over all readers, shares and differences have intervals by the U-statistic variance of Gallas et al., with readers and pairs as random samples, or with readers as fixed where they are fewer than five (tables/panel.csv).',
    'analysis.R computes every number of the tables summary, arms and agreement again from tables/responses.csv in base R.',
  ].join(' ');
}

const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
