import { formatCursor, parseCursor, type Cursor } from './cursor';
import type { LiveLine } from './socket';
import { Holders, Subscriptions } from './subscriptions';

/**
 * The topics that the components of this tab ask for. A topic is heard from where it was left, or from the first snapshot of the
 * session, so that nothing is missed of what happened since any data in the cache was read, whoever read it.
 */
export class TopicClaims {
  private line: LiveLine | null = null;
  private start: Cursor = { epoch: '', seq: 0 };
  private position: Cursor = this.start;
  private readonly holders = new Holders();
  private places = new Subscriptions();

  begin(line: LiveLine, cursor: string): void {
    this.line = line;
    this.start = this.position = parseCursor(cursor);
    for (const topic of this.holders.names()) this.ask(topic);
  }

  end(): void {
    this.line = null;
    this.places = new Subscriptions();
  }

  claim(who: string, topic: string): void {
    if (this.holders.hold(who, topic)) this.ask(topic);
  }

  /** Whether nobody asks for it any more. */
  release(who: string, topic: string): boolean {
    const isLast = this.holders.release(who, topic);
    if (isLast) {
      this.places.lose(topic, this.position);
      this.line?.unsubscribe(topic);
    }
    return isLast;
  }

  /** What was refused may not be any more. */
  askAgain(): void {
    for (const [topic] of this.places.unheard()) if (this.holders.has(topic)) this.ask(topic);
  }

  /** Whether all that is wanted of the topic is heard. */
  subscribed(topic: string, since: string): boolean {
    return this.holders.has(topic) && this.places.hear(topic, parseCursor(since));
  }

  refused(topic: string): boolean {
    return this.places.lose(topic, this.position) && this.holders.has(topic);
  }

  reach(cursor: Cursor): void {
    if (cursor.epoch !== this.position.epoch || cursor.seq > this.position.seq) this.position = cursor;
  }

  heard(seq: number): void {
    if (seq > this.position.seq) this.position = { ...this.position, seq };
  }

  /** Everything is read anew. */
  startOver(): void {
    this.start = this.position;
    this.places.startOver(this.position);
  }

  private ask(topic: string): void {
    const since = this.places.since(topic) ?? this.start;
    if (!this.line) return;
    this.places.want(topic, since);
    this.line.subscribe(topic, formatCursor(since));
  }
}
