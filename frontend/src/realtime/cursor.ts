/** A place on the server's line of events. Sequences of different epochs do not compare. */
export interface Cursor {
  epoch: string;
  seq: number;
}

export function parseCursor(text: string): Cursor {
  const dot = text.lastIndexOf('.');
  return { epoch: text.slice(0, dot), seq: Number(text.slice(dot + 1)) };
}

export function formatCursor({ epoch, seq }: Cursor): string {
  return `${epoch}.${seq}`;
}

/** What is of another epoch counts as before. */
export function isBefore(one: Cursor, other: Cursor): boolean {
  return one.epoch !== other.epoch || one.seq < other.seq;
}
