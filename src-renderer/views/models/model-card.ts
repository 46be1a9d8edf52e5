import { metricsSchema, type Metrics } from '../../../src-shared/contract/models.ts';
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

const SHOWN_ELSEWHERE = new Set(['name', 'architecture', 'parameters', 'history', 'epochs']);

/** The scores that the card gives, each with its 95 % intervals if there are some beside it. */
export function cardScores(card: Card): CardScores[] {
  return Object.entries(card).flatMap(([name, value]) => {
    const parsed = metricsSchema.safeParse(value);
    return parsed.success
      ? [{ name, metrics: parsed.data, intervals: isCard(value) ? value['intervals'] : undefined }]
      : [];
  });
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
    if (value === null || value === undefined || metricsSchema.safeParse(value).success) return [];
    const name = prefix === '' ? humanise(key) : `${prefix}, ${humanise(key).toLowerCase()}`;
    if (Array.isArray(value)) {
      const plain = value.every((item) => typeof item !== 'object' || item === null);
      return plain && value.length <= 12 ? [{ name, value: value.map(plainText).join(', ') }] : [];
    }
    return isCard(value) ? cardFacts(value, name) : [{ name, value: plainText(value) }];
  });
}

function isCard(value: unknown): value is Card {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function plainText(value: unknown): string {
  if (typeof value === 'number' && !Number.isInteger(value)) return String(Number(value.toPrecision(4)));
  return String(value);
}
