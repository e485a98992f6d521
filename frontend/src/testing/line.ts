import type { GymEvent } from '../realtime/events.gen';
import type { OpenSocket } from '../realtime/middleware';
import type { SocketListener } from '../realtime/socket';

/** A tab beside which there is no other. */
export const alone = () => ({ postMessage: () => undefined, onmessage: null });

/** A socket whose other end is the test. */
export class Line {
  startedAt: string | null = null;
  /** What was said of where the person is. */
  readonly presence: [topic: string, doing: string | null][] = [];
  /** The topics that are asked for, each from its cursor on. */
  readonly topics = new Map<string, string>();
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
      present: (topic, doing) => {
        this.presence.push([topic, doing]);
      },
      subscribe: (topic, since) => void this.topics.set(topic, since),
      unsubscribe: (topic) => void this.topics.delete(topic),
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
