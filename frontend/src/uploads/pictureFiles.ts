/** Enough to crop a face from, and little enough for the canvas of any phone. */
const WORKING_SIDE = 2400;

/** Reads whatever the browser can, the way up that it was taken; rejects what is no picture to it. */
export async function readPicture(file: Blob, side = WORKING_SIDE): Promise<Blob> {
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
  const made = draw(bitmap.width * scale, bitmap.height * scale, (context, width, height) =>
    context.drawImage(bitmap, 0, 0, width, height),
  );
  return made.finally(() => bitmap.close());
}

const HEIC_BRANDS = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1']);

/** Whether it is what iPhones take: few browsers but theirs read it. */
export async function isHeic(file: Blob): Promise<boolean> {
  const start = new TextDecoder('latin1').decode(await file.slice(4, 12).arrayBuffer());
  return start.startsWith('ftyp') && HEIC_BRANDS.has(start.slice(4));
}

type Paint = (context: CanvasRenderingContext2D, width: number, height: number) => void;

export async function draw(width: number, height: number, paint: Paint): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width));
  canvas.height = Math.max(1, Math.round(height));
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser has no canvas.');
  context.fillStyle = 'white'; // what is transparent would turn black
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = 'high';
  paint(context, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('The canvas gave nothing.'))),
      'image/jpeg',
      0.92,
    );
  });
}
