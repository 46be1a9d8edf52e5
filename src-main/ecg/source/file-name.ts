/** The last part of a path with forward slashes. */
export function baseName(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1);
}

/** What comes before it, with its slash; empty at the top. */
export function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf('/') + 1);
}

/** Orders files from the top of the tree downwards, at the same depth by name. */
export function byDepth(a: string, b: string): number {
  return a.split('/').length - b.split('/').length || (a < b ? -1 : 1);
}
