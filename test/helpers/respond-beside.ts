import type { ResponseInput } from '../../src-shared/contract/reading.ts';
import { openReadingServices } from './reading-services.ts';

/** A second process on the workspace of a test: says 'ready', then answers once and sends what came of it. */
const [workspaceDir = '', response = ''] = process.argv.slice(2);
const services = await openReadingServices(workspaceDir);
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
