import { PresenceClaims } from './claims';
import { formatCursor, parseCursor, type Cursor } from './cursor';
import type { GymEvent } from './events.gen';
import type { PresenceFrame } from './frames.gen';
import type { Doing, LiveLine, SocketListener } from './socket';

type Status = { kind: 'connecting' | 'live' } | { kind: 'lost'; retryInMs: number };

/** What tabs say to each other. What the leader says is numbered, so that a tab sees that it missed something. */
type Said =
  | { type: 'leading' }
  | { type: 'join'; cursor: string; presence: [string, Doing][] }
  | { type: 'present'; topic: string; doing: Doing | null }
  | { type: 'retry' | 'signedOut' }
  | ({ leader: string; n: number } & (
      | {
          type: 'welcome';
          to: string;
          cursor: string;
          /** Null when the leader no longer has all since the tab's cursor. */
          events: GymEvent[] | null;
          status: Status;
          presence: PresenceFrame[];
        }
      | { type: 'event'; event: GymEvent }
      | { type: 'head' | 'reset'; cursor: string }
      | { type: 'status'; status: Status }
      | { type: 'presence'; presence: PresenceFrame }
      | { type: 'refused'; topic: string }
    ));
type Message = Said & { from: string };

/** The browser's parts that are needed; there are none on a page without HTTPS. */
export interface TabPlatform {
  locks: Pick<LockManager, 'request'>;
  channel: (name: string) => Pick<BroadcastChannel, 'postMessage' | 'close' | 'onmessage'>;
}

/** More than can happen while a tab is being opened. */
const KEPT_EVENTS = 1000;
/** A leader says something at least every 25 s, or a minute in a throttled tab that has lost the connection. */
export const LEADER_SILENCE_MS = 90_000;

/**
 * One line for all tabs of a browser that are signed in as the same person. The tab that holds the lock leads: it has the
 * socket and passes on what it hears. When it closes, the browser gives the lock to the next, which continues from where it has
 * come to itself; the others join it with their own cursors. So nothing is missed, and what comes twice is dropped by its seq.
 *
 * A lock and a channel rather than a shared worker: a worker has no tab whose cursor it could take over, mobile browsers lack
 * it, and the lock is handed on by the browser itself, also when a tab crashes.
 */
export class SharedLine implements LiveLine {
  private readonly id = Math.random().toString(36).slice(2);
  private readonly channel: ReturnType<TabPlatform['channel']>;
  private readonly stopping = new AbortController();
  private readonly own = new Map<string, Doing>();
  private readonly ofTabs: PresenceClaims;
  private readonly presence = new Map<string, PresenceFrame>();
  private socket: LiveLine | null = null;
  private position: Cursor = { epoch: '', seq: 0 };
  /** All that was heard since `keptSince`, up to the position. */
  private kept: GymEvent[] = [];
  private keptSince: Cursor = this.position;
  private status: Status = { kind: 'connecting' };
  private leader: string | null = null;
  private n = 0;
  private silence: ReturnType<typeof setTimeout> | undefined;
  private retry: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly name: string,
    private readonly open: (listener: SocketListener) => LiveLine,
    private readonly listener: SocketListener,
    private readonly platform: TabPlatform,
  ) {
    this.channel = platform.channel(name);
    this.channel.onmessage = ({ data }: MessageEvent<Message>) => this.hear(data);
    this.ofTabs = new PresenceClaims((topic, doing) => this.socket?.present(topic, doing));
  }

  start(cursor: string): void {
    this.position = this.keptSince = parseCursor(cursor);
    // Held for as long as the tab lives: whoever gets it knows that the tab is gone.
    void this.hold(this.lockOf(this.id), {}, () => undefined);
    this.join();
    this.queueForLead();
  }

  stop(): void {
    clearTimeout(this.silence);
    clearTimeout(this.retry);
    this.socket?.stop();
    this.socket = null;
    this.stopping.abort();
    this.channel.onmessage = null;
    this.channel.close();
  }

  retryNow(): void {
    if (this.socket) this.socket.retryNow();
    else this.say({ type: 'retry' });
  }

  present(topic: string, doing: Doing | null): void {
    if (doing) this.own.set(topic, doing);
    else this.own.delete(topic);
    if (this.socket) this.ofTabs.claim(this.id, topic, doing);
    else this.say({ type: 'present', topic, doing });
  }

  // --- who leads ------------------------------------------------------------------------------------------------

  private lockOf(tab: string): string {
    return `${this.name}.${tab}`;
  }

  /** Holds a lock until the tab stops; resolves then, or when the lock is taken away. */
  private async hold(name: string, options: LockOptions, held: () => void): Promise<void> {
    const asked = options.steal ? options : { ...options, signal: this.stopping.signal };
    await this.platform.locks
      .request(name, asked, () => {
        if (this.stopping.signal.aborted) return;
        held();
        return new Promise<void>((resolve) =>
          this.stopping.signal.addEventListener('abort', () => resolve()),
        );
      })
      .catch(() => undefined);
  }

  private queueForLead(options: LockOptions = {}): void {
    void this.hold(this.name, options, () => this.lead()).then(() => {
      // Taken by a tab that heard nothing from this one for long.
      if (!this.stopping.signal.aborted) this.follow();
    });
  }

  private lead(): void {
    clearTimeout(this.silence);
    clearTimeout(this.retry);
    this.leader = this.id;
    this.n = 0;
    this.socket = this.open(this.fromSocket);
    for (const [topic, doing] of this.own) this.ofTabs.claim(this.id, topic, doing);
    this.socket.start(formatCursor(this.position));
    this.say({ type: 'leading' });
  }

  private follow(): void {
    this.socket?.stop();
    this.socket = null;
    this.join();
    this.queueForLead();
  }

  private join(): void {
    this.leader = null;
    this.say({ type: 'join', cursor: formatCursor(this.position), presence: [...this.own] });
    this.expectLeader();
  }

  private expectLeader(): void {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.queueForLead({ steal: true }), LEADER_SILENCE_MS);
  }

  // --- the leader -----------------------------------------------------------------------------------------------

  private readonly fromSocket: SocketListener = {
    onEvent: (event) => {
      this.tell({ type: 'event', event });
      this.take(event);
    },
    onHead: (cursor) => {
      this.reach(parseCursor(cursor));
      this.tell({ type: 'head', cursor });
    },
    onCaughtUp: () => this.become({ kind: 'live' }),
    onLost: (retryInMs) => this.become({ kind: 'lost', retryInMs }),
    onReset: () => {
      this.tell({ type: 'reset', cursor: formatCursor(this.position) });
      this.startOver(this.position);
    },
    onSignedOut: () => {
      this.say({ type: 'signedOut' });
      this.listener.onSignedOut();
    },
    onPresence: (presence) => {
      this.tell({ type: 'presence', presence });
      this.see(presence);
    },
    onRefused: (topic) => {
      this.tell({ type: 'refused', topic });
      this.unsee(topic);
    },
  };

  private become(status: Status): void {
    this.tell({ type: 'status', status });
    this.show(status);
  }

  private welcome(tab: string, from: string, presence: [string, Doing][]): void {
    const cursor = parseCursor(from);
    const has = cursor.epoch === this.position.epoch && cursor.seq >= this.keptSince.seq;
    this.say({
      type: 'welcome',
      leader: this.id,
      n: this.n,
      to: tab,
      cursor: formatCursor(this.position),
      events: has ? this.kept.filter(({ seq }) => seq > cursor.seq) : null,
      status: this.status,
      presence: [...this.presence.values()],
    });
    for (const [topic, doing] of presence) this.ofTabs.claim(tab, topic, doing);
    void this.platform.locks
      .request(this.lockOf(tab), { signal: this.stopping.signal }, () => this.ofTabs.drop(tab))
      .catch(() => undefined);
  }

  // --- the others -----------------------------------------------------------------------------------------------

  private hear(message: Message): void {
    switch (message.type) {
      case 'leading':
        if (!this.socket) this.join();
        return;
      case 'signedOut':
        this.listener.onSignedOut();
        return;
      case 'join':
        if (this.socket) this.welcome(message.from, message.cursor, message.presence);
        return;
      case 'present':
        if (this.socket) this.ofTabs.claim(message.from, message.topic, message.doing);
        return;
      case 'retry':
        this.socket?.retryNow();
        return;
      case 'welcome':
        if (this.socket || message.to !== this.id) return;
        this.expectLeader();
        this.leader = message.leader;
        this.n = message.n;
        if (message.events) for (const event of message.events) this.take(event);
        else this.startOver(parseCursor(message.cursor));
        this.reach(parseCursor(message.cursor));
        for (const presence of message.presence) this.see(presence);
        this.show(message.status);
        return;
      default:
        if (this.socket || message.leader !== this.leader) return;
        this.expectLeader();
        if (message.n !== this.n + 1) {
          this.join();
          return;
        }
        this.n = message.n;
        this.follows(message);
    }
  }

  private follows(message: Exclude<Extract<Message, { leader: string }>, { type: 'welcome' }>): void {
    switch (message.type) {
      case 'event':
        this.take(message.event);
        return;
      case 'head':
        this.reach(parseCursor(message.cursor));
        return;
      case 'reset':
        this.startOver(parseCursor(message.cursor));
        return;
      case 'status':
        this.show(message.status);
        return;
      case 'presence':
        this.see(message.presence);
        return;
      case 'refused':
        this.unsee(message.topic);
    }
  }

  // --- all of them ----------------------------------------------------------------------------------------------

  private take(event: GymEvent): void {
    if (event.seq <= this.position.seq) return;
    this.position = { ...this.position, seq: event.seq };
    this.kept.push(event);
    const dropped = this.kept.length > KEPT_EVENTS ? this.kept.shift() : undefined;
    if (dropped) this.keptSince = { ...this.position, seq: dropped.seq };
    this.listener.onEvent(event);
  }

  private reach(cursor: Cursor): void {
    if (cursor.epoch !== this.position.epoch) {
      // What is told of next is of another line: a reset follows.
      this.position = this.keptSince = cursor;
      this.kept = [];
    } else if (cursor.seq > this.position.seq) this.position = cursor;
  }

  private startOver(at: Cursor): void {
    this.position = this.keptSince = at;
    this.kept = [];
    this.listener.onReset();
  }

  private show(status: Status): void {
    this.status = status;
    clearTimeout(this.retry);
    if (status.kind === 'live') this.listener.onCaughtUp();
    if (status.kind !== 'lost') return;
    this.presence.clear();
    this.listener.onLost(status.retryInMs);
    // The leader may be a tab in the background, whose timers the browser holds back.
    if (!this.socket) this.retry = setTimeout(() => this.retryNow(), status.retryInMs);
  }

  private see(presence: PresenceFrame): void {
    this.presence.set(presence.topic, presence);
    this.listener.onPresence(presence);
  }

  private unsee(topic: string): void {
    this.presence.delete(topic);
    this.listener.onRefused(topic);
  }

  private tell(said: OfLeader): void {
    this.n += 1;
    this.say({ ...said, leader: this.id, n: this.n });
  }

  private say(said: Said): void {
    this.channel.postMessage({ ...said, from: this.id } satisfies Message);
  }
}

type WithoutPlace<T> = T extends unknown ? Omit<T, 'leader' | 'n'> : never;
type OfLeader = WithoutPlace<Exclude<Extract<Said, { leader: string }>, { type: 'welcome' }>>;
