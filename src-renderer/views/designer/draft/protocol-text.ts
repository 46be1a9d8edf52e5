/** An object of no more than strings and numbers, as JSON.stringify spreads it over lines: what it lists of pairs. */
const LISTED = /\{\n\s+"real": (?:"(?:[^"\\]|\\.)*"|[^{}"])*\}/g;

/** A protocol as text for people; a listed pair has one line, as in the file that it came from. */
export function protocolText(json: unknown): string {
  return `${JSON.stringify(json, null, 2).replace(LISTED, (pair) => pair.replace(/\n\s*/g, ' '))}\n`;
}
