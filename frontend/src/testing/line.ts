import type { GymEvent } from '../realtime/events.gen';
import type { OpenSocket } from '../realtime/middleware';
import type { SocketListener } from '../realtime/socket';

/** A socket whose other end is the test. */
export class Line {
  startedAt: string | null = null;
  private listener: SocketListener | null = null;

  readonly open: OpenSocket = (listener) => {
    this.listener = listener;
    return {
      start: (cursor) => {
        this.startedAt = cursor;
      },
      stop: () => {
        this.startedAt = null;
      },
      retryNow: () => undefined,
    };
  };

  get end(): SocketListener {
    if (!this.listener) throw new Error('The client has not opened a socket.');
    return this.listener;
  }

  says(event: GymEvent): void {
    this.end.onEvent(event);
  }
}
