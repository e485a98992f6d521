interface Happened {
  seq: number;
  /** Null for what everybody is told of without asking. */
  topic: string | null;
}

/** The server's side of the protocol, in this process: a line, and sockets that are told of it. Give its `WebSocket` to the page. */
export class LineServer {
  readonly line: Happened[] = [];
  readonly sockets = new Set<ServedSocket>();
  readonly forbidden = new Set<string>();
  readonly WebSocket: new (url: string) => ServedSocket;

  constructor(readonly makeEvent: (seq: number) => object) {
    const server = this as LineServer;
    this.WebSocket = class extends ServedSocket {
      constructor(_url: string) {
        super(server);
      }
    };
  }

  get head(): string {
    return `e1.${this.line.length}`;
  }

  happens(topic: string | null): void {
    const happened = { seq: this.line.length + 1, topic };
    this.line.push(happened);
    for (const socket of this.sockets) socket.show(happened);
  }

  /** Redis, a process or the network: every connection breaks. */
  breaks(): void {
    for (const socket of [...this.sockets]) socket.breaks();
  }
}

interface Said {
  type: string;
  cursor?: string | null;
  topic?: string;
  topics?: string[];
}

const placeOf = (cursor: string) => Number(cursor.split('.')[1]);

export class ServedSocket {
  onopen: (() => void) | null = null;
  onmessage: ((message: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  /** Each with the place after which its events are told. */
  private readonly topics = new Map<string, number>();
  private isLive = false;
  private isClosed = false;

  constructor(private readonly server: LineServer) {
    queueMicrotask(() => {
      if (this.isClosed) return;
      server.sockets.add(this);
      this.onopen?.();
    });
  }

  send(text: string): void {
    const said = JSON.parse(text) as Said;
    queueMicrotask(() => !this.isClosed && this.hear(said));
  }

  close(): void {
    this.isClosed = true;
    this.server.sockets.delete(this);
  }

  breaks(): void {
    this.close();
    this.onclose?.({ code: 1006 });
  }

  show({ seq, topic }: Happened): void {
    const since = topic === null ? 0 : this.topics.get(topic);
    if (this.isLive && since !== undefined && seq > since) this.tellEvent(seq);
  }

  private hear({ type, cursor, topic = '', topics = [] }: Said): void {
    const { line, forbidden, head } = this.server;
    const since = cursor ? placeOf(cursor) : line.length;
    switch (type) {
      case 'hello':
        for (const name of topics) {
          if (forbidden.has(name)) this.tell({ type: 'error', code: 'forbidden', topic: name });
          else this.topics.set(name, since);
        }
        for (const one of line.slice(since))
          if (one.topic === null || this.topics.has(one.topic)) this.tellEvent(one.seq);
        this.isLive = true;
        this.tell({ type: 'ready', cursor: head });
        return;
      case 'subscribe': {
        if (forbidden.has(topic)) {
          this.tell({ type: 'error', code: 'forbidden', topic });
          return;
        }
        const known = this.topics.get(topic) ?? line.length;
        for (const one of line.slice(since, known)) if (one.topic === topic) this.tellEvent(one.seq);
        this.topics.set(topic, Math.min(since, known));
        this.tell({ type: 'subscribed', topic, cursor: head });
        return;
      }
      case 'unsubscribe':
        this.topics.delete(topic);
        this.tell({ type: 'unsubscribed', topic });
    }
  }

  private tellEvent(seq: number): void {
    this.tell({ type: 'event', seq, event: this.server.makeEvent(seq) });
  }

  private tell(frame: object): void {
    const data = JSON.stringify(frame);
    queueMicrotask(() => !this.isClosed && this.onmessage?.({ data }));
  }
}
