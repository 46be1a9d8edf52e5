/** A place in a text, for people: both from 1. */
export interface TextPlace {
  line: number;
  column: number;
}

export type JsonPath = readonly (string | number)[];

/** A JSON text with where its values begin, or the first place at which it is not JSON. */
export type LocatedJson =
  { json: unknown; placeOf: (path: JsonPath) => TextPlace } | { problem: string; place: TextPlace };

/** Deeper than any document of ours, and far from the end of the stack. */
const MOST_LEVELS = 100;

class NotJson extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

/**
 * Reads a JSON text (RFC 8259) as JSON.parse does, but refuses a field that is there twice, and remembers where each value
 * begins, so that whatever is wrong with the document can be told by its line. A path that is not there has the place of
 * the nearest value around it.
 */
export function locateJson(text: string): LocatedJson {
  const reader = new Reader(text);
  try {
    const json = reader.document();
    const places = reader.begins;
    return {
      json,
      placeOf: (path) => {
        for (let length = path.length; length > 0; length--) {
          const at = places.get(keyOf(path.slice(0, length)));
          if (at !== undefined) return placeIn(text, at);
        }
        return placeIn(text, places.get(keyOf([])) ?? 0);
      },
    };
  } catch (error) {
    if (!(error instanceof NotJson)) throw error;
    return { problem: error.message, place: placeIn(text, error.at) };
  }
}

const keyOf = (path: JsonPath): string => JSON.stringify(path);

function placeIn(text: string, at: number): TextPlace {
  const before = text.slice(0, at).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
/** A whole string: the only text that may hold escapes, and no control character. */
// eslint-disable-next-line no-control-regex -- these are what a string must not have
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const WORDS = [
  ['true', true],
  ['false', false],
  ['null', null],
] as const;

class Reader {
  /** Path → offset of the value; of a field, of its name. */
  readonly begins = new Map<string, number>();
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): unknown {
    const value = this.#value([]);
    this.#space();
    if (this.#at < this.#text.length) throw this.#expected('nothing more');
    return value;
  }

  #value(path: JsonPath): unknown {
    if (path.length > MOST_LEVELS) throw new NotJson(`it is nested more than ${MOST_LEVELS} levels deep`, this.#at);
    this.#space();
    if (!this.begins.has(keyOf(path))) this.begins.set(keyOf(path), this.#at);
    const next = this.#text[this.#at];
    if (next === '{') return this.#object(path);
    if (next === '[') return this.#list(path);
    if (next === '"') return this.#string('a text in quotes');
    for (const [word, value] of WORDS) if (this.#take(word)) return value;
    const number = this.#match(NUMBER);
    if (number === undefined) throw this.#expected('a value');
    return Number(number);
  }

  #object(path: JsonPath): unknown {
    const entries: [string, unknown][] = [];
    const names = new Set<string>();
    this.#take('{');
    this.#space();
    if (this.#take('}')) return {};
    for (;;) {
      this.#space();
      const at = this.#at;
      const name = this.#string('the name of a field in double quotes');
      if (names.has(name)) throw new NotJson(`the field ${JSON.stringify(name)} is there twice`, at);
      names.add(name);
      this.begins.set(keyOf([...path, name]), at);
      this.#space();
      if (!this.#take(':')) throw this.#expected('a colon');
      entries.push([name, this.#value([...path, name])]);
      this.#space();
      // Not by assignment: a field named __proto__ is a field like any other.
      if (this.#take('}')) return Object.fromEntries(entries);
      if (!this.#take(',')) throw this.#expected('a comma or }');
    }
  }

  #list(path: JsonPath): unknown {
    const values: unknown[] = [];
    this.#take('[');
    this.#space();
    if (this.#take(']')) return values;
    for (;;) {
      values.push(this.#value([...path, values.length]));
      this.#space();
      if (this.#take(']')) return values;
      if (!this.#take(',')) throw this.#expected('a comma or ]');
    }
  }

  #string(what: string): string {
    const at = this.#at;
    if (this.#text[at] !== '"') throw this.#expected(what);
    const literal = this.#match(STRING);
    if (literal !== undefined) return String(JSON.parse(literal));
    throw new NotJson('this text in quotes does not end on its line, or holds a wrong escape', at);
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #take(word: string): boolean {
    if (!this.#text.startsWith(word, this.#at)) return false;
    this.#at += word.length;
    return true;
  }

  #space(): void {
    while (/^[ \t\r\n]$/.test(this.#text[this.#at] ?? '')) this.#at++;
  }

  #expected(what: string): NotJson {
    const found = this.#text[this.#at];
    return new NotJson(
      `${what} should stand here, and ${found === undefined ? 'the text ends' : `there is ${JSON.stringify(found)}`}`,
      this.#at,
    );
  }
}
