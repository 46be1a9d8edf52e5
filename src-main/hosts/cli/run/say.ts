import { terminalText } from '../../../../src-shared/format/terminal-text.ts';

/** Tells people something on stderr: a line, or several. Nothing in it acts on the terminal. */
export function say(text: string): void {
  process.stderr.write(`${terminalText(text)}\n`);
}
