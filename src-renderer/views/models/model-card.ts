import { z } from 'zod';
import { metricsSchema, type Metrics } from '../../../src-shared/contract/models.ts';
import { count } from '../../../src-shared/format/number.ts';
import { humanise } from '../../format/words.ts';

/** A card is JSON that whoever trained the model wrote: read where its shape is known, shown as it is elsewhere. */
type Card = Record<string, unknown>;

export interface CardFact {
  name: string;
  value: string;
}

export interface CardScores {
  /** What they were measured on, as the card names it: 'test'. */
  name: string;
  metrics: Metrics;
  intervals: unknown;
}

/** Cards of earlier versions have intervals of some scores only: they are read one by one. */
const cardMetricsSchema = metricsSchema.omit({ intervals: true });

/** Another training with the same options, as the card tells of it. */
const cardSeedsSchema = z.array(
  z.object({
    seed: z.int(),
    bestEpoch: z.int(),
    validation: z.object({ accuracy: z.number(), meanF1: z.number() }),
    test: z.object({ accuracy: z.number(), meanF1: z.number() }),
  }),
);
/** `own`: it is the model of this card. */
export type CardSeed = z.infer<typeof cardSeedsSchema>[number] & { own: boolean };

/** Keys whose words are not the field's. */
const NAMES: Record<string, string> = {
  gigaMacsAt9000Samples: 'GMAC for 30 s',
  meanF1: 'Mean F1',
  seconds: 'Training, s',
};

const LONGEST_LIST = 12;
const LONGEST_MAP = 6;
const SHOWN_ELSEWHERE = new Set(['name', 'description', 'architecture', 'parameters', 'history', 'epochs']);

/** The scores that the card gives, each with its 95 % intervals if there are some beside it; those of the test first. */
export function cardScores(card: Card): CardScores[] {
  const entries = Object.entries(card).sort(([a], [b]) => Number(b === 'test') - Number(a === 'test'));
  return entries.flatMap(([name, value]) => {
    const parsed = cardMetricsSchema.safeParse(value);
    return parsed.success
      ? [{ name, metrics: parsed.data, intervals: isCard(value) ? value['intervals'] : undefined }]
      : [];
  });
}

/** The seeds that the card tells of; none where it tells of no other than its own. */
export function cardSeeds(card: Card): CardSeed[] {
  const seeds = cardSeedsSchema.safeParse(card['seeds']).data ?? [];
  const own = isCard(card['options']) ? card['options']['seed'] : undefined;
  return seeds.length > 1 ? seeds.map((one) => ({ ...one, own: one.seed === own })) : [];
}

/** The interval of a score (`accuracy`, `meanF1`, `f1.N` …) in what stands under `intervals`. */
export function intervalOf(intervals: unknown, score: string): [number, number] | undefined {
  const found = score.split('.').reduce<unknown>((at, key) => (isCard(at) ? at[key] : undefined), intervals);
  if (!Array.isArray(found) || found.length !== 2) return undefined;
  const [low, high] = found as unknown[];
  return typeof low === 'number' && typeof high === 'number' ? [low, high] : undefined;
}

/** Every other plain value of the card, nested names joined: 'Data, split'. Long lists are left to the file. */
export function cardFacts(card: Card, prefix = ''): CardFact[] {
  return Object.entries(card).flatMap(([key, value]): CardFact[] => {
    if (prefix === '' && SHOWN_ELSEWHERE.has(key)) return [];
    if (value === null || value === undefined || cardMetricsSchema.safeParse(value).success) return [];
    const words = NAMES[key] ?? humanise(key);
    const name = prefix === '' ? words : `${prefix}, ${words.charAt(0).toLowerCase()}${words.slice(1)}`;
    const plain = plainText(value);
    if (plain !== undefined) return [{ name, value: plain }];
    return isCard(value) ? cardFacts(value, key === 'options' ? '' : name) : [];
  });
}

/** A value on one line: a word, a number, a short list of them, or a few numbers by name ('N 4,110, A 607'). */
function plainText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return Number.isInteger(value) ? count(value) : String(Number(value.toPrecision(4)));
  if (Array.isArray(value)) {
    if (value.length > LONGEST_LIST || value.some((item) => typeof item === 'object')) return undefined;
    return value.map(plainText).join(', ');
  }
  if (!isCard(value)) return undefined;
  const entries = Object.entries(value);
  if (entries.length > LONGEST_MAP || entries.some(([, item]) => typeof item !== 'number')) return undefined;
  return entries.map(([name, item]) => `${name} ${plainText(item)}`).join(', ');
}

function isCard(value: unknown): value is Card {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
