import { formatCursor, isBefore, parseCursor, type Cursor } from './cursor';
import type { GymEvent } from './events.gen';
import type { PresenceFrame, ServerFrame } from './frames.gen';
import { Subscriptions } from './subscriptions';

export type Doing = 'viewing' | 'editing';

export type Refused = 'topic' | 'presence';

export interface SocketListener {
  /** In order, each once; but what is asked for of a topic's past is older than what was heard before. */
  onEvent(event: GymEvent): void;
  /** All that was missed has been delivered. */
  onCaughtUp(): void;
  onLost(retryInMs: number): void;
  /** What was read before cannot be continued from. */
  onReset(): void;
  onSignedOut(): void;
  /** Who is at a topic, all of them. */
  onPresence(presence: PresenceFrame): void;
  /** Everything told at the topic since `from` has been heard, and what comes will be. */
  onSubscribed(topic: string, from: string): void;
  /** It may not, or may no longer, be seen; `of` presence, only who is there may not. */
  onRefused(topic: string, of: Refused): void;
  /** The server shows the person more than before, or less. What is read from now on misses nothing. */
  onAccessChanged(): void;
  /** Everything up to this place has been heard. */
  onHead(cursor: string): void;
}

/** What the client does with a line, whether it has a connection of its own or shares one. */
export interface LiveLine {
  start(cursor: string): void;
  stop(): void;
  retryNow(): void;
  /** What the person does at a topic; null when they left it. */
  present(topic: string, doing: Doing | null): void;
  /** Hears a topic, from that cursor on, over any number of connections. */
  subscribe(topic: string, from: string): void;
  unsubscribe(topic: string): void;
}

const CLOSED_SIGNED_OUT = 4401;
const CLOSED_FOREIGN_ORIGIN = 4403;
/** The server speaks every 25 s; after two silent turns and some slack the line is dead, whatever TCP believes. */
export const SILENCE_MS = 60_000;
/** Who is present somewhere says something at least this often; who is silent for longer doesn't count. */
const HEARTBEAT_MS = 4000;
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 30_000;
/** More in one frame is refused. */
const MOST_TOPICS = 100;

/** A websocket that continues from a cursor over any number of connections. Knows nothing of what events mean. */
export class EventSocket implements LiveLine {
  private cursor: Cursor | null = null;
  private connection: WebSocket | null = null;
  private attempt = 0;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private silence: ReturnType<typeof setTimeout> | undefined;
  private isReady = false;
  private readonly presence = new Map<string, Doing>();
  private readonly topics = new Subscriptions();
  /** Of this connection: what the hello named and nothing has refused, and what was asked for and not answered. */
  private greeted: string[] = [];
  private asked: string[] = [];
  private heartbeat: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly url: string,
    private readonly listener: SocketListener,
  ) {}

  start(cursor: string): void {
    this.cursor = parseCursor(cursor);
    window.addEventListener('online', this.retryNow);
    this.connect();
  }

  stop(): void {
    window.removeEventListener('online', this.retryNow);
    clearTimeout(this.retry);
    this.drop();
  }

  readonly retryNow = (): void => {
    if (this.connection) return;
    clearTimeout(this.retry);
    this.connect();
  };

  present(topic: string, doing: Doing | null): void {
    if (doing) this.presence.set(topic, doing);
    else this.presence.delete(topic);
    if (this.isReady) this.say({ type: 'present', topic, doing });
    this.keepBeating();
  }

  subscribe(topic: string, from: string): void {
    const place = parseCursor(from);
    // Who asks from another epoch is about to hear that everything is to be read anew.
    const since = this.cursor && place.epoch !== this.cursor.epoch ? this.cursor : place;
    if (!this.topics.want(topic, since)) this.listener.onSubscribed(topic, from);
    else if (this.isReady && this.cursor) this.ask(topic); // else with all others, once it is
  }

  unsubscribe(topic: string): void {
    if (this.topics.drop(topic) && this.isReady) this.say({ type: 'unsubscribe', topic });
  }

  private ask(topic: string): void {
    const since = this.topics.since(topic);
    if (!since) return;
    this.asked.push(topic);
    this.say({ type: 'subscribe', topic, cursor: formatCursor(since) });
  }

  /** Whether the topic had been asked for: each question has one answer, in their order. */
  private answered(topic: string): boolean {
    const at = this.asked.indexOf(topic);
    if (at !== -1) this.asked.splice(at, 1);
    return at !== -1;
  }

  private hears(topic: string): void {
    const since = this.topics.since(topic);
    if (since && this.topics.hear(topic, since)) this.listener.onSubscribed(topic, formatCursor(since));
  }

  private refused(topic: string): void {
    const wasAsked = this.answered(topic) || this.greeted.includes(topic);
    this.greeted = this.greeted.filter((name) => name !== topic);
    const lostAt = this.cursor ?? this.topics.since(topic);
    if (lostAt && this.topics.lose(topic, lostAt)) this.listener.onRefused(topic, 'topic');
    else if (!wasAsked) this.listener.onAccessChanged();
  }

  /** One's own topic, that a new role opens: what was refused before may not be any more. */
  private seesMore(): void {
    for (const [topic] of this.topics.unheard()) if (!this.asked.includes(topic)) this.ask(topic);
    this.listener.onAccessChanged();
  }

  private say(frame: object): void {
    this.connection?.send(JSON.stringify(frame));
  }

  private keepBeating(): void {
    clearInterval(this.heartbeat);
    if (this.isReady && this.presence.size > 0)
      this.heartbeat = setInterval(() => this.say({ type: 'ping' }), HEARTBEAT_MS);
  }

  private connect(): void {
    const connection = new WebSocket(this.url);
    this.connection = connection;
    // A connection that was given up may still speak; only the present one is heard.
    const present = () => this.connection === connection;
    connection.onopen = () => {
      if (!present()) return;
      const { cursor } = this;
      // Told with all the others from the cursor on; what is wanted of before it is asked for afterwards.
      this.greeted = this.topics
        .continuedFrom(cursor)
        .flatMap(([topic, from]) => (cursor && isBefore(from, cursor) ? [] : [topic]))
        .slice(0, MOST_TOPICS);
      this.asked = [];
      connection.send(
        JSON.stringify({ type: 'hello', cursor: cursor && formatCursor(cursor), topics: this.greeted }),
      );
    };
    connection.onmessage = (message: MessageEvent<string>) => {
      if (!present()) return;
      this.expectSpeech();
      this.receive(JSON.parse(message.data) as ServerFrame);
    };
    connection.onclose = ({ code }) => {
      if (present()) this.lost(code);
    };
    this.expectSpeech();
  }

  private receive(frame: ServerFrame): void {
    switch (frame.type) {
      case 'event':
        if (this.cursor && frame.seq > this.cursor.seq) this.cursor = { ...this.cursor, seq: frame.seq };
        else if (this.cursor && this.asked.length === 0) return;
        this.listener.onEvent(frame.event);
        return;
      case 'ping':
        this.advance(parseCursor(frame.head));
        this.listener.onHead(frame.head);
        return;
      case 'presence':
        this.listener.onPresence(frame);
        return;
      case 'subscribed':
        if (!this.answered(frame.topic)) this.seesMore();
        else if (!this.asked.includes(frame.topic)) this.hears(frame.topic);
        return;
      case 'error':
        if (frame.topic && frame.of) this.listener.onRefused(frame.topic, frame.of);
        else if (frame.topic) this.refused(frame.topic);
        return;
      case 'reset':
        this.cursor = null;
        return;
      case 'ready': {
        // The server has gone live from here, so what is read from now on cannot miss anything.
        const startsAnew = this.cursor === null;
        const here = parseCursor(frame.cursor);
        this.advance(here);
        if (startsAnew) this.topics.startOver(here);
        this.attempt = 0;
        this.isReady = true;
        for (const [topic, doing] of this.presence) this.say({ type: 'present', topic, doing });
        this.keepBeating();
        this.listener.onHead(frame.cursor);
        if (startsAnew) this.listener.onReset();
        for (const topic of this.greeted.splice(0)) this.hears(topic);
        for (const [topic] of this.topics.unheard()) if (!this.asked.includes(topic)) this.ask(topic);
        this.listener.onCaughtUp();
      }
    }
  }

  private advance(to: Cursor): void {
    if (this.cursor?.epoch !== to.epoch || this.cursor.seq < to.seq) this.cursor = to;
  }

  private lost(code?: number): void {
    this.drop();
    if (code === CLOSED_SIGNED_OUT) {
      this.stop();
      this.listener.onSignedOut();
      return;
    }
    if (code === CLOSED_FOREIGN_ORIGIN) return;
    // Full jitter: clients that lost the same server do not come back together.
    const delay = Math.random() * Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.attempt);
    this.attempt += 1;
    this.retry = setTimeout(this.retryNow, delay);
    this.listener.onLost(delay);
  }

  private drop(): void {
    clearTimeout(this.silence);
    clearInterval(this.heartbeat);
    this.isReady = false;
    const connection = this.connection;
    this.connection = null;
    connection?.close();
  }

  private expectSpeech(): void {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.lost(), SILENCE_MS);
  }
}
