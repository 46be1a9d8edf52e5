import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { create, type Font } from 'fontkit';

/** A typeface that is embedded, so that a PDF looks the same everywhere, as journals ask. */
interface Typeface {
  name: string;
  file: Buffer;
  /** Whether it can draw the character. */
  has: (codePoint: number) => boolean;
}

/** Text in one typeface. */
export interface Run {
  typeface: string;
  text: string;
}

const require = createRequire(import.meta.url);
const weights = new Map<number, readonly Typeface[]>();

/** The first that has a character draws it. Arimo is as wide as Arial, for which figures are laid out; the last has symbols. */
const FAMILIES = ['arimo/files/arimo-latin', 'arimo/files/arimo-greek', 'dejavu-sans/files/dejavu-sans-latin'];

/** Those of a weight, read once; each is unpacked when a character is looked for in it. */
export function typefacesOf(weight: 400 | 700): readonly Typeface[] {
  const known = weights.get(weight);
  if (known) return known;
  const read = FAMILIES.map((family): Typeface => {
    const file = readFileSync(require.resolve(`@fontsource/${family}-${weight}-normal.woff`));
    let font: Font | undefined;
    const has = (codePoint: number): boolean => (font ??= create(file) as Font).hasGlyphForCodePoint(codePoint);
    return { name: `${family} ${weight}`, file, has };
  });
  weights.set(weight, read);
  return read;
}

/** The text in runs of one typeface each. What none of them can draw stays in the last one: see `missingFrom`. */
export function runsOf(text: string, weight: 400 | 700): Run[] {
  const typefaces = typefacesOf(weight);
  const last = typefaces.at(-1);
  const runs: Run[] = [];
  for (const character of text) {
    const typeface = typefaces.find(({ has }) => has(character.codePointAt(0) ?? 0)) ?? last;
    const run = runs.at(-1);
    if (typeface === undefined) continue;
    if (run?.typeface === typeface.name) run.text += character;
    else runs.push({ typeface: typeface.name, text: character });
  }
  return runs;
}

/** The characters that no typeface of ours can draw, each once: Chinese ones, for example. */
export function missingFrom(text: string): string[] {
  const isMissing = (character: string): boolean =>
    !/\s/.test(character) && !typefacesOf(400).some(({ has }) => has(character.codePointAt(0) ?? 0));
  return [...new Set(text)].filter(isMissing);
}
