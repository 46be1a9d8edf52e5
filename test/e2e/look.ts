import type { Page } from 'playwright-core';

/** Visible text below 12 px, with its size. */
export function smallTexts(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('body *')]
      .filter((element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
      .filter(({ childNodes }) =>
        [...childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.nodeValue?.trim()),
      )
      .filter((element) => parseFloat(getComputedStyle(element).fontSize) < 12)
      .map((element) => `${getComputedStyle(element).fontSize}: ${element.textContent?.trim().slice(0, 40)}`),
  );
}

/** What is wider than the window, or than the part of it that views lie in. */
export function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [document.documentElement, document.body, ...document.querySelectorAll<HTMLElement>('main')]
      .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
      .map(({ tagName, scrollWidth, clientWidth }) => `${tagName} is ${scrollWidth} px wide in ${clientWidth} px`),
  );
}

/** How far the page itself can be scrolled in the workbench, where only its main part may: rail and strip stay in place. */
export function scrollable(page: Page): Promise<number> {
  return page.evaluate(() =>
    document.querySelector('.workbench') === null ? 0 : document.documentElement.scrollHeight - window.innerHeight,
  );
}

export interface Picture {
  width: number;
  height: number;
  colors: number;
}

/** Gives a page another device pixel ratio; what is returned takes pictures of it in device pixels. */
export async function setPixelRatio(page: Page, deviceScaleFactor: number): Promise<() => Promise<string>> {
  const devTools = await page.context().newCDPSession(page);
  const size = page.viewportSize() ?? { width: 1280, height: 720 };
  await devTools.send('Emulation.setDeviceMetricsOverride', { ...size, deviceScaleFactor, mobile: false });
  // Asked for directly: Playwright's own screenshots are ten times slower, for the sake of small files.
  return async () => (await devTools.send('Page.captureScreenshot', { optimizeForSpeed: true })).data;
}

/** A picture's size, and how many colours it has when shrunk; a blank page decodes it. */
export function describePicture(base64Png: string, blankPage: Page): Promise<Picture> {
  return blankPage.evaluate(async (base64) => {
    const blob = await (await fetch(`data:image/png;base64,${base64}`)).blob();
    const bitmap = await createImageBitmap(blob);
    const context = new OffscreenCanvas(320, 180).getContext('2d', { willReadFrequently: true })!;
    context.drawImage(bitmap, 0, 0, 320, 180);
    const pixels = new Uint32Array(context.getImageData(0, 0, 320, 180).data.buffer);
    return { width: bitmap.width, height: bitmap.height, colors: new Set(pixels).size };
  }, base64Png);
}

/** Of each tracing's canvas: in what part of its columns there is ink, that is pixels darker than any line of the paper. */
export function inkedColumns(page: Page): Promise<number[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('canvas')].map((canvas) => {
      const { width, height } = canvas;
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, width, height);
      let inked = 0;
      for (let x = 0; x < width; x++) {
        for (let y = 0; y < height; y++) {
          const at = 4 * (y * width + x);
          if (data[at + 3]! > 200 && data[at]! < 130 && data[at + 1]! < 130 && data[at + 2]! < 130) {
            inked++;
            break;
          }
        }
      }
      return inked / width;
    }),
  );
}
