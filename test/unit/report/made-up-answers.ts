import { uniform } from '../../../src-main/numeric/random.ts';
import { seeded } from '../../../src-main/numeric/seeding.ts';
import { QUESTIONS, type QuestionId } from '../../../src-shared/questions/index.ts';
import { parseProtocol } from '../../../src-shared/study/protocol.ts';
import type { ResultRow } from '../../../src-shared/study/result-fields.ts';
import { BASE } from '../statistics/sample-answers.ts';

const PAIRS = 14;
/** Every question about three arms, of which the first two have the same records. */
export const protocol = parseProtocol({
  ...{ schemaVersion: 1, title: 'For R', seed: 1, sharedKeys: true, options: { similarityMargin: 0.65 } },
  tasks: QUESTIONS.map(({ id }) => ({
    ...{ id, question: id },
    arms: ['SAP', 'PGD', 'alpha'].map((name) => ({ name, attack: { method: 'sap' }, pairs: PAIRS })),
  })),
});

/** Six read two of the questions, so that they stand for others; three are fixed. */
export const MANY: readonly QuestionId[] = ['which-is-real', 'is-real'];
const READERS = ['R1', '1E5', 'R3', 'R4', 'R5', 'R6'];

/**
 * What readers might answer: arms on the same records and on others, sides of each reader's own, foils, repeats,
 * trials of which nothing could be said, and one reader who is all right and one who stopped early.
 */
export function answersOf(question: QuestionId): ResultRow[] {
  const random = seeded(QUESTIONS.findIndex(({ id }) => id === question));
  const draw = (): number => uniform(random);
  const asked = QUESTIONS.find(({ id }) => id === question)!;
  return READERS.slice(0, MANY.includes(question) ? 6 : 3).flatMap((reader, r) =>
    ['SAP', 'PGD', 'alpha'].flatMap((arm, a) =>
      Array.from({ length: reader === 'R3' ? PAIRS - 3 : PAIRS }, (_, i) => i).flatMap((i): ResultRow[] => {
        const isFoil = asked.foils && i % 3 === 0;
        const realSide = (i + r) % 2 === 0 ? 1 : 2;
        const one = (kind: ResultRow['kind'], side: 1 | 2): ResultRow => {
          const truth = asked.truthOf({ realSide: side, sameClass: !isFoil });
          const right = asked.right(truth as never) as readonly string[];
          const wrong = asked.answers.filter(({ id }) => !right.includes(id)).map(({ id }) => id as string);
          const isRight = reader === '1E5' && arm === 'SAP' ? true : draw() < 0.6;
          const among = isRight ? right : wrong;
          const given = among[Math.floor(draw() * among.length)] as ResultRow['answer'];
          const tracing = asked.answers.find(({ id }) => id === given)?.tracing ?? null;
          const cannotSay = kind === 'main' && i === 5 && reader === 'R1';
          return {
            ...BASE,
            ...{ session_id: `s-${reader}`, reader, task: question, question, arm, kind, real_side: side },
            pair_id: `${arm}-${i}`,
            record: a === 2 ? `B${i}` : `A${i}`,
            other_record: isFoil ? `F${i}` : null,
            answer: cannotSay ? 'cannot-say' : given,
            correct: cannotSay ? null : isRight ? 1 : 0,
            chosen_side: cannotSay || tracing === null ? null : tracing === 0 ? 1 : 2,
            response_time_ms: Math.round(10_000 * draw()) / 10,
            fast: i === 7 ? 1 : 0,
          };
        };
        const first = one('main', realSide);
        const again = i < 4 && arm === 'SAP' ? [one('repeat', realSide === 1 ? 2 : 1)] : [];
        const before: ResultRow[] = i === 2 ? [{ ...first, amended: 1, correct: 1 }] : [];
        return [...before, first, ...again];
      }),
    ),
  );
}

/** Right answers to 20 pairs of each size, in µV: as people see them, all, nothing, a step, and no curve at all. */
const SEEN = [
  [12, 15, 19, 20],
  [19, 20, 20, 20],
  [9, 10, 8, 10],
  [10, 20, 20, 20],
  [19, 11, 18, 12],
];
const SIZES = [10, 20, 40, 80];

/** Two attacks of several budgets, the second one of three with few pairs. */
export const protocolOfSizes = parseProtocol({
  ...{ schemaVersion: 1, title: 'Sizes', seed: 1, sharedKeys: true, options: { similarityMargin: 0.65 } },
  tasks: ['sap', 'pgd'].map((method) => ({
    ...{ id: method, question: 'which-is-real' },
    arms: sizesOf(method).map((epsilonUnits) => ({
      ...{ name: `${method}-${epsilonUnits}`, attack: { method, epsilonUnits, alphaUnits: 1 }, pairs: 20 },
    })),
  })),
});

function sizesOf(method: string): number[] {
  return method === 'sap' ? SIZES : SIZES.slice(0, 3);
}

/** What `SEEN` says, of five readers; of the second attack one reader and the first five answers alone. */
export const answersToSizes = (): ResultRow[] =>
  SEEN.flatMap((counts, r) =>
    (r === 0 ? (['sap', 'pgd'] as const) : (['sap'] as const)).flatMap((attack) =>
      sizesOf(attack).flatMap((epsilon) =>
        Array.from({ length: attack === 'sap' ? 20 : 5 }, (_, i): ResultRow => {
          const correct = (i * 7) % 20 < (counts[SIZES.indexOf(epsilon)] as number) ? 1 : 0;
          const real = (i + r) % 2 === 0 ? 1 : 2;
          const chosen = correct === 1 ? real : real === 1 ? 2 : 1;
          return {
            ...BASE,
            ...{ session_id: `s-R${r}`, reader: `R${r}`, task: attack, arm: `${attack}-${epsilon}`, attack },
            ...{ epsilon_uv: epsilon, record: `${epsilon}-${i}`, pair_id: `${attack}-${epsilon}-${i}`, correct },
            ...{ real_side: real, chosen_side: chosen, answer: chosen === 1 ? '1' : '2' },
          };
        }),
      ),
    ),
  );
