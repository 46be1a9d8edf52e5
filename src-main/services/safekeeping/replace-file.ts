import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Replaces a small file as a whole, durably: either the old or the new one is there, whatever happens. */
export async function replaceFile(path: string, text: string): Promise<void> {
  const made = `${path}.${process.pid}.new`;
  const file = await open(made, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.datasync();
  } finally {
    await file.close();
  }
  await rename(made, path);
  await syncFolder(dirname(path));
}

/** The new name is in the folder itself; Windows opens no folders, and writes names at once. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
