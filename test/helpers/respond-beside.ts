import { pino } from 'pino';
import { createServices } from '../../src-main/services/create-services.ts';
import type { ResponseInput } from '../../src-shared/contract/reading.ts';

/** A second process on the workspace of a test: says 'ready', then answers once and sends what came of it. */
const [workspaceDir = '', response = ''] = process.argv.slice(2);
const services = await createServices({
  workspaceDir,
  appRoot: workspaceDir,
  spawnWorker: () => {
    throw new Error('reading needs no worker');
  },
  log: pino({ level: 'silent' }),
  version: '1.2.3',
});
process.once('message', () => {
  let outcome: unknown;
  try {
    outcome = { answered: services.sessions.respond(JSON.parse(response) as ResponseInput).answered };
  } catch (error) {
    const { name, message } = error as Error;
    outcome = { name, message };
  }
  process.send?.(outcome, () => process.exit());
});
process.send?.('ready');
