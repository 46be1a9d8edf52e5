import { mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildPage } from '../test/e2e/host-process.ts';
import { launchBrowser } from '../test/e2e/launch-browser.ts';
import { takeCoordinatorPictures } from './pictures/coordinator.ts';
import { takeOwnFilesPictures } from './pictures/own-files.ts';
import { takeReaderPictures } from './pictures/reader.ts';

/**
 * `npm run docs:pictures`: the pictures of the guides in docs/, taken of the program itself in a real browser. Those of
 * docs/bring-your-own.md need a Python with NumPy and PyTorch, which EQUIPOISE_PEER_PYTHON names; without it they stay as they are.
 */

// Some pictures show where a file lies.
const root = path.join(tmpdir(), 'ecg-reading');
rmSync(root, { recursive: true, force: true });
mkdirSync(root);
await buildPage();
const browser = await launchBrowser();
try {
  await takeReaderPictures(root, browser);
  await takeCoordinatorPictures(root, browser);
  const python = process.env['EQUIPOISE_PEER_PYTHON'];
  if (python) await takeOwnFilesPictures(root, browser, python);
  else console.log('EQUIPOISE_PEER_PYTHON is not set: the pictures of docs/bring-your-own.md stay as they are.');
} finally {
  await browser.close();
  rmSync(root, { recursive: true, force: true });
}
