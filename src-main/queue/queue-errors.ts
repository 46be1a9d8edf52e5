import { AppError } from '../../src-shared/errors/app-error.ts';

/** The address without what nobody else should read. */
export function shownAddress(url: string): string {
  try {
    const { protocol, host } = new URL(url);
    return `${protocol}//${host}`;
  } catch {
    return url.replace(/\/\/.*@/, '//');
  }
}

const KINDS: readonly [pattern: RegExp, code: AppError['code'], text: (shown: string, message: string) => string][] = [
  [
    /^OOM |maxmemory/,
    'storage',
    (shown) =>
      `The queue at ${shown} has no memory left. Raise maxmemory there, or send less at once (a smaller recordsPerPiece). Finished pieces are kept: start the sweep again to go on.`,
  ],
  [
    /^(MISCONF|READONLY) /,
    'storage',
    (shown, message) =>
      `The queue at ${shown} takes nothing in: ${message}. Look after its disk, or give --queue its primary.`,
  ],
  [
    /^(NOAUTH|WRONGPASS|ERR AUTH|ERR invalid password|NOPERM)/,
    'refused',
    (shown, message) =>
      `The queue at ${shown} lets nobody in like this (${message}). Give its user and password: redis://user:password@host:6379.`,
  ],
];

const IS_AWAY = /Connection is closed|\b(E[A-Z]{4,}|EAI_AGAIN)\b|Redis version/;

/** Whatever work with the queue threw, as an AppError with a cure; what has nothing to do with the queue as AppError.from has it. */
export function queueError(thrown: unknown, url: string): AppError {
  const error = AppError.from(thrown);
  if (error.code !== 'internal') return error;
  const shown = shownAddress(url);
  const kind = KINDS.find(([pattern]) => pattern.test(error.message));
  if (kind) return new AppError(kind[1], kind[2](shown, error.message), undefined, { cause: thrown });
  return IS_AWAY.test(error.message) ? noQueue(error.message, url) : error;
}

/** For an address at which nothing answers. */
export function noQueue(why: string, url: string): AppError {
  return new AppError(
    'unavailable',
    `No queue answers at ${shownAddress(url)} (${why}). Start Redis or Valkey there, or give another address: --queue redis://host:6379, rediss:// with TLS.`,
  );
}
