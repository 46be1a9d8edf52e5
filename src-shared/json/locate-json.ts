import { printParseErrorCode, visit } from 'jsonc-parser';

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

/** What should stand where a problem is, by the parser's name of the problem. */
const EXPECTED = new Map([
  ['PropertyNameExpected', 'the name of a field in double quotes'],
  ['ValueExpected', 'a value'],
  ['ColonExpected', 'a colon'],
  ['CommaExpected', 'a comma or a closing bracket'],
  ['CloseBraceExpected', 'a comma or }'],
  ['CloseBracketExpected', 'a comma or ]'],
  ['EndOfFileExpected', 'nothing more'],
  ['InvalidSymbol', 'a text in double quotes, a number, true, false or null'],
  ['UnexpectedEndOfNumber', 'a number with digits after its point and exponent'],
  ['InvalidCommentToken', 'no comment, which JSON does not have,'],
]);

class NotJson extends Error {
  readonly place: TextPlace;

  constructor(message: string, place: TextPlace) {
    super(message);
    this.place = place;
  }
}

/**
 * Reads a JSON text (RFC 8259) as JSON.parse does, but refuses a field that is there twice, and remembers where each value
 * begins, so that whatever is wrong with the document can be told by its line. A path that is not there has the place of
 * the nearest value around it.
 */
export function locateJson(text: string): LocatedJson {
  try {
    const places = placesIn(text);
    const placeOf = (path: JsonPath): TextPlace =>
      places.get(keyOf(path)) ?? (path.length === 0 ? { line: 1, column: 1 } : placeOf(path.slice(0, -1)));
    return { json: JSON.parse(text), placeOf };
  } catch (error) {
    if (!(error instanceof NotJson)) throw error;
    return { problem: error.message, place: error.place };
  }
}

const keyOf = (path: JsonPath): string => JSON.stringify(path);

/** Path → place of the value; of a field, of its name. Throws NotJson at the first problem. */
function placesIn(text: string): ReadonlyMap<string, TextPlace> {
  const places = new Map<string, TextPlace>();
  const begin = (_at: number, _length: number, line: number, character: number, path: () => JsonPath) => {
    const place = { line: line + 1, column: character + 1 };
    if (path().length > MOST_LEVELS) throw new NotJson(`it is nested more than ${MOST_LEVELS} levels deep`, place);
    const key = keyOf(path());
    if (!places.has(key)) places.set(key, place);
  };
  visit(
    text,
    {
      onObjectBegin: begin,
      onArrayBegin: begin,
      onLiteralValue: (_value, ...where) => {
        begin(...where);
      },
      onObjectProperty: (name, _at, _length, line, character, path) => {
        const place = { line: line + 1, column: character + 1 };
        const key = keyOf([...path(), name]);
        if (places.has(key)) throw new NotJson(`the field ${JSON.stringify(name)} is there twice`, place);
        places.set(key, place);
      },
      onError: (code, at, _length, line, character) => {
        throw new NotJson(said(printParseErrorCode(code), text[at]), { line: line + 1, column: character + 1 });
      },
    },
    { disallowComments: true },
  );
  return places;
}

function said(problem: string, found: string | undefined): string {
  const expected = EXPECTED.get(problem);
  const instead = found === undefined ? 'the text ends' : `there is ${JSON.stringify(found)}`;
  if (expected) return `${expected} should stand here, and ${instead}`;
  return 'this text in quotes does not end on its line, or holds a wrong escape or character';
}
