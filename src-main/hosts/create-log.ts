import { pino, type Logger } from 'pino';

/**
 * The program's log, as JSON lines on stderr, so that stdout carries results only. Warnings and errors only;
 * EQUIPOISE_LOG=info or debug shows more. A study's truth must never be logged.
 */
export function createLog(level: string = process.env['EQUIPOISE_LOG'] ?? 'warn'): Logger {
  return pino(
    { level: Object.hasOwn(pino.levels.values, level) ? level : 'warn' },
    pino.destination({ fd: 2, sync: true }),
  );
}
