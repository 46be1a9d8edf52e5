import { visibleText } from './hidden-characters.ts';

/** Text of several lines for a terminal: nothing in it moves the cursor, colours, or turns the direction of writing. */
export function terminalText(text: string): string {
  return text.split('\n').map(visibleText).join('\n');
}

/** A JSON text for a terminal: the same document, hidden characters written as JSON's own escapes. */
export function terminalJson(json: string): string {
  return json.replaceAll(/[\p{Cf}\p{Zl}\p{Zp}\x7f-\x9f]/gu, (character) =>
    [...Array(character.length).keys()]
      .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}
