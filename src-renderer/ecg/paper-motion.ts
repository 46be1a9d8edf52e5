import type { Attachment } from 'svelte/attachments';

export interface PaperMotion {
  /** Moves along the time axis, CSS px; positive is later. */
  scroll(byPx: number): void;
  /** Moves the paper up or down by dragging, CSS px; positive is down. Without it only the time axis moves. */
  pan?: ((byPx: number) => void) | undefined;
  /** A press without a drag. */
  tap?: (() => void) | undefined;
  /** Whether an ordinary wheel moves along time; if not, only a sideways one does, and the page keeps the rest. */
  wheelScrolls: boolean;
}

/** A press that moves further than this is a drag, CSS px. */
const DRAG_THRESHOLD_PX = 4;
const PX_PER_WHEEL_LINE = 16;

/** Wheel and drag on a piece of paper. */
export function paperMotion(motion: PaperMotion): Attachment<HTMLElement> {
  return (node) => {
    let press: { id: number; x: number; y: number; dragging: boolean } | null = null;

    function onWheel(event: WheelEvent): void {
      if (event.ctrlKey) return;
      const upright = motion.wheelScrolls || event.shiftKey ? event.deltaY : 0;
      const by = (event.deltaX + upright) * (event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : PX_PER_WHEEL_LINE);
      if (by === 0) return;
      event.preventDefault();
      motion.scroll(by);
    }

    function onPointerDown(event: PointerEvent): void {
      if (event.button !== 0 || !event.isPrimary) return;
      press = { id: event.pointerId, x: event.clientX, y: event.clientY, dragging: false };
      node.setPointerCapture(event.pointerId);
    }

    function onPointerMove(event: PointerEvent): void {
      if (press === null || event.pointerId !== press.id) return;
      const dx = event.clientX - press.x;
      const dy = event.clientY - press.y;
      if (!press.dragging && Math.hypot(dx, dy) < DRAG_THRESHOLD_PX) return;
      press = { id: press.id, x: event.clientX, y: event.clientY, dragging: true };
      if (dx !== 0) motion.scroll(-dx);
      if (dy !== 0) motion.pan?.(dy);
    }

    function onPointerUp(event: PointerEvent): void {
      if (press === null || event.pointerId !== press.id) return;
      if (event.type === 'pointerup' && !press.dragging) motion.tap?.();
      press = null;
    }

    const controller = new AbortController();
    const { signal } = controller;
    node.addEventListener('wheel', onWheel, { passive: false, signal });
    node.addEventListener('pointerdown', onPointerDown, { signal });
    node.addEventListener('pointermove', onPointerMove, { signal });
    node.addEventListener('pointerup', onPointerUp, { signal });
    node.addEventListener('pointercancel', onPointerUp, { signal });
    return () => controller.abort();
  };
}
