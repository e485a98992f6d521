/** Reads the code that a picture shows, if it shows one. */
export type CodeReader = (picture: HTMLVideoElement) => Promise<string | null>;

interface Detector {
  detect: (picture: HTMLVideoElement) => Promise<{ rawValue: string }[]>;
}

interface DetectorClass {
  new (options: { formats: ['qr_code'] }): Detector;
  getSupportedFormats: () => Promise<readonly string[]>;
}

/** The browser's own where it has one, which takes less of a phone's battery; else a library's, fetched now. */
export async function openReader(): Promise<CodeReader> {
  const own = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
  const isOwn = own && (await own.getSupportedFormats()).includes('qr_code');
  const Detecting: DetectorClass = isOwn ? own : (await import('qr/decode.js')).BarcodeDetector;
  const detector = new Detecting({ formats: ['qr_code'] });
  return async (picture) => (await detector.detect(picture))[0]?.rawValue ?? null;
}
