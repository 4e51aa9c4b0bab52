/** Fonts differ between systems, so titles are measured with the page's own. Made once, since a canvas is dear. */
let context: CanvasRenderingContext2D | null | undefined;

export function titleWidth(title: string): number {
  if (context === undefined) {
    context = document.createElement('canvas').getContext('2d');
    if (context !== null) context.font = `600 13px ${getComputedStyle(document.body).fontFamily}`;
  }
  return context?.measureText(title).width ?? title.length * 8.5;
}
