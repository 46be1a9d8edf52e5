import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import {
  announced,
  chooseByKey,
  frames,
  inFreshWindow,
  next,
  progress,
  REAL,
  SAME,
  startReading,
} from './open-reading.ts';

inFreshWindow();

describe('the screen', () => {
  it.each([
    [1280, 720],
    [1024, 640],
    [1920, 1080],
  ])('shows both tracings, question and buttons at %s × %s without scrolling', async (width, height) => {
    await page.viewport(width, height);
    await startReading({ questions: [SAME], instructions: 'Classes: normal, AF, other, noise.' });
    (document.body.firstElementChild as HTMLElement).style.height = '100vh';
    await frames(4);
    expect(document.documentElement.scrollHeight).toBeLessThanOrEqual(window.innerHeight);
    const papers = page.getByRole('img').elements();
    expect(papers).toHaveLength(2);
    const heights = papers.map((paper) => paper.getBoundingClientRect().height);
    expect(heights[0]).toBe(heights[1]);
    expect(heights[0]).toBeGreaterThan((3 * 10 * 96) / 25.4);
    const parts = [...papers, next().element(), page.getByRole('heading', { level: 1 }).element()];
    for (const part of parts) {
      const box = part.getBoundingClientRect();
      expect(box.top).toBeGreaterThanOrEqual(0);
      expect(box.bottom).toBeLessThanOrEqual(window.innerHeight);
    }
  });

  it('says the instructions of a task in a language that they have, and announces the same ones once', async () => {
    await startReading({ questions: [SAME, SAME], instructions: { fr: 'Lisez bien.', de: 'Bitte lesen.' } });
    await expect.element(page.getByText('Lisez bien.')).toHaveAttribute('lang', 'fr');
    await expect.element(page.getByText(/^The study has this text only in another language: .*French/)).toBeVisible();
    await chooseByKey('s');
    await userEvent.keyboard('{Enter}');
    await expect.poll(progress).toBe('2 of 2');
    expect(page.getByRole('dialog').elements()).toEqual([]);
  });

  it('gives a single tracing the room of both, without a number, and times it from its own painting', async () => {
    const client = await startReading({ questions: ['is-real'], shown: 1 });
    await frames(4);
    const paper = page.getByRole('img', { name: 'ECG' });
    expect(paper.elements()).toHaveLength(1);
    expect(paper.element().getBoundingClientRect().height).toBeGreaterThan(350);
    expect(document.querySelectorAll('.frame .number')).toHaveLength(0);
    await chooseByKey('n');
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => client.received).toHaveLength(1);
    await expect.element(page.getByText(/^The one case is answered/)).toBeVisible();
  });

  it.each([
    [1280, 720],
    [1024, 640],
  ])('has room for six ratings at %s × %s', async (width, height) => {
    await page.viewport(width, height);
    const client = await startReading({ questions: ['is-real-rating'], shown: 1 });
    (document.body.firstElementChild as HTMLElement).style.height = '100vh';
    await frames(4);
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width);
    const buttons = [...document.querySelectorAll('[data-answer]'), next().element()];
    expect(buttons).toHaveLength(7);
    for (const button of buttons) expect(button.getBoundingClientRect().bottom).toBeLessThanOrEqual(height);
    await chooseByKey('6');
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => client.received.map(({ answer }) => answer)).toEqual(['6']);
  });

  it('says when part of a tracing lies beyond the paper, and lets it be moved into view', async () => {
    await startReading({
      questions: [REAL],
      samples: () => Array.from({ length: 3000 }, (_, at) => (at === 900 ? 6000 : 0)),
    });
    await frames(4);
    await expect.element(page.getByText(/is off the paper/)).toBeVisible();
    await userEvent.keyboard('{Shift>}{ArrowUp}{ArrowUp}{ArrowUp}{ArrowUp}{ArrowUp}{ArrowUp}{/Shift}');
    await expect.poll(() => document.body.textContent).not.toMatch(/is off the paper/);
    await expect.element(next()).toBeDisabled();
  });

  it('holds nothing that tells the pairs apart: no ids of tracings, trials or sessions, nor any name', async () => {
    const client = await startReading({ questions: [REAL, SAME] });
    for (let trial = 0; trial < 2; trial++) {
      await frames(4);
      const html = document.body.outerHTML;
      expect(html).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
      expect(html).not.toMatch(/A0\d{4}|sap|pgd|\barm\b|normal|adversarial|original|attack/i);
      for (const element of document.querySelectorAll('body *')) {
        for (const { name, value } of element.attributes)
          if (name !== 'style') expect(`${name}=${value}`).not.toMatch(/real|fake|left|right/i);
      }
      await chooseByKey(trial === 0 ? '1' : 's');
      await userEvent.keyboard('{Enter}');
      if (trial === 0) await announced();
    }
    expect(client.received).toHaveLength(2);
    expect(location.href).not.toContain(client.sessionId);
  });

  it('writes no text smaller than 12 px', async () => {
    await startReading({ questions: [REAL] });
    await userEvent.keyboard('p');
    for (const element of document.querySelectorAll('main *')) {
      const text = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim());
      if (text)
        expect(Number.parseFloat(getComputedStyle(element).fontSize), element.outerHTML).toBeGreaterThanOrEqual(12);
    }
  });
});
