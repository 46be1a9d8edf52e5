/** `npm run build`: the desktop application into out/ (main, worker, preload, renderer). */
import { SetupError } from './setup/context.mjs';
import { buildDesktop } from './setup/build-output.mjs';
import { ensureSetUp } from './setup/parts.mjs';

try {
  const { node } = await ensureSetUp({ parts: ['dependencies', 'node', 'messages'], say: console.error });
  await buildDesktop(node);
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
