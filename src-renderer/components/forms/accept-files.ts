import type { Attachment } from 'svelte/attachments';

/** Takes files that are dropped on an element or anything in it, and says so while they are above it. */
export function acceptFiles(take: ((files: File[]) => void) | undefined): Attachment<HTMLElement> {
  return (element) => {
    if (!take) return;
    const isOfFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') ?? false;
    const over = (event: DragEvent): void => {
      if (!isOfFiles(event)) return;
      event.preventDefault();
      event.stopPropagation();
      element.dataset['drop'] = 'over';
    };
    const leave = (event: DragEvent): void => {
      if (!(event.relatedTarget instanceof Node && element.contains(event.relatedTarget)))
        delete element.dataset['drop'];
    };
    const drop = (event: DragEvent): void => {
      if (!isOfFiles(event)) return;
      event.preventDefault();
      event.stopPropagation();
      delete element.dataset['drop'];
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length > 0) take(files);
    };
    const listeners = { dragover: over, dragleave: leave, drop } as const;
    for (const [name, listen] of Object.entries(listeners)) element.addEventListener(name, listen as EventListener);
    return () => {
      for (const [name, listen] of Object.entries(listeners))
        element.removeEventListener(name, listen as EventListener);
    };
  };
}
