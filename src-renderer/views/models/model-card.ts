/** A card is JSON that whoever trained the model wrote: shown as it is, without what the panel shows elsewhere. */

export interface CardFact {
  name: string;
  value: string;
}

const SHOWN_ELSEWHERE = new Set(['name', 'architecture', 'parameters', 'history', 'confusion', 'epochs', 'intervals']);

/** Every plain value of the card, nested names joined: 'split seed: 1'. Long lists are left to the file. */
export function cardFacts(card: Record<string, unknown>, prefix = ''): CardFact[] {
  return Object.entries(card).flatMap(([key, value]): CardFact[] => {
    const name = prefix === '' ? humanise(key) : `${prefix}, ${humanise(key).toLowerCase()}`;
    if (prefix === '' && SHOWN_ELSEWHERE.has(key)) return [];
    if (value === null || value === undefined) return [];
    if (Array.isArray(value)) {
      const plain = value.every((item) => typeof item !== 'object' || item === null);
      return plain && value.length <= 12 ? [{ name, value: value.map(plainText).join(', ') }] : [];
    }
    if (typeof value === 'object') return cardFacts(value as Record<string, unknown>, name);
    return [{ name, value: plainText(value) }];
  });
}

/** The 95 % interval of a score (`accuracy`, `meanF1`, `f1.N` …) where the card has one under `intervals`. */
export function cardInterval(card: Record<string, unknown>, score: string): [number, number] | undefined {
  const found = score
    .split('.')
    .reduce<unknown>(
      (at, key) => (isRecord(at) ? at[key] : undefined),
      card['intervals'] ?? testOf(card)?.['intervals'],
    );
  if (!Array.isArray(found) || found.length !== 2) return undefined;
  const [low, high] = found as unknown[];
  return typeof low === 'number' && typeof high === 'number' ? [low, high] : undefined;
}

function testOf(card: Record<string, unknown>): Record<string, unknown> | undefined {
  return isRecord(card['test']) ? card['test'] : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function plainText(value: unknown): string {
  if (typeof value === 'number' && !Number.isInteger(value)) return String(Number(value.toPrecision(4)));
  return String(value);
}

/** 'learningRate' → 'Learning rate'. */
export function humanise(key: string): string {
  const words = key
    .replaceAll(/[_-]+/g, ' ')
    .replaceAll(/([a-z0-9])([A-Z])/g, (_, before: string, capital: string) => `${before} ${capital.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
