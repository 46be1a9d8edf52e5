import { AppError } from '../../src-shared/errors/app-error.ts';
import { withPlainColors } from '../../src-figures/index.ts';
import { saveBlob, saveText } from './download.ts';

/** Device pixels per CSS pixel of exported pictures. */
const PNG_SCALE = 2;

/** A figure as a file of its own, in light colours; `name` without the extension. */
export function saveSvg(name: string, svg: string): void {
  saveText(`${name}.svg`, 'image/svg+xml', `<?xml version="1.0" encoding="UTF-8"?>\n${withPlainColors(svg)}`);
}

/** The same figure in pixels, at twice its size. Throws AppError if it cannot be drawn. */
export async function savePng(name: string, svg: string): Promise<void> {
  const image = await loadSvg(withPlainColors(svg));
  const canvas = document.createElement('canvas');
  canvas.width = image.width * PNG_SCALE;
  canvas.height = image.height * PNG_SCALE;
  const context = canvas.getContext('2d');
  if (context === null) throw cannotDraw(name);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  saveBlob(`${name}.png`, await pngOf(canvas, name));
}

async function loadSvg(svg: string): Promise<HTMLImageElement> {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  const image = new Image();
  image.src = url;
  try {
    await image.decode();
  } finally {
    URL.revokeObjectURL(url);
  }
  return image;
}

async function pngOf(canvas: HTMLCanvasElement, name: string): Promise<Blob> {
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (blob === null) throw cannotDraw(name);
  return blob;
}

function cannotDraw(name: string): AppError {
  return new AppError('internal', `This browser could not draw ${name} as a picture. Save it as SVG instead.`);
}
