/** What of the style sheet a drawing needs to look the same elsewhere. */
const properties = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'letter-spacing',
];

export interface ExportedSize {
  readonly width: number;
  readonly height: number;
}

/** The drawing alone as a file of its own: without scripts, links, and what only the page can do. */
export function svgText(drawn: SVGSVGElement, { width, height }: ExportedSize): string {
  const copy = drawn.cloneNode(true) as SVGSVGElement;
  const handles = copy.querySelectorAll('.more');
  const [originals, copies] = [drawn, copy].map(root => [root, ...root.querySelectorAll<SVGElement>('*')]);
  copies?.forEach((element, place) => {
    const original = originals?.[place];
    if (original === undefined) return;
    const style = getComputedStyle(original);
    for (const name of properties) element.setAttribute(name, style.getPropertyValue(name));
    for (const name of ['class', 'href', 'style', 'aria-label', 'data-key', 'role']) element.removeAttribute(name);
  });
  for (const handle of handles) handle.remove();
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  copy.setAttribute('viewBox', `0 0 ${width} ${height}`);
  const paper = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  paper.setAttribute('width', '100%');
  paper.setAttribute('height', '100%');
  paper.setAttribute('fill', getComputedStyle(document.body).backgroundColor);
  copy.prepend(paper);
  return new XMLSerializer().serializeToString(copy);
}

/** Browsers draw no larger picture. */
const mostPixels = 16_000;

/** Fails when the browser cannot draw it. */
export async function pngOf(svg: string, { width, height }: ExportedSize): Promise<Blob> {
  const scale = Math.min(2, mostPixels / width, mostPixels / height);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const context = canvas.getContext('2d');
  context?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob(blob => (blob === null ? reject(new Error('too large')) : resolve(blob)), 'image/png');
  });
}

export function download(content: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
