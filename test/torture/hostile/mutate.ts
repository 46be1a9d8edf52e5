import { integer, type RandomGenerator } from '../../../src-main/numeric/random.ts';

/** What trips programs up: too large, too small, no number, names of every object, marks of direction, ways out. */
const TOKENS = [
  ...['1e308', '1e-308', '-1', '0', 'NaN', 'Infinity', '4294967296', '99999999999999999999', '1'.repeat(400)],
  ...[
    '__proto__',
    'constructor',
    '\0',
    '\u202e',
    '\x1b[2J',
    '../../etc/passwd',
    '/',
    '"',
    '{',
    '[',
    ',',
    '\n',
    ' ',
    '',
  ],
];
const VALUES: readonly unknown[] = [
  ...[null, true, 0, -1, 1e9, 1e308, '', 'x', '__proto__', [], {}, [null], [[[]]], { name: 'x' }, [1e9], [-1, -1]],
  JSON.parse('['.repeat(200) + ']'.repeat(200)),
];

export function oneOf<T>(random: RandomGenerator, all: readonly T[]): T {
  return all[integer(random, 0, all.length - 1)] as T;
}

/** The bytes with one to three pieces flipped, cut out, repeated or replaced. */
export function mutateBytes(random: RandomGenerator, bytes: Buffer): Buffer {
  let changed = Buffer.from(bytes);
  for (let times = integer(random, 1, 3); times > 0; times--) {
    const at = integer(random, 0, changed.length);
    const end = Math.min(changed.length, at + integer(random, 0, 40));
    const [before, piece, after] = [changed.subarray(0, at), changed.subarray(at, end), changed.subarray(end)];
    const token = Buffer.from(oneOf(random, TOKENS));
    const noise = Buffer.from(Array.from({ length: end - at }, () => integer(random, 0, 255)));
    const parts = [
      [before],
      [before, after],
      [before, piece, piece, after],
      [before, token, after],
      [before, noise, after],
    ];
    changed = Buffer.concat(oneOf(random, parts));
  }
  return changed;
}

/** The text with one to three of its words replaced. */
export function mutateWords(random: RandomGenerator, text: string): string {
  let words = text.split(/(\s+|[/,:])/);
  for (let times = integer(random, 1, 3); times > 0; times--) {
    const at = integer(random, 0, words.length - 1);
    words = words.with(at, oneOf(random, TOKENS));
  }
  return words.join('');
}

/** The document with one to three of its values replaced or taken away. */
export function mutateJson(random: RandomGenerator, document: unknown): unknown {
  const changed: unknown = structuredClone(document);
  for (let times = integer(random, 1, 3); times > 0; times--) {
    const [holder, key] = oneOf(random, placesIn(changed));
    if (integer(random, 0, 3) === 0) Reflect.deleteProperty(holder, key);
    else Reflect.set(holder, key, structuredClone(oneOf(random, VALUES)));
  }
  return changed;
}

function placesIn(value: unknown): [holder: object, key: string][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, below]): [object, string][] => [[value, key], ...placesIn(below)]);
}
