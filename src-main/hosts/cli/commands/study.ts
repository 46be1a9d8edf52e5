import { Option, type Command } from 'commander';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { StudySummary } from '../../../../src-shared/contract/studies.ts';
import { counted } from '../../../../src-shared/format/counted.ts';
import { proportion } from '../../../../src-shared/format/share.ts';
import { sidesFrom } from '../../../../src-shared/study/sides-from.ts';
import { needsModel } from '../../../../src-shared/study/planned-arms.ts';
import { REHEARSED_KINDS, type RehearsedKind } from '../../../../src-shared/study/virtual-readers.ts';
import { QUESTIONS } from '../../../../src-shared/questions/index.ts';
import { powerOverReaders, readPairsFile, readProtocol, type ArmPower } from '../../../services/create-services.ts';
import { addBundleCommands } from './bundle.ts';
import { addSessionsCommand } from './sessions.ts';
import { addCodesCommand } from './codes.ts';

import { addAuditCommand } from './audit.ts';
import { addCheckCommand } from './check.ts';
import { addSheetCommand } from './sheet.ts';
import { addVisibilityCommand } from './visibility.ts';
import { addMachineCommand, lockAndShow } from './machine.ts';
import { newCommand } from '../input/command.ts';
import { textTable } from '../output/text-table.ts';
import { newReason, probability, wholeNumber } from '../input/parse.ts';
import { runCommand, type GlobalOptions } from '../run/session.ts';
import { leftOutText } from '../../../../src-shared/models/left-out.ts';
import { say } from '../run/say.ts';
import { visibleText } from '../../../../src-shared/format/hidden-characters.ts';

interface LockOptions extends GlobalOptions {
  machine: boolean;
}

interface CreateOptions extends LockOptions {
  dataset?: string;
  model?: string;
  pairs?: string;
  lock?: boolean;
}

interface PowerOptions extends GlobalOptions {
  p: number;
  readers?: number;
  readerSd: number;
  pairSd: number;
}

interface RehearseOptions extends GlobalOptions {
  readers: number;
  p: number;
  kind: RehearsedKind;
  seed: number;
}

interface StandingOptions extends GlobalOptions {
  reason: string;
}

/** How a session ceases to count, and counts again. */
const STANDINGS = [
  {
    name: 'withdraw',
    does: 'Let a session that was begun by mistake, such as under a misspelt name, count no more, or wait no more for a reader who was sent a file and never began. Nothing is deleted.',
    done: 'counts no more, and nobody waits for it; reinstate it with: equipoise study reinstate',
  },
  { name: 'reinstate', does: 'Let a session or reader that was withdrawn count again.', done: 'counts again' },
] as const;

/** The questions that a virtual reader can get right or wrong. */
const GUESSABLE = QUESTIONS.filter(({ analysis }) => analysis.chance !== null)
  .map(({ id }) => id)
  .join(', ');

const NO_MACHINE = 'let no program try the pairs after the lock';

export function addStudyCommands(program: Command): void {
  const study = program.command('study').description('Build, lock, list and rehearse reading studies.');

  newCommand(
    study,
    'create <protocol.json>',
    'Build a study: make the missing adversarial examples, if any, and choose the pairs. Sides and order are drawn when it is locked.',
    'study create studies/demo/protocol.json --dataset ecgs',
  )
    .option('--dataset <name>', 'dataset of the real records (default: the newest)')
    .option('--model <name>', 'model to fool, for arms with an attack (default: the bundled one)')
    .option('--pairs <file.csv>', 'columns real, synthetic, pair, arm: the pairs of arms whose source lists them')
    .option('--lock', 'lock it at once')
    .option('--no-machine', NO_MACHINE)
    .action(async (path: string, options: CreateOptions) => {
      await runCommand(options, async (context) => {
        const { services, follow } = context;
        const protocol = readProtocol(protocolFile(path));
        const datasetId = services.datasets.find(options.dataset).id;
        const modelId = needsModel(protocol) ? services.models.find(options.model).id : null;
        const pairs = options.pairs === undefined ? undefined : readPairsFile(options.pairs);
        const result = await follow(services.studies.startCreate({ protocol, datasetId, modelId, pairs }));
        const { studyId } = result;
        const tried = options.lock ? await lockAndShow(context, studyId, options) : null;
        const next = options.lock
          ? 'locked; it can be read now'
          : `a draft; lock it with: equipoise study lock ${studyId}`;
        return {
          data: { ...result, state: options.lock ? 'locked' : 'draft', ...(tried && { machine: tried.machine }) },
          text: [
            `Study ${studyId} "${protocol.title}": ${result.trials} pairs, ${next}`,
            leftOutText(result.leftOut) ?? [],
            tried?.study.leakNotes ?? [],
            tried?.text ?? [],
          ]
            .flat()
            .join('\n'),
        };
      });
    });

  newCommand(
    study,
    'lock <study>',
    'Draw sides and order from a new secret, fix them and the protocol permanently; only a locked study can be read.',
    'study lock "Demo study"',
  )
    .option('--no-machine', NO_MACHINE)
    .action(async (idOrTitle: string, options: LockOptions) => {
      await runCommand(options, async (context) => {
        const { id } = context.services.studies.find(idOrTitle);
        const { study: locked, machine, text } = await lockAndShow(context, id, options);
        const lines = [
          `Locked ${locked.id} "${locked.title}" (protocol SHA-256 ${locked.protocolSha256})`,
          `Sides and order: ${sidesFrom(locked.commitment)}`,
          ...(locked.codes.length === 0 ? [] : [`Codes for readers: equipoise study codes ${locked.id}`]),
          ...locked.leakNotes,
          ...text,
        ];
        return { data: { ...locked, machine }, text: lines.join('\n') };
      });
    });

  newCommand(study, 'list', 'List the studies and their sessions.', 'study list').action(
    async (options: GlobalOptions) => {
      await runCommand(options, async ({ services }) => {
        const studies = services.studies.list();
        return { data: studies, text: listText(studies) };
      });
    },
  );

  newCommand(
    study,
    'power <protocol.json>',
    'Show what the exact test of one reader can detect in each arm of a protocol, and with --readers also that of all readers together.',
    'study power studies/han2020 --p 0.65 --readers 8',
  )
    .option('--p <probability>', 'true proportion of correct answers', probability, 0.65)
    .option('--readers <number>', 'how many readers, drawn at random like the pairs', wholeNumber(2, 1000))
    .option('--reader-sd <share>', 'standard deviation between the proportions of readers', probability, 0.05)
    .option('--pair-sd <share>', 'standard deviation between the proportions of pairs', probability, 0.1)
    .action(async (path: string, options: PowerOptions) => {
      await runCommand(options, async ({ services }) => {
        const { p, readers, readerSd, pairSd } = options;
        const arms = await services.designs.power(readProtocol(protocolFile(path)), p);
        const over = (pairs: number): { powerOverReaders?: number } =>
          readers === undefined ? {} : { powerOverReaders: powerOverReaders({ readers, pairs, p, readerSd, pairSd }) };
        const data = arms.map((arm) => ({ ...arm, ...over(arm.n) }));
        return { data, text: powerText(data, options) };
      });
    });

  newCommand(
    study,
    'rehearse <study>',
    'Let virtual readers go through a copy of a study, to try the whole chain without people. People never see the copy.',
    'study rehearse "Demo study" --readers 5 --p 0.62 --kind mixed',
  )
    .option('--readers <number>', 'how many', wholeNumber(1, 50), 2)
    .option('--p <probability>', `probability of the correct answer to ${GUESSABLE}`, probability, 0.62)
    .addOption(new Option('--kind <kind>', 'what they are like').choices(REHEARSED_KINDS).default('steady'))
    .option('--seed <number>', 'seed of the answers', wholeNumber(0), 1)
    .action(async (idOrTitle: string, options: RehearseOptions) => {
      await runCommand(options, async ({ services, follow }) => {
        const { readers, p: probabilityRight, kind, seed } = options;
        const { id: studyId, title } = services.studies.find(idOrTitle);
        say(`Study ${studyId} "${visibleText(title)}"`);
        const result = await follow(services.startRehearsal({ studyId, readers, probabilityRight, kind, seed }));
        return {
          data: result,
          text: `${counted(result.sessions, 'virtual reader')} gave ${counted(result.responses, 'answer')} in ${result.studyId} "${visibleText(result.title)}".`,
        };
      });
    });

  for (const { name, does, done } of STANDINGS) {
    newCommand(
      study,
      `${name} <study> <reader>`,
      does,
      `study ${name} "Demo study" "Ana" --reason "misspelt; reads as Anna"`,
    )
      .requiredOption('--reason <words>', 'why: kept in the audit, and told with the results', newReason)
      .action(async (idOrTitle: string, reader: string, { reason, ...options }: StandingOptions) => {
        await runCommand(options, ({ services }) => {
          const studyId = services.studies.find(idOrTitle).id;
          const data = services.studies[name]({ studyId, reader, reason });
          return Promise.resolve({ data, text: `${visibleText(reader)} ${done}` });
        });
      });
  }

  addSessionsCommand(study);
  addCodesCommand(study);
  addMachineCommand(study);
  addSheetCommand(study);
  addVisibilityCommand(study);
  addCheckCommand(study);
  addAuditCommand(study);
  addBundleCommands(study);
}

/** A folder of studies/ stands for the protocol in it. */
function protocolFile(path: string): string {
  const inFolder = join(path, 'protocol.json');
  return existsSync(inFolder) ? inFolder : path;
}

type PlannedArm = ArmPower & { powerOverReaders?: number };

function powerText(arms: PlannedArm[], { p, readers }: PowerOptions): string {
  if (arms.length === 0) return 'No question of this protocol has a level of chance to test against.';
  const rows = arms.map(
    ({ task, arm, n, rejectAtMost, rejectAtLeast, power, interval, similarity, powerOverReaders: over }) => [
      task,
      arm,
      String(n),
      [
        rejectAtMost === null ? '' : `${rejectAtMost} or fewer`,
        rejectAtLeast === null ? '' : `${rejectAtLeast} or more`,
      ]
        .filter((side) => side !== '')
        .join(', '),
      proportion(power),
      interval.map(proportion).join(' to '),
      similarity.atLeast === null ? 'never' : `${similarity.atLeast} to ${similarity.atMost}`,
      ...(over === undefined ? [] : [proportion(over)]),
    ],
  );
  return textTable(
    [
      'Task',
      'Arm',
      'Pairs',
      'Differs from chance at',
      `Power at ${p}`,
      'Interval at half',
      'Alike at',
      ...(readers === undefined ? [] : [`Power over ${readers} readers`]),
    ],
    rows,
  );
}

function listText(studies: StudySummary[]): string {
  if (studies.length === 0)
    return 'There are no studies yet. Make one: equipoise study create studies/demo/protocol.json';
  const rows = studies.map(({ id, title, state, trials, sessions }) => [
    id.slice(0, 8),
    title,
    state,
    trials,
    readersText(sessions),
  ]);
  const table = textTable(['id', 'title', 'state', 'trials', 'readers'], rows);
  const each = studies.some(({ sessions }) => sessions.length > 0)
    ? ['', 'How far each reader is: equipoise study sessions <study>']
    : [];
  return [table, ...each].join('\n');
}

/** '6 of 7 finished, 1 withdrawn': as short for fifty readers as for one. */
function readersText(sessions: StudySummary['sessions']): string {
  if (sessions.length === 0) return 'none';
  const counting = sessions.filter(({ withdrawn }) => withdrawn === null);
  const finished = counting.filter(({ completedAt }) => completedAt !== null).length;
  const withdrawn = sessions.length - counting.length;
  return `${finished} of ${counting.length} finished${withdrawn > 0 ? `, ${withdrawn} withdrawn` : ''}`;
}
