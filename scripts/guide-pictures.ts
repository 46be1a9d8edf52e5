import { mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildPage } from '../test/e2e/host-process.ts';
import { launchBrowser } from '../test/e2e/launch-browser.ts';
import { takeCoordinatorPictures } from './pictures/coordinator.ts';
import { takeReaderPictures } from './pictures/reader.ts';

/** `npm run docs:pictures`: the pictures of the guides in docs/, taken of the program itself in a real browser. */

// Some pictures show where a file lies.
const root = path.join(tmpdir(), 'ecg-reading');
rmSync(root, { recursive: true, force: true });
mkdirSync(root);
await buildPage();
const browser = await launchBrowser();
try {
  await takeReaderPictures(root, browser);
  await takeCoordinatorPictures(root, browser);
} finally {
  await browser.close();
  rmSync(root, { recursive: true, force: true });
}
