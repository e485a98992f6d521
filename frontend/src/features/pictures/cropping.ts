import { draw } from '../../uploads/pictureFiles';

/** Side of what is sent; the largest size that the server makes. */
const SENT_SIDE = 960;

export interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A quarter turn to the right. */
export async function turned(picture: Blob): Promise<Blob> {
  const bitmap = await createImageBitmap(picture);
  const made = draw(bitmap.height, bitmap.width, (context, width) => {
    context.translate(width, 0);
    context.rotate(Math.PI / 2);
    context.drawImage(bitmap, 0, 0);
  });
  return made.finally(() => bitmap.close());
}

export async function cropped(picture: Blob, area: Area): Promise<Blob> {
  const bitmap = await createImageBitmap(picture);
  const side = Math.min(SENT_SIDE, area.width);
  const made = draw(side, side, (context, width, height) =>
    context.drawImage(bitmap, area.x, area.y, area.width, area.height, 0, 0, width, height),
  );
  return made.finally(() => bitmap.close());
}

/** What the camera shows at this moment. */
export function frameOf(video: HTMLVideoElement): Promise<Blob> {
  return draw(video.videoWidth, video.videoHeight, (context) => context.drawImage(video, 0, 0));
}
