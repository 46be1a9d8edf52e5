import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { AppError } from '../../../../src-shared/errors/app-error.ts';
import { say } from '../run/say.ts';

export const PASSPHRASE_FILE = 'its first line is the passphrase; else it is asked for';

/**
 * The first line of a file, or what a person types unseen; typed twice where it is a new one. Throws AppError 'bad-input'
 * where there is neither a file nor a terminal.
 */
export async function readPassphrase(file: string | undefined, { isNew }: { isNew: boolean }): Promise<string> {
  if (file !== undefined) {
    const [line = ''] = readFileSync(file, 'utf8').split(/\r?\n/);
    return line;
  }
  if (!process.stdin.isTTY)
    throw new AppError('bad-input', 'There is no terminal to ask for the passphrase: give --passphrase-file <file>.');
  const passphrase = await ask(isNew ? 'New passphrase: ' : 'Passphrase: ');
  if (isNew && (await ask('Once more: ')) !== passphrase)
    throw new AppError('bad-input', 'These are two different passphrases: nothing was made.');
  return passphrase;
}

/** What a person types at the terminal, seen. Throws AppError 'bad-input' where there is none. */
export async function askLine(question: string): Promise<string> {
  if (!process.stdin.isTTY) throw new AppError('bad-input', 'There is no terminal to confirm it at: give --yes.');
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await new Promise((resolve) => lines.question(question, resolve));
  } finally {
    lines.close();
  }
}

function ask(question: string): Promise<string> {
  process.stderr.write(question);
  return new Promise((resolve, reject) => {
    // Without an output nothing that is typed is shown.
    const lines = createInterface({ input: process.stdin, terminal: true });
    lines.once('line', (line) => {
      lines.close();
      say('');
      resolve(line);
    });
    lines.once('SIGINT', () => {
      lines.close();
      reject(new AppError('cancelled', 'Stopped.'));
    });
  });
}
