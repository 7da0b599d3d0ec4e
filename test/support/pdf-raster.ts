import { PDFiumLibrary as Library, type PDFiumLibrary, type PDFiumPage } from '@hyzyla/pdfium';

/** A page as PDFium draws it: RGBA pixels from the top left. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

export interface RasterisedPage extends Raster {
  /** The page's text as a reader would copy it. Says nothing of whether it is drawn. */
  readonly text: string;
}

let library: Promise<PDFiumLibrary> | undefined;

/** Draws every page of a PDF with PDFium. */
export async function rasterise(pdf: Uint8Array, scale = 1): Promise<RasterisedPage[]> {
  library ??= Library.init();
  const document = await (await library).loadDocument(pdf);
  try {
    const pages: RasterisedPage[] = [];
    for (const page of document.pages()) pages.push(await rasterisePage(page, scale));
    return pages;
  } finally {
    document.destroy();
  }
}

async function rasterisePage(page: PDFiumPage, scale: number): Promise<RasterisedPage> {
  // Before the page is drawn: PDFium's wrapper closes it then.
  const text = page.getText();
  const { width, height, data } = await page.render({
    scale,
    render: async ({ data: pixels }) => Uint8Array.from(pixels),
  });
  return { width, height, pixels: data, text };
}

/** How dark a pixel is: 0 white to 255 black (Rec. 601 luma). */
function darkness({ pixels, width }: Raster, x: number, y: number): number {
  const at = 4 * (y * width + x);
  const [red, green, blue] = [pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0];
  return 255 - (0.299 * red + 0.587 * green + 0.114 * blue);
}

/** An area in pixels. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The ink of an area: the sum of how dark its pixels are, in wholly black pixels. */
export function ink(raster: Raster, area: Partial<Area> = {}): number {
  const { left = 0, top = 0, right = raster.width, bottom = raster.height } = area;
  let sum = 0;
  for (let y = Math.floor(top); y < Math.min(bottom, raster.height); y++)
    for (let x = Math.floor(left); x < Math.min(right, raster.width); x++) sum += darkness(raster, x, y);
  return sum / 255;
}

/** The smallest area that holds everything drawn. */
export function inkedArea(raster: Raster): Area {
  let area: Area = { left: raster.width, top: raster.height, right: 0, bottom: 0 };
  for (let y = 0; y < raster.height; y++)
    for (let x = 0; x < raster.width; x++)
      if (darkness(raster, x, y) > 24)
        area = {
          left: Math.min(area.left, x),
          top: Math.min(area.top, y),
          right: Math.max(area.right, x + 1),
          bottom: Math.max(area.bottom, y + 1),
        };
  return area;
}

/** A PDF's text, page after page. */
export async function textOf(pdf: Uint8Array): Promise<string> {
  return (await rasterise(pdf)).map(({ text }) => text).join('\n');
}
