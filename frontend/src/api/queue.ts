import type { ApiError } from './errors';

export type Answer<Meta> = { data: unknown; meta: Meta } | { error: ApiError; meta: Meta };

const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 30_000;
/** More than anybody does by hand while a train is in a tunnel. */
export const MOST_WAITING = 50;

/**
 * No answer of the server itself: nothing was heard, something in front of it says that it is away, or it is still at work on
 * the try before this one.
 */
export function isUnanswered({ status, code }: ApiError): boolean {
  return status === 0 || (status >= 502 && status <= 504) || code === 'idempotency_in_progress';
}

function refused(code: 'discarded' | 'queue_full'): ApiError {
  return { status: 0, code, message: '', fields: {} };
}

interface Waiting<Meta> {
  attempt: () => Promise<Answer<Meta>>;
  settle: (answer: Answer<Meta> | { error: ApiError }) => void;
}

/**
 * What may wait until the server can be reached, in the order in which it was done. Each is answered when the server has
 * answered, and not before. It lives in memory alone: a reload forgets it, and so does the end of the session.
 */
export class OutgoingQueue<Meta> {
  private readonly waiting: Waiting<Meta>[] = [];
  private isSending = false;
  private failures = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** `onChange` is told how many wait. */
  constructor(private readonly onChange: (waiting: number) => void) {}

  async deliver(attempt: () => Promise<Answer<Meta>>): Promise<Answer<Meta> | { error: ApiError }> {
    if (this.waiting.length === 0) {
      const answer = await attempt();
      if (!('error' in answer) || !isUnanswered(answer.error)) return answer;
    }
    if (this.waiting.length >= MOST_WAITING) return { error: refused('queue_full') };
    return new Promise((settle) => {
      this.waiting.push({ attempt, settle });
      this.changed();
      this.retryLater();
    });
  }

  /** The server can be reached, as far as is known. */
  readonly nudge = (): void => {
    this.failures = 0;
    clearTimeout(this.timer);
    void this.flush();
  };

  /** What waits is not to be sent any more. */
  discard(): void {
    clearTimeout(this.timer);
    this.failures = 0;
    for (const { settle } of this.waiting.splice(0)) settle({ error: refused('discarded') });
    this.changed();
  }

  private changed(): void {
    // The line may have outlived a gap too short for it to notice.
    if (this.waiting.length > 0) window.addEventListener('online', this.nudge);
    else window.removeEventListener('online', this.nudge);
    this.onChange(this.waiting.length);
  }

  private async flush(): Promise<void> {
    if (this.isSending) return;
    this.isSending = true;
    for (let first = this.waiting[0]; first; first = this.waiting[0]) {
      const answer = await first.attempt();
      if (first !== this.waiting[0]) continue; // discarded meanwhile
      if ('error' in answer && isUnanswered(answer.error)) break;
      this.waiting.shift();
      first.settle(answer);
      this.changed();
    }
    this.isSending = false;
    if (this.waiting.length > 0) this.retryLater();
  }

  private retryLater(): void {
    clearTimeout(this.timer);
    // Full jitter, as for the socket.
    const delay = Math.random() * Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.failures);
    this.failures += 1;
    this.timer = setTimeout(() => void this.flush(), delay);
  }
}
