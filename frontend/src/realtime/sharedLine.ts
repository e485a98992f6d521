import { PresenceClaims } from './claims';
import { formatCursor, parseCursor, type Cursor } from './cursor';
import type { GymEvent } from './events.gen';
import type { PresenceFrame } from './frames.gen';
import type { Doing, LiveLine, Refused, SocketListener } from './socket';
import { Holders, Subscriptions } from './subscriptions';
import type { Message, Said, Status, Told } from './tabMessages';

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
  private readonly topics = new Subscriptions();
  private readonly topicsOfTabs = new Holders();
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

  subscribe(topic: string, from: string): void {
    this.topics.want(topic, parseCursor(from));
    if (this.socket) this.bring(this.id, topic, from);
    else this.say({ type: 'subscribe', topic, since: from });
  }

  unsubscribe(topic: string): void {
    this.topics.drop(topic);
    if (this.socket) this.leave(this.id, topic);
    else this.say({ type: 'unsubscribe', topic });
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
    for (const [topic, from] of this.ownTopics()) this.bring(this.id, topic, from);
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
    this.say({
      type: 'join',
      cursor: formatCursor(this.position),
      presence: [...this.own],
      topics: this.ownTopics(),
    });
    this.expectLeader();
  }

  private expectLeader(): void {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.queueForLead({ steal: true }), LEADER_SILENCE_MS);
  }

  // --- the leader -----------------------------------------------------------------------------------------------

  private readonly fromSocket: SocketListener = {
    onEvent: (event) => {
      const isLate = event.seq <= this.position.seq;
      this.tell({ type: 'event', event, isLate });
      this.take(event, isLate);
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
    onSubscribed: (topic, since) => {
      this.tell({ type: 'subscribed', topic, since });
      this.hears(topic, since);
    },
    onRefused: (topic, of) => {
      this.tell({ type: 'refused', topic, of });
      this.refuse(topic, of);
    },
    onAccessChanged: () => {
      this.tell({ type: 'accessChanged' });
      this.listener.onAccessChanged();
    },
  };

  private become(status: Status): void {
    this.tell({ type: 'status', status });
    this.show(status);
  }

  /** The tabs hear all that the leader does; so what another asked for before is only asked for again from an older place. */
  private bring(tab: string, topic: string, from: string): void {
    this.topicsOfTabs.hold(tab, topic);
    this.socket?.subscribe(topic, from);
  }

  private leave(tab: string, topic: string): void {
    if (this.topicsOfTabs.release(tab, topic)) this.socket?.unsubscribe(topic);
  }

  private welcome({ from: tab, cursor: place, presence, topics }: Extract<Message, { type: 'join' }>): void {
    const cursor = parseCursor(place);
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
    for (const [topic, from] of topics) this.bring(tab, topic, from);
    void this.platform.locks
      .request(this.lockOf(tab), { signal: this.stopping.signal }, () => {
        this.ofTabs.drop(tab);
        for (const topic of this.topicsOfTabs.drop(tab)) this.socket?.unsubscribe(topic);
      })
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
        if (this.socket) this.welcome(message);
        return;
      case 'subscribe':
        if (this.socket) this.bring(message.from, message.topic, message.since);
        return;
      case 'unsubscribe':
        if (this.socket) this.leave(message.from, message.topic);
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
        this.take(message.event, message.isLate);
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
      case 'subscribed':
        this.hears(message.topic, message.since);
        return;
      case 'refused':
        this.refuse(message.topic, message.of);
        return;
      case 'accessChanged':
        this.listener.onAccessChanged();
    }
  }

  // --- all of them ----------------------------------------------------------------------------------------------

  private take(event: GymEvent, isLate = false): void {
    const isNew = event.seq > this.position.seq;
    if (!isNew && !isLate) return;
    if (isNew) this.position = { ...this.position, seq: event.seq };
    if (event.seq > this.keptSince.seq) this.keep(event);
    this.listener.onEvent(event);
  }

  private keep(event: GymEvent): void {
    const at = this.kept.findLastIndex(({ seq }) => seq <= event.seq);
    if (this.kept[at]?.seq === event.seq) return;
    this.kept.splice(at + 1, 0, event);
    const dropped = this.kept.length > KEPT_EVENTS ? this.kept.shift() : undefined;
    if (dropped) this.keptSince = { ...this.position, seq: dropped.seq };
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
    this.topics.startOver(at);
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

  private hears(topic: string, since: string): void {
    const own = this.topics.since(topic);
    if (!own) return;
    if (this.topics.hear(topic, parseCursor(since))) this.listener.onSubscribed(topic, since);
    else this.subscribe(topic, formatCursor(own)); // that was what another tab had asked for
  }

  private refuse(topic: string, of: Refused): void {
    if (of === 'presence') this.presence.delete(topic);
    if (of === 'presence' || this.topics.lose(topic, this.position)) this.listener.onRefused(topic, of);
  }

  private ownTopics(): [topic: string, from: string][] {
    return this.topics.continuedFrom(this.position).map(([topic, from]) => [topic, formatCursor(from)]);
  }

  private tell(said: Told): void {
    this.n += 1;
    this.say({ ...said, leader: this.id, n: this.n });
  }

  private say(said: Said): void {
    this.channel.postMessage({ ...said, from: this.id } satisfies Message);
  }
}
