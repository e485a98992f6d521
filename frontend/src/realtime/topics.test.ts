import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Browser } from '../testing/browser';
import { LineServer } from '../testing/lineServer';
import { customer, event } from '../testing/samples';
import { SharedLine } from './sharedLine';
import { EventSocket, type SocketListener } from './socket';
import { TopicClaims } from './topicClaims';

const { id, first_name, last_name } = customer();
const makeEvent = (seq: number) =>
  event('customer.updated', seq, { id, version: seq, first_name, joined_on: '2026-01-31', last_name });
const settle = async (turns = 4) => {
  for (let turn = 0; turn < turns; turn += 1) await new Promise<void>((resolve) => setTimeout(resolve));
};

let server: LineServer;
let browser: Browser;

function begin() {
  server = new LineServer(makeEvent);
  browser = new Browser();
  vi.stubGlobal('WebSocket', server.WebSocket);
  vi.spyOn(Math, 'random').mockImplementation(() => (ids += 1) * 1e-9);
}
let ids = 0;

/** A tab as the middleware drives it, with all that it heard and the topics of which it was told that it hears them. */
class Tab {
  readonly heard = new Set<number>();
  readonly joined = new Set<string>();
  readonly refused = new Set<string>();
  readonly claims = new TopicClaims();
  readonly line: SharedLine;
  private readonly vanish: () => void;
  /** Which topics its screens show, and since when. */
  readonly shown = new Map<string, number>();
  isReset = false;
  private readonly sockets: EventSocket[] = [];

  /** `start`: when its first snapshot was read. */
  constructor(readonly start = server.line.length) {
    const listener: SocketListener = {
      onEvent: ({ seq }) => {
        this.heard.add(seq);
        this.claims.heard(seq);
      },
      onCaughtUp: () => undefined,
      onLost: () => undefined,
      onReset: () => {
        this.isReset = true;
        this.claims.startOver();
      },
      onSignedOut: () => undefined,
      onPresence: () => undefined,
      onSubscribed: (topic, since) => {
        if (this.claims.subscribed(topic, since)) this.joined.add(topic);
      },
      onRefused: (topic) => {
        this.joined.delete(topic);
        if (this.claims.refused(topic)) this.refused.add(topic);
      },
      onAccessChanged: () => undefined,
      onHead: (cursor) => this.claims.reach({ epoch: 'e1', seq: Number(cursor.split('.')[1]) }),
    };
    const { platform, crash } = browser.tab();
    this.vanish = crash;
    const open = (fromSocket: SocketListener) => {
      const socket = new EventSocket('ws://line/', fromSocket);
      this.sockets.push(socket);
      return socket;
    };
    this.line = new SharedLine('gym.line.7', open, listener, platform);
    this.claims.begin(this.line, `e1.${start}`);
    this.line.start(`e1.${start}`);
  }

  crashes(): void {
    for (const socket of this.sockets) socket.stop(); // a connection breaks with its page
    this.vanish();
  }

  shows(topic: string): void {
    this.shown.set(topic, this.start);
    this.claims.claim('screen', topic);
  }

  leaves(topic: string): void {
    this.shown.delete(topic);
    this.joined.delete(topic);
    this.claims.release('screen', topic);
  }
}

beforeEach(begin);

describe('topics over the tabs of a browser', () => {
  it('are asked for once, from the oldest place that any tab needs, and left when the last leaves', async () => {
    const first = new Tab();
    await settle();
    server.happens('post:5'); // nobody shows it yet
    const second = new Tab();
    await settle();
    second.shows('post:5');
    await settle();
    server.happens('post:5');
    await settle();
    expect([...second.heard]).toEqual([2]);
    first.shows('post:5'); // what it holds of the post may be older than the first event
    await settle();
    expect(first.heard).toEqual(new Set([1, 2]));
    expect(first.joined).toEqual(new Set(['post:5']));
    expect(server.sockets.size).toBe(1);
    second.leaves('post:5');
    await settle();
    server.happens('post:5');
    await settle();
    expect(first.heard.has(3)).toBe(true);
    first.leaves('post:5');
    await settle();
    server.happens('post:5');
    await settle();
    expect(first.heard.has(4)).toBe(false);
    first.shows('post:5');
    await settle();
    expect(first.heard.has(4)).toBe(true);
  });

  it('are heard through whoever leads, and no longer once the tab that shows them is gone', async () => {
    const [first, second, third] = [new Tab(), new Tab(), new Tab()];
    await settle();
    third.shows('post:5');
    await settle();
    first.line.stop(); // now the second leads, which doesn't show it
    await settle();
    server.happens('post:5');
    await settle();
    expect([...third.heard]).toEqual([1]);
    expect(server.sockets.size).toBe(1);
    third.crashes();
    await settle();
    server.happens('post:5');
    await settle();
    expect(second.heard.has(2)).toBe(false);
  });

  it('bring their past to a tab whose snapshot is older than what the others have heard', async () => {
    const first = new Tab();
    await settle();
    server.happens('post:5');
    server.happens(null);
    await settle();
    first.shows('post:5');
    await settle();
    const late = new Tab(0);
    late.shows('post:5');
    await settle();
    expect(late.isReset).toBe(false);
    expect(late.heard).toEqual(new Set([1, 2]));
  });

  it('are refused in every tab, and heard from where they were lost once they may be', async () => {
    server.forbidden.add('post:5');
    const [first, second] = [new Tab(), new Tab()];
    await settle();
    second.shows('post:5');
    await settle();
    expect(second.refused).toEqual(new Set(['post:5']));
    expect(first.refused).toEqual(new Set());
    server.happens('post:5');
    server.forbidden.clear();
    second.claims.askAgain();
    await settle();
    expect(second.joined).toEqual(new Set(['post:5']));
    expect(second.heard).toEqual(new Set([1]));
  });

  it('miss nothing whoever opens, shows, leaves, closes or crashes, and however often the connection breaks', async () => {
    const topic = fc.constantFrom('post:5', 'session:9');
    const who = fc.nat(3);
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.record({ does: fc.constant('happens' as const), topic: fc.option(topic) }) },
      { weight: 3, arbitrary: fc.record({ does: fc.constant('shows' as const), who, topic }) },
      fc.record({ does: fc.constant('leaves' as const), who, topic }),
      fc.record({ does: fc.constantFrom('closes' as const, 'crashes' as const), who }),
      fc.record({ does: fc.constantFrom('opens' as const, 'breaks' as const) }),
      { weight: 3, arbitrary: fc.record({ does: fc.constant('waits' as const) }) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        begin();
        let tabs = [new Tab(), new Tab()];
        for (const now of steps) {
          const tab = 'who' in now ? tabs[now.who % tabs.length] : undefined;
          if (now.does === 'happens') server.happens(now.topic);
          else if (now.does === 'opens') tabs.push(new Tab());
          else if (now.does === 'breaks') server.breaks();
          else if (now.does === 'waits') await settle(1);
          else if (now.does === 'shows') tab?.shows(now.topic);
          else if (now.does === 'leaves') tab?.leaves(now.topic);
          else if (tab && tabs.length > 1) {
            if (now.does === 'closes') tab.line.stop();
            else tab.crashes();
            tabs = tabs.filter((one) => one !== tab);
          }
        }
        await settle(12);
        expect(server.sockets.size).toBe(1);
        for (const one of tabs) {
          expect(one.joined).toEqual(new Set(one.shown.keys()));
          const wanted = server.line
            .filter(({ seq, topic: of }) => seq > one.start && (of === null || one.shown.has(of)))
            .map(({ seq }) => seq);
          if (!one.isReset) expect([...one.heard]).toEqual(expect.arrayContaining(wanted));
        }
        for (const one of tabs) one.line.stop();
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});
