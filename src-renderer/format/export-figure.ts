import { AppError } from '../../src-shared/errors/app-error.ts';
import { svgFile, withPlainColors } from '../../src-figures/index.ts';
import { saveBlob, saveText } from './download.ts';

/** Device pixels per CSS pixel of exported pictures: 300 dots to the inch, as journals ask for. */
const PNG_SCALE = 300 / 96;

/** No canvas is larger in a browser. */
const MOST_PX = 16_384;

/** A figure as a file of its own, in light colours; `name` without the extension. */
export function saveSvg(name: string, svg: string): void {
  saveText(`${name}.svg`, 'image/svg+xml', svgFile(svg));
}

/** The same figure in pixels, 300 to the inch, and fewer of one that no canvas could hold. Throws AppError if it cannot be drawn. */
export async function savePng(name: string, svg: string): Promise<void> {
  const image = await loadSvg(withPlainColors(svg));
  const canvas = document.createElement('canvas');
  const scale = Math.min(PNG_SCALE, MOST_PX / Math.max(image.width, image.height));
  canvas.width = Math.round(image.width * scale);
  canvas.height = Math.round(image.height * scale);
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
